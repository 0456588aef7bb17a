/*
 * Makes the page that carries everything: packs the parts, writes them and the table into the template.
 * The page sends { template, parts: [path, bytes, needed][], table, home } and gets a Blob back.
 */
'use strict';

const CHUNK = 0x8000;

const base64 = (bytes) => {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += CHUNK) pieces.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
  return btoa(pieces.join(''));
};

const attribute = (text) => text.replace(/[&"<>]/g, (letter) => '&#' + letter.charCodeAt(0) + ';');

const gzip = async (bytes) => {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
};

const script = async ([path, bytes, needed]) => {
  const packs = typeof CompressionStream === 'function';
  const content = base64(packs ? await gzip(bytes) : bytes);
  const marks = (packs ? ' data-packed' : '') + (needed ? ' data-needed' : '');
  return `<script type="text/plain" data-part="${path}"${marks}>${content}</script>\n`;
};

addEventListener('message', async ({ data: { template, parts, table, home } }) => {
  try {
    const scripts = [];
    for (const part of parts) scripts.push(await script(part));
    const [head, rest] = template.split('<!--parts-->');
    const [middle, end] = rest.split('<!--table-->');
    const held = `<script type="text/plain" id="alone-table" data-home="${attribute(home)}">${table}</script>\n`;
    postMessage(new Blob([head, ...scripts, middle, held, end], { type: 'text/html' }));
  } catch (error) {
    postMessage(String(error));
  }
});
addEventListener('messageerror', () => postMessage(null));
