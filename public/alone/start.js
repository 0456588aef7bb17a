/*
 * Inside a page that carries the whole program and a table: gives the start script, which follows, the files of this
 * version from the page itself, so that it runs unchanged from a memory card or a chat's attachment.
 *
 * Each part stands in <script type="text/plain" data-part="path">: base64, packed with gzip where data-packed is set.
 * The table stands in <script type="text/plain" id="alone-table">, as the fragment of a link or as a workbook file.
 *
 * window.giamngheoAlone:
 *   ready     Promise: what the program needs to start is unpacked
 *   table     the table; empty when this tab has opened it before, whose changes are then kept on the device
 *   opened()  it needs not be opened again in this tab
 *   home      the address of the site that the page was made on, for links; may be empty
 */
(() => {
  'use strict';

  const types = { wasm: 'application/wasm', js: 'text/javascript', html: 'text/html' };
  const unpacked = new Map();

  const unpack = async (part) => {
    const bytes = Uint8Array.from(atob(part.textContent), (letter) => letter.charCodeAt(0));
    if (part.dataset.packed === undefined) return bytes;
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(plain).arrayBuffer());
  };

  /* The bytes of a part, unpacked when first asked for; nothing for what is no part. */
  const bytesOf = (address) => {
    const path = String(address).slice(new URL('./', document.baseURI).href.length);
    const part = document.querySelector('script[data-part="' + CSS.escape(path) + '"]');
    if (part && !unpacked.has(path)) unpacked.set(path, unpack(part));
    return unpacked.get(path);
  };

  const absolute = (path) => new URL(path, document.baseURI).href;

  window.fetch = async (path) => {
    const bytes = await bytesOf(absolute(path));
    if (!bytes) throw new TypeError('not in this page: ' + path);
    const ending = String(path).split('.').pop();
    return new Response(bytes, { headers: { 'content-type': types[ending] || 'application/octet-stream' } });
  };

  /* The start script asks so when it cannot wait. By then the parts that it asks for are unpacked. */
  const now = new Map();
  window.XMLHttpRequest = class {
    open(method, address) {
      this.address = absolute(address);
    }
    overrideMimeType() {}
    send() {
      this.responseText = Array.from(now.get(this.address) || [], (byte) => String.fromCharCode(byte)).join('');
    }
  };

  const needed = [...document.querySelectorAll('script[data-part][data-needed]')].map((part) => absolute(part.dataset.part));
  const ready = Promise.all(needed.map(async (address) => now.set(address, await bytesOf(address))));

  /* Reloading the page goes on with what was changed in it; opening the file anew shows what the file holds. */
  const MARK = 'giamngheo.alone';
  let seen = false;
  try {
    seen = sessionStorage.getItem(MARK) === location.pathname;
  } catch {
    /* Then it is opened each time. */
  }
  const opened = () => {
    try {
      sessionStorage.setItem(MARK, location.pathname);
    } catch {}
  };
  const held = document.getElementById('alone-table');
  window.giamngheoAlone = { ready, table: seen ? '' : held.textContent, opened, home: held.dataset.home };
})();
