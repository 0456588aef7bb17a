/*
 * Windows of one browser: who may write a workbook, and messages between them.
 */
import { store, stored, tell, within } from './page.js';

/* How long the window that has a workbook is given to save it and let it go. Long, because one that is out of sight or on
   a slow machine is late; only one that hangs is not waited for. */
const GRACE = 5000;
/* A lease is renewed so often, and over when it was not for so long; in milliseconds. */
const RENEW = 1000;
const OVER = 4000;
const LEASE = 'giamngheo.lease/';

const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel('giamngheo') : undefined;
if (channel) channel.onmessage = (event) => tell('message', String(event.data));

/* Tells the other windows. */
window.giamngheoTell = (message) => {
  if (channel) channel.postMessage(message);
};

/* Asks the browser for a lock; gives the function that lets it go, or null. */
const ask = (name, options) =>
  new Promise((resolve, reject) => {
    const held = (lock) => {
      if (!lock) return resolve(null);
      return new Promise((release) => resolve(release));
    };
    navigator.locks.request('giamngheo ' + name, options, held).catch((error) => {
      /* Taken away by another window. */
      if (error.name === 'AbortError') tell('lost', name);
      reject(error);
    });
  });

const byLock = async (name, take) => {
  const free = await ask(name, { ifAvailable: true });
  if (free || !take) return free;
  window.giamngheoTell('yield ' + name);
  const given = ask(name, {});
  try {
    return await within(GRACE, given);
  } catch {
    /* It hangs. Should it still come, it is not needed. */
    given.then((release) => release && release(), () => {});
    return ask(name, { steal: true });
  }
};

/* Without locks (addresses that are not secure): a text that is renewed as long as the window lives. */
const own = Math.random().toString(36).slice(2);
const byLease = async (name, take) => {
  const key = LEASE + name;
  const holder = () => {
    const [who, when] = (stored(key) || ' 0').split(' ');
    return Date.now() - Number(when) < OVER ? who : '';
  };
  const others = () => holder() && holder() !== own;
  if (others() && take) {
    window.giamngheoTell('yield ' + name);
    await new Promise((resolve) => setTimeout(resolve, GRACE));
  } else if (others()) {
    return null;
  }
  const renew = () => store(key, own + ' ' + Date.now());
  /* Where nothing can be stored, no other window can write either. */
  renew();
  const timer = setInterval(() => {
    if (others()) {
      clearInterval(timer);
      tell('lost', name);
    } else renew();
  }, RENEW);
  return () => {
    clearInterval(timer);
    if (holder() === own) store(key, '');
  };
};

/* The right to write a workbook: gives the function that lets it go, or null when another window has it; with `take`
   the other window is asked for it. When it is taken away later, 'giamngheo:lost' says so. */
window.giamngheoLock = async (name, take) => {
  try {
    if (navigator.locks) return await byLock(name, take);
  } catch (error) {
    /* Taken away while asking; anything else: such an address has no locks. */
    if (error.name === 'AbortError') return null;
  }
  return byLease(name, take);
};
