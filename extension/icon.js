// The icon on a light or a dark toolbar. Firefox chooses by the manifest's theme_icons; Chrome has no such thing, and
// its worker sees no colours: our pages tell, and what they told last is used when a worker starts.

const KEY = "darkToolbar";
const SIZES = [16, 32, 48];

/**
 * Remembers what the toolbar looks like, and puts the icon that can be seen on it.
 * @param {boolean} dark
 */
export async function toolbarIs(dark) {
  if (choosesItself()) return;
  await chrome.storage.local.set({ [KEY]: dark });
  await show(dark);
}

/** Puts the icon of before: a browser that starts has forgotten it. */
export async function showIconAgain() {
  if (choosesItself()) return;
  const { [KEY]: dark } = await chrome.storage.local.get(KEY);
  if (dark !== undefined) await show(dark === true);
}

/** @param {boolean} dark */
function show(dark) {
  const name = dark ? "on-dark" : "on-light";
  return chrome.action.setIcon({ path: Object.fromEntries(SIZES.map((size) => [size, `/icons/${name}-${size}.png`])) });
}

function choosesItself() {
  return navigator.userAgent.includes("Firefox");
}
