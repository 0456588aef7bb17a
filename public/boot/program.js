/* Loading of the program: its first part, its second part, and the second program. */
import { BUILD, address, domReady, root, stored, workers } from './page.js';
import { KEY_COPIES, cover, isSafeMode } from './crash.js';
import { openId, prepare } from './store.js';

const RETRY = 5000;

/* Only bytes with the right fingerprint; a copy spoilt in the browser's own cache gets a second chance. */
const fetchChecked = async (path, integrity) => {
  try {
    return await fetch(address(path), { integrity });
  } catch {
    return fetch(address(path), { integrity, cache: 'reload' });
  }
};

window.giamngheoLazy = async (path) => {
  const integrity = BUILD.lazy[path];
  if (!integrity) throw new Error('not a file of this version: ' + path);
  return fetchChecked(path, integrity);
};

/* ---- the second program: files, pasted tables, official units (src/bin/desk.rs) ---- */

let deskModule;
export const desk = async (worker, request) => {
  let module;
  try {
    deskModule = deskModule || window.giamngheoLazy(BUILD.desk).then((file) => file.arrayBuffer()).then(WebAssembly.compile);
    module = await deskModule;
  } catch {
    deskModule = undefined;
    return null;
  }
  /* A fresh one each time: it gives its memory back, and one that trapped is never asked again. */
  const { exports } = await WebAssembly.instantiate(module);
  const room = exports.room(request.length);
  new Uint8Array(exports.memory.buffer, room, request.length).set(request);
  const answer = exports[worker]();
  return new Uint8Array(exports.memory.buffer, answer, exports.length()).slice();
};
window.giamngheoDesk = (request) => desk('answer', request);

/* ---- the second part of the program: what the first load does not need (tools/src/split/) ---- */

/* What the first part exports. */
let program;

/* Puts the functions of the second part where the first part looks for them. Twice would do no harm. */
const placeRest = (how) => {
  program.rest_loaded.value = 1;
  root.dataset.rest = how;
};

/* Its bytes, once they are here. */
let restBytes;
let restModule;
const fetchRest = () => {
  restModule = restModule || (async () => {
    restBytes = await (await fetchChecked(BUILD.rest, BUILD.restIntegrity)).arrayBuffer();
    return WebAssembly.compile(restBytes);
  })();
  return restModule;
};

/* In the background; until it is there, the program asks as below when it needs it. */
let restComing;
const loadRest = () => {
  restComing = bringRest().finally(() => {
    restComing = undefined;
  });
  return restComing;
};
const bringRest = async () => {
  try {
    const module = await fetchRest();
    if (root.dataset.rest) return;
    await WebAssembly.instantiate(module, { f: program });
    placeRest('ready');
  } catch {
    restModule = undefined;
    if (!root.dataset.rest) setTimeout(loadRest, RETRY);
  }
};

/* A button pressed while it is on its way is pressed again once it is here: nothing stands still, nothing is fetched
   twice. Of several presses the last counts. */
let pressed;
addEventListener(
  'click',
  (event) => {
    const button = event.target.closest('button');
    if (!restComing || root.dataset.rest || !button) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    if (!pressed) {
      restComing.then(() => {
        const again = pressed;
        pressed = undefined;
        again.removeAttribute('aria-busy');
        again.click();
      });
    }
    pressed?.removeAttribute('aria-busy');
    pressed = button;
    pressed.setAttribute('aria-busy', 'true');
  },
  { capture: true },
);

/* The bytes at once, for what cannot wait, a paste for instance: the page stands still for a moment. Such a request knows
   no fingerprint. Where the same file is on its way in the background, Chromium's cache lets this request share its answer;
   the others fetch it again. */
const restAtOnce = () => {
  const request = new XMLHttpRequest();
  request.open('GET', address(BUILD.rest), false);
  request.overrideMimeType('text/plain; charset=x-user-defined');
  request.send();
  const bytes = Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0));
  const sum = bytes.reduce((sum, byte) => Math.imul(sum ^ byte, 16777619), -2128831035);
  if (sum !== BUILD.restSum) throw new Error('not the right bytes: ' + BUILD.rest);
  return bytes;
};

/* The program cannot go on without it. */
window.giamngheoRest = () => {
  try {
    new WebAssembly.Instance(new WebAssembly.Module(restBytes || restAtOnce()), { f: program });
    placeRest('asked');
  } catch (error) {
    cover('loadTitle', 'loadWhat', error);
    throw error;
  }
};

/* Older browsers refuse to make a module of more than 4 kB on the spot. */
const makesModulesAtOnce = () => {
  const empty = new Uint8Array(5011);
  empty.set([0, 97, 115, 109, 1, 0, 0, 0, 0, 0x88, 0x27]);
  try {
    return !!new WebAssembly.Instance(new WebAssembly.Module(empty));
  } catch {
    return false;
  }
};

/* The module's tag holds it against its fingerprint, but WebKit runs it all the same when asked for it here: so the file is
   held against it once more, as the browser has it. A spoilt copy in its cache is fetched anew for the next try. */
const importGlue = async () => {
  const path = address(BUILD.glue);
  const check = async () => {
    if (window.giamngheoAlone) return;
    try {
      await fetch(path, { integrity: BUILD.glueIntegrity });
    } catch (error) {
      await fetch(path, { cache: 'reload' }).catch(() => {});
      throw error;
    }
  };
  const [glue] = await Promise.all([import(path), check()]);
  return glue;
};

export const start = async () => {
  /* A table that opens at once needs both parts. So does an older browser. And what is on the device anyway need not
     be waited for; without network only this way of asking finds it. */
  const opens = location.hash.length > 1 || openId() || KEY_COPIES.some(stored);
  const whole = opens || !!(workers && workers.controller) || !makesModulesAtOnce();
  let glue;
  let wasm;
  let rest;
  try {
    wasm = fetchChecked(BUILD.wasm, BUILD.wasmIntegrity);
    [glue, wasm, rest] = await Promise.all([
      importGlue(),
      wasm,
      whole && fetchRest(),
      prepare(),
      domReady,
    ]);
  } catch (error) {
    cover('loadTitle', location.protocol === 'file:' ? 'fileWhat' : 'loadWhat', error);
    return;
  }
  try {
    program = await glue.default({ module_or_path: wasm });
    if (rest) await loadRest();
    if (isSafeMode()) root.dataset.safe = 'true';
    glue.start();
  } catch (error) {
    cover('crashTitle', 'crashWhat', error);
    throw error;
  }
  document.getElementById('shell')?.remove();
};

/* The program says so itself once it answers; only then is the first load over. */
const whenReady = new MutationObserver(() => {
  if (root.dataset.ready !== 'true') return;
  whenReady.disconnect();
  if (!root.dataset.rest) loadRest();
});
whenReady.observe(root, { attributeFilter: ['data-ready'] });
