/*
 * One request to the program that reads and writes Excel workbooks, in a worker, so that the page never waits.
 * The page sends the compiled program and the request, and ends the worker when the answer is there.
 */
'use strict';

addEventListener('message', async ({ data: { module, request } }) => {
  try {
    const { exports } = await WebAssembly.instantiate(module);
    const room = exports.room(request.length);
    new Uint8Array(exports.memory.buffer, room, request.length).set(request);
    const answer = exports.answer();
    const bytes = new Uint8Array(exports.memory.buffer, answer, exports.length()).slice();
    postMessage(bytes, [bytes.buffer]);
  } catch (error) {
    postMessage(String(error));
  }
});
/* The program did not come through: the page does it itself. */
addEventListener('messageerror', () => postMessage(null));
