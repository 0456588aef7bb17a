/* What the other parts share. */

/* The build's list of files. */
export const BUILD = __BUILD__;

export const root = document.documentElement;
export const address = (path) => new URL(path, document.baseURI).href;

/* Storage may be blocked altogether: reading it then throws. */
export const stored = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

export const store = (key, text) => {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
};

export const domReady = new Promise((resolve) => {
  if (document.readyState !== 'loading') resolve();
  else addEventListener('DOMContentLoaded', resolve, { once: true });
});

export const tell = (name, detail) => dispatchEvent(new CustomEvent('giamngheo:' + name, { detail }));

/* The promise, or an error when it takes too long. */
export const within = (milliseconds, promise) =>
  Promise.race([
    promise,
    new Promise((_, reject) => setTimeout(() => reject(new Error('no answer in ' + milliseconds + ' ms')), milliseconds)),
  ]);

/* ---- service worker ---- */

export const workers = location.protocol === 'file:' ? undefined : navigator.serviceWorker;

export const currentRegistration = () =>
  workers ? workers.getRegistration().catch(() => undefined) : Promise.resolve();
