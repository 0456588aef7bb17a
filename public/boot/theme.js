/* Light or dark, before anything is painted. */
import { root, store, stored } from './page.js';

const KEY = 'giamngheo.theme';

const systemDark = matchMedia('(prefers-color-scheme: dark)');
let theme = stored(KEY);
const apply = () => {
  const dark = theme === 'dark' || (theme !== 'light' && systemDark.matches);
  root.dataset.theme = dark ? 'dark' : 'light';
};
apply();
systemDark.addEventListener('change', apply);
window.giamngheoTheme = (choice) => {
  theme = choice;
  apply();
  /* Where it cannot be stored, the choice lasts as long as the page. */
  store(KEY, choice);
};
