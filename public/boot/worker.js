/* The page's side of the service worker: which version runs, and how one follows the other. */
import { BUILD, address, currentRegistration, root, tell, within, workers } from './page.js';

const UPDATE_TIMEOUT = 5000;
const ASK_TIMEOUT = 3000;

const announce = (name, key, value) => {
  root.dataset[key] = value;
  tell(name);
};

/* Calls back when the worker has reached the state, at once if it already has. */
const reaches = (worker, state, then) => {
  if (worker.state === state) then();
  else worker.addEventListener('statechange', () => worker.state === state && then());
};

const watch = (registration) => {
  const arrived = (worker) => {
    if (registration.active) reaches(worker, 'installed', () => announce('update', 'update', 'waiting'));
  };
  if (registration.waiting) arrived(registration.waiting);
  else if (registration.installing) arrived(registration.installing);
  registration.addEventListener('updatefound', () => arrived(registration.installing));
};

let activating = false;
window.giamngheoActivate = async () => {
  const registration = await currentRegistration();
  let reloading = false;
  const once = () => {
    if (!reloading) location.reload();
    reloading = true;
  };
  if (!registration || !registration.waiting) return once();
  activating = true;
  workers.addEventListener('controllerchange', once);
  setTimeout(once, UPDATE_TIMEOUT);
  registration.waiting.postMessage({ type: 'activate' });
};

/* Another window took the new version: this one goes on with what it has until it is reloaded. At a first visit the first
   change is only this version's own worker taking its place. */
if (workers) {
  let controlled = !!workers.controller;
  workers.addEventListener('controllerchange', () => {
    if (controlled && !activating) tell('replaced');
    controlled = true;
  });
}

/* This version does not start. Answers whether a reload would bring something better: the version before it, or its own
   files fetched anew. */
export const fallBack = async () => {
  if (!workers || !workers.controller) return false;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => {
    port1.onmessage = (event) => resolve(event.data);
  });
  workers.controller.postMessage({ type: 'failed', version: BUILD.version }, [port2]);
  return within(ASK_TIMEOUT, answer).catch(() => false);
};

const started = async () => {
  if (!workers) return;
  try {
    const registration = await workers.register(address('sw.js'), { updateViaCache: 'none' });
    watch(registration);
    /* All files are kept before a worker becomes the active one; what it still does after that holds nothing up. */
    const { active } = await workers.ready;
    active.postMessage({ type: 'started', version: BUILD.version });
    announce('offline', 'offline', 'ready');
  } catch (error) {
    /* Private windows and some hosts refuse workers: the program runs, but not without network. */
    console.info('offline use is not available: ' + error);
  }
};

/* Once the first screen answers and the second part is here: neither has to share the line, and a version counts as one
   that runs when it is there as a whole. */
const whenWhole = new MutationObserver(() => {
  if (root.dataset.ready !== 'true' || !root.dataset.rest) return;
  whenWhole.disconnect();
  /* One that stopped at once does not count as started. */
  if (!root.dataset.crashed) started();
});
whenWhole.observe(root, { attributeFilter: ['data-ready', 'data-rest'] });
