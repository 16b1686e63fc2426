// A page that goes away takes its badge with it.

import { keyOf, samePage, update } from "./state.js";
import { showBadge } from "./toolbar.js";

/**
 * Clears what is known of a tab when it shows, or begins to load, another document.
 * @param {number} tabId
 * @param {{status?: string, url?: string}} change as tabs.onUpdated reports it; without permission it has no url
 */
export async function navigated(tabId, change) {
  if (change.status !== "loading" && change.url === undefined) return;
  const entry = await update(tabId, (known) => {
    if (known.name === "not_asked") return undefined;
    return movedWithin(known.url, change.url) ? { ...known, url: change.url ?? "" } : null;
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
