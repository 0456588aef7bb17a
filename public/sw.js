/*
 * The service worker: one version of the site is kept whole and served whole.
 * The build puts version and files (address → fingerprint) in place of the placeholder.
 *
 * - Installing fetches every core file and checks its fingerprint: all or nothing.
 * - A new version waits until the page asks for it; the old files stay until a page of the new version
 *   reported that it runs. One that reports that it does not start, or that was opened several times and never
 *   reported anything, gives way to the old one until a newer one comes.
 * - Lazy files are fetched in the background afterwards; failing to do so breaks nothing.
 */
'use strict';

const BUILD = __BUILD__;

const scope = self.registration.scope;
/* Several sites may share one host: the folder is part of the name. */
const FAMILY = 'giamngheo ' + new URL(scope).pathname + ' ';
const NAME = FAMILY + BUILD.version;

const addresses = (files) =>
  new Map(Object.entries(files).map(([path, integrity]) => [new URL(path, scope).href, integrity]));
const CORE = addresses(BUILD.core);
const LAZY = addresses(BUILD.lazy);

/* The right bytes or an error. A stale copy in the browser's own cache gets a second chance. */
const fetchChecked = async (address, integrity) => {
  let response;
  try {
    response = await fetch(address, { integrity });
  } catch {
    response = await fetch(address, { integrity, cache: 'reload' });
  }
  /* A page may not be opened with an answer that was redirected. */
  if (!response.redirected) return response;
  return new Response(response.body, { headers: response.headers });
};

const keep = async (cache, [address, integrity]) => {
  await cache.put(address, await fetchChecked(address, integrity));
};

const install = async () => {
  const cache = await caches.open(NAME);
  try {
    await Promise.all([...CORE].map((file) => keep(cache, file)));
  } catch (error) {
    await caches.delete(NAME);
    throw error;
  }
};

const others = async () => (await caches.keys()).filter((name) => name.startsWith(FAMILY) && name !== NAME);

const removeOthers = async () => {
  await Promise.all((await others()).map((name) => caches.delete(name)));
  await caches.delete(NOTES);
};

/* ---- a version that does not start ---- */

/* What has to outlive this worker, which the browser ends as it likes: notes by name, in a cache of their own. */
const NOTES = 'giamngheo-notes ' + new URL(scope).pathname;
/* So often a new version may be opened without reporting that it runs. */
const TRIES = 3;

const noteAddress = (name, version) => scope + 'note/' + version + '/' + name;
const note = async (name, version = BUILD.version) => {
  const kept = await (await caches.open(NOTES)).match(noteAddress(name, version));
  return kept ? kept.text() : '';
};
const setNote = async (name, text) =>
  (await caches.open(NOTES)).put(noteAddress(name, BUILD.version), new Response(text));

/* The name of the files to serve: this version's, or those of the one before. Settled once per life of this worker and
   version, since nearly always there is nothing to settle. */
let served;
const settle = async () => {
  const before = await others();
  if (!before.length) return NAME;
  const fallback = await note('fallback');
  return before.includes(fallback) ? fallback : undefined;
};

/* The page is about to be opened. */
const opening = async () => {
  served = served || (await settle());
  if (served) return;
  const tries = Number(await note('tries')) + 1;
  await setNote('tries', String(tries));
  if (tries > TRIES) await fallBack();
};

/* Caches are listed in the order they were made: the last one is the version before this one, unless that gave way too. */
const fallBack = async () => {
  for (const before of (await others()).reverse()) {
    if (await note('fallback', before.slice(FAMILY.length))) continue;
    await setNote('fallback', before);
    served = before;
    return true;
  }
  return false;
};

/* Takes files out that are not what was installed, so that they are fetched anew; answers whether there were any. */
const repair = async () => {
  const cache = await caches.open(NAME);
  let found = false;
  for (const [address, integrity] of CORE) {
    const kept = await cache.match(address);
    if (!kept) continue;
    const hash = await crypto.subtle.digest('SHA-256', await kept.arrayBuffer());
    if ('sha256-' + btoa(String.fromCharCode(...new Uint8Array(hash))) === integrity) continue;
    await cache.delete(address);
    found = true;
  }
  return found;
};

/* Whether a reload brings something better. */
const failed = async () => {
  const settled = served || (await settle());
  if (settled && settled !== NAME) return false;
  return (!settled && (await fallBack())) || repair();
};

const keepLazy = async () => {
  const cache = await caches.open(NAME);
  for (const file of LAZY) {
    try {
      if (!(await cache.match(file[0]))) await keep(cache, file);
    } catch {
      /* Tried again at the next start. */
    }
  }
};

const answer = async (address, request) => {
  if (request.mode === 'navigate') await opening().catch(() => {});
  const cache = await caches.open(served || NAME);
  const kept = await cache.match(address);
  if (kept) return kept;
  const integrity = CORE.get(address) || LAZY.get(address);
  if (integrity) {
    try {
      const response = await fetchChecked(address, integrity);
      cache.put(address, response.clone()).catch(() => {});
      return response;
    } catch {
      /* Perhaps the host has another version by now: it comes whole from the network, below. */
    }
  }
  /* A page of the previous version that is still open asks for its own files. */
  return (await caches.match(address)) || fetch(request);
};

self.addEventListener('install', (event) => event.waitUntil(install()));

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  const { type, version } = event.data || {};
  if (type === 'activate') self.skipWaiting();
  if (version !== BUILD.version) {
    /* A page of another version: nothing about this one. */
    if (event.ports[0]) event.ports[0].postMessage(false);
  } else if (type === 'started') {
    served = NAME;
    event.waitUntil(removeOthers().then(keepLazy));
  } else if (type === 'failed') {
    event.waitUntil(failed().then((better) => event.ports[0].postMessage(better), () => event.ports[0].postMessage(false)));
  }
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
  const url = new URL(request.url);
  let address = url.origin + url.pathname;
  if (address === scope + 'index.html') address = scope;
  event.respondWith(answer(address, request));
});
