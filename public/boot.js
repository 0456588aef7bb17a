/*
 * The start script: theme, what is kept on the device, loading of the program, crash banner, service worker.
 * Plain JavaScript on purpose: it must work when the program does not. The build makes one file of it and of boot/,
 * puts the list of files in place of the one placeholder and drops the comments.
 *
 * What the program may use (all plain functions of window):
 *   giamngheoCrash(message)   cover the page: the program has stopped
 *   giamngheoTheme(choice)    'light', 'dark' or 'auto': keep and apply
 *   giamngheoLazy(path)       Promise of the Response for a file that is not part of the first load
 *   giamngheoDesk(request)    Promise of the second program's answer, bytes for bytes; null when it cannot be had
 *   giamngheoRest()           have the second part of the program in place on return, or throw
 *   giamngheoActivate()       use the waiting new version: saves nothing, reloads the page once
 *   giamngheoStored(), giamngheoRead(beginnings), giamngheoNames(beginnings), giamngheoWrite(…)   boot/store.js
 *   giamngheoLock(name, take), giamngheoTell(message)   boot/windows.js
 *   giamngheoDownload(beginnings, name)   offer records of the device as a file
 * Events on window: 'giamngheo:update' (a new version waits), 'giamngheo:replaced' (it took over in another window),
 * 'giamngheo:offline' (works without network), 'giamngheo:lost' and 'giamngheo:message' (boot/windows.js).
 * The same is said by <html data-update="waiting"> and <html data-offline="ready">; <html data-safe="true">: the program
 * stopped twice in a minute and must not open the last workbook.
 */
import './boot/theme.js';
import './boot/windows.js';
import './boot/crash.js';
import './boot/worker.js';
import { start } from './boot/program.js';

start();
