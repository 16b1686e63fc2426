// A page that goes away takes its badge with it.

import { look } from "./page.js";
import { keyOf, read, samePage, update } from "./state.js";
import { showBadge } from "./toolbar.js";

/**
 * Clears what is known of a tab when it shows, or begins to load, another document.
 * @param {number} tabId
 * @param {{status?: string, url?: string}} change as tabs.onUpdated reports it; without permission it has no url
 */
export async function navigated(tabId, change) {
  if (change.status === "loading" || change.url !== undefined) await moveTo(tabId, change.url);
  else if (change.status === "complete") await lookAgain(tabId);
}

/** @param {number} tabId @param {string|undefined} url undefined: unknown, so another */
async function moveTo(tabId, url) {
  const entry = await update(tabId, (known) => {
    if (known.name === "not_asked") return undefined;
    return movedWithin(known.url, url) ? { ...known, url: url ?? "" } : null;
  });
  if (entry) await showBadge(tabId, entry);
}

/**
 * A single-page app that moves in a tab whose address we may not see (Firefox, mode "click") reports only that
 * something is complete.
 * @param {number} tabId
 */
async function lookAgain(tabId) {
  if (!(await read(tabId)).born) return;
  const now = await look(tabId);
  const entry = await update(tabId, (known) => {
    if (!known.born || (known.born === now?.born && known.url === now.url)) return undefined;
    return now && movedWithin(known.url, now.url) ? { ...known, url: now.url } : null;
  });
  if (entry) await showBadge(tabId, entry);
}

/**
 * Whether the change is only a jump to another place of the same page. A reload names the same address.
 * @param {string} before
 * @param {string|undefined} after
 */
export function movedWithin(before, after) {
  return after !== undefined && after !== before && samePage(before, after);
}

/** @param {number} tabId */
export function forgetTab(tabId) {
  return chrome.storage.session.remove(keyOf(tabId));
}
