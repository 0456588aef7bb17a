/*
 * Records by name – bytes that src/codec/journal/ describes – in IndexedDB, or where that cannot be had in localStorage.
 * Plain JavaScript, because the crash banner has to read them when the program is dead.
 *
 * A write is all or nothing, and refused when the record it is guarded by is not the one expected. Until it is confirmed
 * it stands in localStorage too (its "tail"), which is written on the spot: a page that is closed the next moment loses
 * nothing, and the next start carries it out.
 */
import { root, store as setText, stored as getText, within } from './page.js';

const DATABASE = 'giamngheo';
const RECORDS = 'records';
/* Names in localStorage. */
const LOCAL = 'giamngheo.record/';
const TAIL = 'giamngheo.tail/';
const OPEN = 'giamngheo.open';
/* Longer tails are written only when the page is about to go. */
const LONG_TAIL = 40000;
/* A browser may never answer (private windows, a profile being repaired). */
const PATIENCE = 4000;

/* ---- bytes as text ---- */

const toText = (bytes) => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
};
const toBytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
const same = (one, other) =>
  !one || !other ? one === other : one.length === other.length && one.every((byte, at) => byte === other[at]);

/* ---- IndexedDB ---- */

const connect = () =>
  new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(RECORDS);
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const database = asked.result;
      /* Deleted in another window, or by the browser: the next call makes it anew. */
      database.onversionchange = () => {
        database.close();
        connection = undefined;
      };
      database.onclose = () => {
        connection = undefined;
      };
      resolve(database);
    };
  });

let connection;
const database = () => {
  if (!connection) {
    connection = within(PATIENCE, connect());
    connection.catch(() => {
      connection = undefined;
    });
  }
  return connection;
};

const done = (asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

const range = (beginning) => IDBKeyRange.bound(beginning, beginning + '\uffff');

const inDatabase = {
  async read(beginnings) {
    const records = (await database()).transaction(RECORDS).objectStore(RECORDS);
    const parts = beginnings.map((beginning) =>
      Promise.all([done(records.getAllKeys(range(beginning))), done(records.getAll(range(beginning)))]),
    );
    return (await Promise.all(parts)).flatMap(([names, found]) => names.map((name, at) => [name, found[at]]));
  },

  async names(beginnings) {
    const records = (await database()).transaction(RECORDS).objectStore(RECORDS);
    return (await Promise.all(beginnings.map((beginning) => done(records.getAllKeys(range(beginning)))))).flat();
  },

  async write(guard, puts, deletes) {
    const open = await database();
    return new Promise((resolve, reject) => {
      const transaction = open.transaction(RECORDS, 'readwrite', { durability: 'strict' });
      const records = transaction.objectStore(RECORDS);
      let answer = 'done';
      transaction.oncomplete = () => resolve(answer);
      transaction.onabort = () => reject(transaction.error || new Error('aborted'));
      const put = () => {
        try {
          for (const [name, record] of puts) records.put(record, name);
          for (const name of deletes) records.delete(name);
          if (transaction.commit) transaction.commit();
        } catch (error) {
          reject(error);
          transaction.abort();
        }
      };
      if (!guard) return put();
      const asked = records.get(guard[0]);
      asked.onsuccess = () => {
        answer = verdict(asked.result, guard, puts);
        if (!answer) {
          answer = 'done';
          put();
        }
      };
    });
  },
};

/* Whether a write may go on (nothing), was done already, comes too late, or finds nothing any more. */
const verdict = (there, guard, puts) => {
  if (same(there, guard[1])) return '';
  const [, own] = puts.find(([name]) => name === guard[0]) || [];
  return same(there, own) ? 'done' : there ? 'newer' : 'gone';
};

/* ---- localStorage ---- */

const keysOf = (beginning) => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(beginning));
  } catch {
    return [];
  }
};

const inTexts = {
  async names(beginnings) {
    const cut = LOCAL.length;
    return beginnings.flatMap((beginning) => keysOf(LOCAL + beginning).map((key) => key.slice(cut)).sort());
  },

  async read(beginnings) {
    const names = await inTexts.names(beginnings);
    return names.flatMap((name) => {
      const record = inTexts.get(name);
      return record ? [[name, record]] : [];
    });
  },

  get(name) {
    const text = getText(LOCAL + name);
    try {
      return text === null ? undefined : toBytes(text);
    } catch {
      /* Not even letters: a record that nothing can be made of. */
      return new Uint8Array();
    }
  },

  async write(guard, puts, deletes) {
    const answer = guard && verdict(inTexts.get(guard[0]), guard, puts);
    if (answer) return answer;
    for (const [name, record] of puts) localStorage.setItem(LOCAL + name, toText(record));
    for (const name of deletes) localStorage.removeItem(LOCAL + name);
    return 'done';
  },
};

/* ---- which of the two ---- */

const choose = async () => {
  try {
    await database();
  } catch {
    root.dataset.store = 'texts';
    return inTexts;
  }
  await moveIn();
  return inDatabase;
};

let choice;
const records = () => {
  choice = choice || choose();
  return choice;
};

/* What was kept in localStorage while there was no database moves into it; a workbook that is there already stays out. */
const moveIn = async () => {
  const all = await inTexts.read(['']);
  for (const head of all.filter(([name]) => name.startsWith('head/'))) {
    const id = head[0].slice('head/'.length);
    const own = all.filter(([name]) => name.includes('/' + id));
    try {
      if ((await inDatabase.write([head[0], undefined], own, [])) !== 'done') continue;
    } catch {
      return;
    }
    for (const [name] of own) localStorage.removeItem(LOCAL + name);
  }
};

/* ---- tails ---- */

/* Of one page's writes with the same guard the last one has all that was in those before. */
const pageId = Math.random().toString(36).slice(2);
let tails = 0;

const keepTail = (guard, puts, deletes, urgent) => {
  const length = puts.reduce((sum, [, record]) => sum + record.length, 0);
  if (length > LONG_TAIL && !urgent) return undefined;
  const key = TAIL + Date.now() + '-' + Math.random().toString(36).slice(2);
  const record = (bytes) => (bytes ? toText(bytes) : null);
  tails += 1;
  const tail = {
    from: pageId,
    number: tails,
    guard: guard && [guard[0], record(guard[1])],
    puts: puts.map(([name, bytes]) => [name, record(bytes)]),
    deletes,
  };
  return setText(key, JSON.stringify(tail)) ? key : undefined;
};

const dropTail = (key) => {
  try {
    if (key) localStorage.removeItem(key);
  } catch {
    /* Then it is carried out once more, which changes nothing. */
  }
};

/* A tail as what a write is given; nothing for what is no tail at all. */
const readTail = (key) => {
  const bytes = (text) => (text === null ? undefined : toBytes(text));
  try {
    const { from, number, guard, puts, deletes } = JSON.parse(getText(key));
    return {
      key,
      number,
      /* What it writes on top of, and who does. */
      onto: guard && [from, ...guard].join(' '),
      guard: guard && [guard[0], bytes(guard[1])],
      puts: puts.map(([name, text]) => [name, toBytes(text)]),
      deletes,
    };
  } catch {
    return undefined;
  }
};

/* Carries out what the page before had no time for, or no room. What follows on another waits for it, in whatever order
   they are found. What comes too late, because another window has written since, is put aside.
   <html data-left> says that something was typed that is not in its workbook. */
const carryOutTails = async (chosen) => {
  const all = keysOf(TAIL).sort().flatMap((key) => readTail(key) || []);
  const isReplaced = (tail) => tail.onto && all.some((other) => other.onto === tail.onto && other.number > tail.number);
  all.filter(isReplaced).forEach((tail) => dropTail(tail.key));
  let waiting = all.filter((tail) => !isReplaced(tail));
  let before;
  do {
    before = waiting.length;
    const late = [];
    for (const tail of waiting) {
      const answer = await chosen.write(tail.guard, tail.puts, tail.deletes).catch(() => 'refused');
      if (answer === 'done') dropTail(tail.key);
      else late.push([tail, answer]);
    }
    waiting = late.map(([tail]) => tail);
    if (waiting.length === before) await putAside(chosen, late);
  } while (waiting.length && waiting.length < before);
};

/* Whether all that a tail writes is there, and its head only grew older since: a browser that is killed may bring a tail
   back that was dropped when its write was confirmed. */
const isThere = async (chosen, { guard, puts }) => {
  const own = puts.filter(([name]) => !guard || name !== guard[0]);
  const found = new Map(await chosen.read(own.map(([name]) => name)).catch(() => []));
  return own.length > 0 && own.every(([name, record]) => same(found.get(name), record));
};

const putAside = async (chosen, late) => {
  for (const [tail, answer] of late) {
    const { key, puts } = tail;
    if (answer === 'newer' && (await isThere(chosen, tail))) {
      dropTail(key);
      continue;
    }
    root.dataset.left = 'true';
    /* Tried again at the next start. */
    if (answer === 'refused') continue;
    const aside = 'aside/' + Date.now().toString(16).padStart(16, '0') + '/';
    const moved = puts.map(([name, record]) => [aside + name, record]);
    await chosen.write(undefined, moved, []).then(() => dropTail(key), () => {});
  }
};

/* ---- what the others use ---- */

/* The workbook that was open in this window, or else in any. */
export const openId = () => {
  try {
    return sessionStorage.getItem(OPEN) || getText(OPEN);
  } catch {
    return getText(OPEN);
  }
};

/* The time in a record, in milliseconds since 1970. */
const timeOf = (record) =>
  record.length > 20 ? Number(new DataView(record.buffer, record.byteOffset).getBigUint64(13, true)) : 0;

/* When the open workbook was saved last; undefined when it never was. */
export let savedTime;
const noteTime = (name, record) => {
  if (record && name === 'head/' + openId()) savedTime = timeOf(record);
};

export const read = async (beginnings) => (await records()).read(beginnings);

/* The tails of writes that the device refused, by their guard. They stay until a later write, which has all that was in
   them, is done. */
const refused = new Map();
const settle = (name) => {
  (refused.get(name) || []).forEach(dropTail);
  refused.delete(name);
};

const write = async (guard, puts, deletes, urgent) => {
  const tail = keepTail(guard, puts, deletes, urgent);
  const name = guard && guard[0];
  try {
    const answer = await (await records()).write(guard, puts, deletes);
    if (answer === 'done') puts.forEach(([name, record]) => noteTime(name, record));
    if (answer !== 'gone') settle(name);
    dropTail(tail);
    return answer;
  } catch (error) {
    /* The newest of them says all. Where there was no room for it, the one before says the most. */
    if (tail) {
      settle(name);
      refused.set(name, [tail]);
    }
    throw error;
  }
};

/* The names of the records of the open workbook begin so. */
export const ofOpen = () => {
  const id = openId();
  return id ? ['head/' + id, 'slot/' + id + '/', 'edits/' + id + '/'] : [];
};

/* Records as the lines that the program opens like a file (src/codec/journal/text.rs). */
export const asLines = (found) => found.map(([name, record]) => 'giamngheo-record ' + name + ' ' + toText(record) + '\n').join('');

/* All heads and what the open workbook consists of; read before the program runs, which then finds it at once. */
let found = null;
export const prepare = async () => {
  try {
    const chosen = await records();
    await carryOutTails(chosen);
    found = await within(PATIENCE, chosen.read(['head/']));
    /* A browser that was killed may have forgotten which workbook was open: then the one changed last. */
    if (!openId() && found.length) {
      const [newest] = found.reduce((one, other) => (timeOf(other[1]) > timeOf(one[1]) ? other : one));
      setText(OPEN, newest.slice('head/'.length));
    }
    found.push(...(await within(PATIENCE, chosen.read(ofOpen().slice(1)))));
    found.forEach(([name, record]) => noteTime(name, record));
  } catch {
    found = null;
  }
};

/* What was prepared: names and records, or null when the device could not be asked. */
window.giamngheoStored = () => found;
window.giamngheoRead = read;
window.giamngheoNames = async (beginnings) => (await records()).names(beginnings);
/* guard: [name, the record expected there or undefined] or undefined; puts: [name, record] each; deletes: names.
   Answers 'done', 'newer' (another window has written) or 'gone' (nothing is there any more); throws when it cannot. */
window.giamngheoWrite = write;
