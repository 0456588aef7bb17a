/*
 * The service worker: one version of the site is kept whole and served whole.
 * The build puts version and files (address → fingerprint) in place of the placeholder.
 *
 * - Installing fetches every core file and checks its fingerprint: all or nothing.
 * - A new version waits until the page asks for it; the old files stay until a page of the new version
 *   reported that it runs.
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

const removeOthers = async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(FAMILY) && name !== NAME).map((name) => caches.delete(name)));
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
  const cache = await caches.open(NAME);
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
  if (type === 'started' && version === BUILD.version) event.waitUntil(removeOthers().then(keepLazy));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
  const url = new URL(request.url);
  let address = url.origin + url.pathname;
  if (address === scope + 'index.html') address = scope;
  event.respondWith(answer(address, request));
});
