// Runs a bench that was compiled for wasm32-wasip1, with the engine that Chromium has too.
import { readFile } from 'node:fs/promises';
import { WASI } from 'node:wasi';

const [file, ...words] = process.argv.slice(2);
const wasi = new WASI({ version: 'preview1', args: [file, ...words] });
const program = await WebAssembly.compile(await readFile(file));
wasi.start(await WebAssembly.instantiate(program, wasi.getImportObject()));
