/*
 * The start script: theme, loading of the program, crash banner, service worker.
 * Plain JavaScript on purpose: it must work when the program does not. The build puts the list of files in
 * place of the one placeholder below and drops the comments.
 *
 * What the program may use (all plain functions of window):
 *   giamngheoCrash(message)   cover the page: the program has stopped
 *   giamngheoTheme(choice)    'light', 'dark' or 'auto': keep and apply
 *   giamngheoLazy(path)       Promise of the Response for a file that is not part of the first load
 *   giamngheoDesk(request)    Promise of the second program's answer, bytes for bytes; null when it cannot be had
 *   giamngheoRest()           have the second part of the program in place on return, or throw
 *   giamngheoActivate()       use the waiting new version: saves nothing, reloads the page once
 * Events on window: 'giamngheo:update' (a new version waits), 'giamngheo:offline' (works without network).
 * The same is said by <html data-update="waiting"> and <html data-offline="ready">.
 */
(() => {
  'use strict';

  const BUILD = __BUILD__;

  const TEXT = {
    vi: {
      crashTitle: 'Chương trình đã dừng vì lỗi',
      crashWhat: 'Màn hình được che để không ai đọc nhầm một con số sai.',
      loadTitle: 'Không mở được chương trình',
      loadWhat: 'Có tệp không tải được, hoặc đã bị thay đổi trên đường truyền nên không được chạy. Hãy kiểm tra kết nối rồi tải lại trang.',
      fileWhat: 'Trang này phải được mở qua địa chỉ web, không mở trực tiếp từ tệp.',
      savedUntil: 'Số liệu đã nhập được lưu trên máy này đến ',
      saved: 'Số liệu đã lưu vẫn còn trên máy này.',
      notSaved: 'Không tìm thấy số liệu nào đã lưu trên máy này.',
      reload: 'Tải lại trang',
      download: 'Tải bản sao số liệu',
      detail: 'Chi tiết: ',
    },
    en: {
      crashTitle: 'The program stopped because of an error',
      crashWhat: 'The screen is covered so that nobody reads a wrong figure.',
      loadTitle: 'The program could not be opened',
      loadWhat: 'A file could not be loaded, or was changed on its way and therefore not run. Check the connection and reload the page.',
      fileWhat: 'This page must be opened through a web address, not directly from a file.',
      savedUntil: 'The typed figures are saved on this device until ',
      saved: 'The saved figures are still on this device.',
      notSaved: 'No saved figures were found on this device.',
      reload: 'Reload',
      download: 'Download a copy of the figures',
      detail: 'Detail: ',
    },
  };
  const LOCALE = { vi: 'vi-VN', en: 'en-GB' };
  const COPY_NAME = 'giam-ngheo-khoi-phuc';
  /* The saved copies (src/codec/record.rs), written in turn. */
  const KEY_COPIES = ['giamngheo.autosave.0', 'giamngheo.autosave.1'];
  const RESCUE_TIMEOUT = 8000;
  const KEY_THEME = 'giamngheo.theme';
  const UPDATE_TIMEOUT = 5000;
  const RETRY = 5000;

  const root = document.documentElement;
  const address = (path) => new URL(path, document.baseURI).href;

  /* Storage may be blocked altogether: reading it then throws. */
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };

  /* ---- theme ---- */

  const systemDark = matchMedia('(prefers-color-scheme: dark)');
  let theme = stored(KEY_THEME);
  const applyTheme = () => {
    const dark = theme === 'dark' || (theme !== 'light' && systemDark.matches);
    root.dataset.theme = dark ? 'dark' : 'light';
  };
  applyTheme();
  systemDark.addEventListener('change', applyTheme);
  window.giamngheoTheme = (choice) => {
    theme = choice;
    applyTheme();
    try {
      localStorage.setItem(KEY_THEME, choice);
    } catch {
      /* The choice then lasts as long as the page. */
    }
  };

  /* ---- crash banner ---- */

  let covered = false;

  const element = (parent, name, text, lang) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (lang) made.lang = lang;
    parent.append(made);
    return made;
  };

  /* The saved copies that are whole, newest first. A copy says in its first line: mark, checksum, sequence, time,
     length of the rest. */
  const copies = () =>
    KEY_COPIES.map((key) => {
      const text = stored(key) || '';
      const [line, body = ''] = text.split('\n');
      const [mark, , sequence, time, length] = line.split(' ');
      const whole = mark.startsWith('giamngheo-save-') && body && Number(length) === body.length;
      return { text, whole, sequence: Number(sequence), time: Number(time) };
    })
      .filter((copy) => copy.whole)
      .sort((a, b) => b.sequence - a.sequence);

  const savedText = (lang) => {
    const [copy] = copies();
    if (!copy) return TEXT[lang].notSaved;
    if (!copy.time) return TEXT[lang].saved;
    return TEXT[lang].savedUntil + new Date(copy.time).toLocaleString(LOCALE[lang]) + '.';
  };

  /* As a workbook file, which the second program makes; else as they are saved, which the program opens too. */
  const download = async () => {
    const saved = copies().map((copy) => copy.text).join('\n');
    let [content, ending] = [saved, '.txt'];
    try {
      const late = new Promise((resolve) => setTimeout(resolve, RESCUE_TIMEOUT));
      const file = await Promise.race([desk('rescue', new TextEncoder().encode(saved)), late]);
      if (file && file.length) [content, ending] = [file, '.giamngheo.json'];
    } catch {
      /* As they are saved. */
    }
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
    link.download = COPY_NAME + ending;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  /* A waiting new version may be the repair: take it along with the reload. */
  const reload = async () => {
    const registration = await currentRegistration();
    if (registration && registration.waiting) window.giamngheoActivate();
    else location.reload();
  };

  const show = (title, what, detail) => {
    for (const other of document.body.children) other.inert = true;
    const cover = element(document.body, 'div');
    cover.className = 'crash';
    cover.setAttribute('role', 'alertdialog');
    cover.setAttribute('aria-labelledby', 'crash-title');
    const box = element(cover, 'div');
    box.className = 'crash-box';
    for (const lang of ['vi', 'en']) {
      const heading = element(box, lang === 'vi' ? 'h1' : 'p', TEXT[lang][title], lang);
      if (lang === 'vi') heading.id = 'crash-title';
      else heading.className = 'crash-title-en';
      element(box, 'p', TEXT[lang][what] + ' ' + savedText(lang), lang);
    }
    const actions = element(box, 'div');
    actions.className = 'crash-actions';
    const button = (key, action) => {
      const made = element(actions, 'button');
      made.type = 'button';
      made.dataset.action = 'crash-' + key;
      element(made, 'span', TEXT.vi[key], 'vi');
      element(made, 'span', ' · ');
      element(made, 'span', TEXT.en[key], 'en');
      made.addEventListener('click', action);
      return made;
    };
    const first = button('reload', reload);
    if (copies().length) button('download', download);
    if (detail) element(box, 'p', TEXT.vi.detail + detail).className = 'crash-detail';
    first.focus();
  };

  const cover = (title, what, detail) => {
    if (covered) return;
    covered = true;
    root.dataset.crashed = 'true';
    const text = String(detail || '').slice(0, 500);
    domReady.then(() => show(title, what, text));
  };

  window.giamngheoCrash = (message) => cover('crashTitle', 'crashWhat', message);

  /* A trap leaves the program in an unknown state; a stack overflow is one too, under another name. */
  const isTrap = (error) =>
    error instanceof WebAssembly.RuntimeError ||
    (error && (error instanceof RangeError || error.name === 'InternalError') && /wasm/.test(error.stack));

  addEventListener('error', (event) => {
    if (isTrap(event.error)) window.giamngheoCrash(event.error.message);
  });
  addEventListener('unhandledrejection', (event) => {
    if (isTrap(event.reason)) window.giamngheoCrash(event.reason.message);
  });

  /* ---- start ---- */

  const domReady = new Promise((resolve) => {
    if (document.readyState !== 'loading') resolve();
    else addEventListener('DOMContentLoaded', resolve, { once: true });
  });

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
  const desk = async (worker, request) => {
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

  const workers = location.protocol === 'file:' ? undefined : navigator.serviceWorker;

  /* ---- the second part of the program: what the first load does not need (tools/src/split/) ---- */

  /* What the first part exports. */
  let program;

  /* Puts the functions of the second part where the first part looks for them. Twice does no harm. */
  const placeRest = (how) => {
    program.rest_loaded.value = 1;
    root.dataset.rest = how;
  };

  let restModule;
  const fetchRest = () => {
    restModule = restModule || fetchChecked(BUILD.rest, BUILD.restIntegrity).then((file) => file.arrayBuffer()).then(WebAssembly.compile);
    return restModule;
  };

  /* In the background; until it is there, the program asks as below when it needs it. */
  const loadRest = async () => {
    try {
      await WebAssembly.instantiate(await fetchRest(), { f: program });
      placeRest('ready');
    } catch {
      restModule = undefined;
      setTimeout(loadRest, RETRY);
    }
  };

  /* The program cannot go on without it: the page stands still for a moment. Such a request knows no fingerprint. */
  window.giamngheoRest = () => {
    try {
      const request = new XMLHttpRequest();
      request.open('GET', address(BUILD.rest), false);
      request.overrideMimeType('text/plain; charset=x-user-defined');
      request.send();
      const bytes = Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0));
      const sum = bytes.reduce((sum, byte) => Math.imul(sum ^ byte, 16777619), -2128831035);
      if (sum !== BUILD.restSum) throw new Error('not the right bytes: ' + BUILD.rest);
      new WebAssembly.Instance(new WebAssembly.Module(bytes), { f: program });
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

  const start = async () => {
    /* A table that opens at once needs both parts. So does an older browser. And what is on the device anyway need not
       be waited for; without network only this way of asking finds it. */
    const opens = location.hash.length > 1 || KEY_COPIES.some(stored);
    const whole = opens || !!(workers && workers.controller) || !makesModulesAtOnce();
    let glue;
    let wasm;
    let rest;
    try {
      wasm = fetchChecked(BUILD.wasm, BUILD.wasmIntegrity);
      [glue, wasm, rest] = await Promise.all([import(address(BUILD.glue)), wasm, whole && fetchRest(), domReady]);
    } catch (error) {
      cover('loadTitle', location.protocol === 'file:' ? 'fileWhat' : 'loadWhat', error);
      return;
    }
    try {
      program = await glue.default({ module_or_path: wasm });
      if (rest) await loadRest();
      glue.start();
    } catch (error) {
      cover('crashTitle', 'crashWhat', error);
      throw error;
    }
    document.getElementById('shell')?.remove();
  };

  /* ---- service worker ---- */

  const currentRegistration = () =>
    workers ? workers.getRegistration().catch(() => undefined) : Promise.resolve();

  const announce = (name, key, value) => {
    root.dataset[key] = value;
    dispatchEvent(new Event('giamngheo:' + name));
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

  window.giamngheoActivate = async () => {
    const registration = await currentRegistration();
    let reloading = false;
    const once = () => {
      if (!reloading) location.reload();
      reloading = true;
    };
    if (!registration || !registration.waiting) return once();
    workers.addEventListener('controllerchange', once);
    setTimeout(once, UPDATE_TIMEOUT);
    registration.waiting.postMessage({ type: 'activate' });
  };

  const started = async () => {
    if (!workers) return;
    try {
      const registration = await workers.register(address('sw.js'), { updateViaCache: 'none' });
      watch(registration);
      const { active } = await workers.ready;
      reaches(active, 'activated', () => {
        active.postMessage({ type: 'started', version: BUILD.version });
        announce('offline', 'offline', 'ready');
      });
    } catch (error) {
      /* Private windows and some hosts refuse workers: the program runs, but not without network. */
      console.info('offline use is not available: ' + error);
    }
  };

  /* The program says so itself once it answers; only then is the first load over. */
  const whenReady = new MutationObserver(() => {
    if (root.dataset.ready !== 'true') return;
    whenReady.disconnect();
    if (root.dataset.rest !== 'ready') loadRest();
    started();
  });
  whenReady.observe(root, { attributeFilter: ['data-ready'] });
  start();
})();
