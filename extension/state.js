// What is known of each tab, kept in storage.session so that it outlives a sleeping worker.

import { chained } from "./chain.js";

/**
 * url: the page that was looked at; check: names one run, so that a late answer finds whether it is still wanted.
 * at: milliseconds since 1970, when the state was entered. born: of the document, see page.js; absent where it cannot be looked at.
 * automatic: being read, and nobody asked by hand.
 * @typedef {{name: import("./states.js").StateName, url: string, check: string, at: number, born?: number, automatic?: boolean, answer?: import("./answer.js").Answer}} Entry
 */

export const ABANDONED_MS = 30_000; // one that reads for longer lost its worker; automatic ones may wait for their turn

/** @type {Entry} */
const NOT_ASKED = { name: "not_asked", url: "", check: "", at: 0 };

/** @param {number} tabId */
export const keyOf = (tabId) => `tab:${tabId}`;

/**
 * The state of a tab.
 * @param {number} tabId
 * @returns {Promise<Entry>}
 */
export async function read(tabId) {
  const key = keyOf(tabId);
  const found = await chrome.storage.session.get(key);
  return current(/** @type {Entry|undefined} */ (found[key]), Date.now());
}

/**
 * The entry as it counts now: nothing stored is "not asked", a check that lost its worker has timed out.
 * @param {Entry|undefined} entry
 * @param {number} now milliseconds since 1970
 * @returns {Entry}
 */
export function current(entry, now) {
  if (!entry) return NOT_ASKED;
  const abandoned = entry.name === "reading" && !entry.automatic && now - entry.at > ABANDONED_MS;
  return abandoned ? { ...entry, name: "timeout" } : entry;
}

/**
 * Replaces the state of a tab by what `change` makes of it; undefined keeps it, null clears it.
 * Changes happen one after the other.
 * @param {number} tabId
 * @param {(entry: Entry) => Entry|null|undefined} change
 * @returns {Promise<Entry|undefined>} the new state, undefined when nothing changed
 */
export function update(tabId, change) {
  return chained(async () => {
    const next = change(await read(tabId));
    if (next === undefined) return undefined;
    if (next === null) await chrome.storage.session.remove(keyOf(tabId));
    else await chrome.storage.session.set({ [keyOf(tabId)]: next });
    return next ?? NOT_ASKED;
  });
}

/**
 * Whether two addresses show the same document: they differ at most in a fragment that is no route.
 * @param {string} one
 * @param {string} other
 */
export function samePage(one, other) {
  return withoutFragment(one) === withoutFragment(other);
}

/** @param {string} url */
function withoutFragment(url) {
  return url.replace(/#(?![!/]).*$/, "");
}
