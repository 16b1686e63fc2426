// A page that goes away takes its badge with it.

import { look } from "./page.js";
import { keyOf, read, samePage, update } from "./state.js";
import { showBadge } from "./toolbar.js";

/** @typedef {import("./state.js").Entry} Entry */

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
  const before = await read(tabId);
  if (before.name === "not_asked" || (await isReadStill(tabId, before))) return;
  await change(tabId, (known) => {
    if (known.check !== before.check) return undefined;
    return movedWithin(known.url, url) ? { ...known, url: url ?? "" } : null;
  });
}

/**
 * Whether a check is under way that is about the document which is still there: it finds by itself that the address
 * changed, and reads again.
 * @param {number} tabId
 * @param {Entry} entry
 */
async function isReadStill(tabId, { name, born }) {
  return name === "reading" && born !== undefined && (await look(tabId))?.born === born;
}

/**
 * A single-page app that moves in a tab whose address we may not see (Firefox, mode "click") reports only that
 * something is complete.
 * @param {number} tabId
 */
async function lookAgain(tabId) {
  const { born, name } = await read(tabId);
  if (!born || name === "reading") return;
  const now = await look(tabId);
  await change(tabId, (known) => {
    if (known.name === "reading" || !known.born || (known.born === now?.born && known.url === now.url)) return undefined;
    return now && known.born === now.born && movedWithin(known.url, now.url) ? { ...known, url: now.url } : null;
  });
}

/**
 * The text in a tab is another than that which was read.
 * @param {number} tabId
 * @param {number} born of the document that says so
 */
export function textChanged(tabId, born) {
  return change(tabId, (known) => (known.born === born && known.name !== "reading" ? null : undefined));
}

/** @param {number} tabId @param {(entry: Entry) => Entry|null|undefined} next */
async function change(tabId, next) {
  if (await update(tabId, next)) await showBadge(tabId);
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
