/* The banner that covers a program that has stopped, and gives out what was saved. */
import { currentRegistration, domReady, root, store, stored, within } from './page.js';
import { asLines, ofOpen, read, savedTime } from './store.js';
import { LOCALE, TEXT } from './texts.js';
import { desk } from './program.js';
import { fallBack } from './worker.js';

const COPY_NAME = 'giam-ngheo-khoi-phuc';
/* The copies that earlier versions saved (src/codec/record.rs), written in turn. */
export const KEY_COPIES = ['giamngheo.autosave.0', 'giamngheo.autosave.1'];
const PATIENCE = 8000;

/* ---- safe mode ---- */

/* When the program stopped, the last two times. */
const KEY_CRASHES = 'giamngheo.crashes';
/* Two within this time lead to safe mode, for as long as the second is not older than the other; in milliseconds. */
const TOGETHER = 60000;
const REMEMBERED = 600000;

const crashes = () => (stored(KEY_CRASHES) || '').split(' ').map(Number).filter((time) => time > 0);

export const isSafeMode = () => {
  const [before, last] = crashes().slice(-2);
  /* A clock that was put back must not keep it there. */
  return Math.abs(last - before) < TOGETHER && Math.abs(Date.now() - last) < REMEMBERED;
};

/* ---- what was saved ---- */

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
  const time = savedTime || (copy && copy.time);
  if (time) return TEXT[lang].savedUntil + new Date(time).toLocaleString(LOCALE[lang]) + '.';
  return copy ? TEXT[lang].saved : TEXT[lang].notSaved;
};

const offer = (content, name) => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};

/* The records of the open workbook as lines; where there are none, the copies of earlier versions. */
const whatIsSaved = async () => {
  let lines = '';
  try {
    lines = asLines(await within(PATIENCE, read(ofOpen())));
  } catch {
    /* Perhaps the copies are there. */
  }
  return lines || copies().map((copy) => copy.text).join('\n');
};

/* As a workbook file, which the second program makes; else as it is saved, which the program opens too. */
const download = async () => {
  const saved = await whatIsSaved();
  let [content, ending] = [saved, '.txt'];
  try {
    const file = await within(PATIENCE, desk('rescue', new TextEncoder().encode(saved)));
    if (file && file.length) [content, ending] = [file, '.giamngheo.json'];
  } catch {
    /* As it is saved. */
  }
  offer(content, COPY_NAME + ending);
};

/* Records whose names begin so, as a file; answers whether there were any. */
window.giamngheoDownload = async (beginnings, name) => {
  const lines = asLines(await read(beginnings));
  if (lines) offer(lines, name);
  return !!lines;
};

/* ---- the banner ---- */

let covered = false;

const element = (parent, name, text, lang) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (lang) made.lang = lang;
  parent.append(made);
  return made;
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
    if (isSafeMode()) element(box, 'p', TEXT[lang].safe, lang);
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
  if (savedTime || copies().length) button('download', download);
  if (detail) element(box, 'p', TEXT.vi.detail + detail).className = 'crash-detail';
  first.focus();
};

/* A version that does not even start gives way to the one before it, if that is still there. */
export const cover = async (title, what, detail) => {
  if (covered) return;
  covered = true;
  root.dataset.crashed = 'true';
  if (title === 'crashTitle') store(KEY_CRASHES, [...crashes().slice(-1), Date.now()].join(' '));
  const text = String(detail || '').slice(0, 500);
  await domReady;
  if (root.dataset.ready !== 'true' && (await fallBack())) return location.reload();
  show(title, what, text);
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
