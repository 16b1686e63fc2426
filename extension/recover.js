// A worker that ends in the middle of a check leaves "reading" behind; the next one takes it up again.

import { checkFound } from "./automatic.js";
import { check } from "./check.js";
import { update } from "./state.js";
import { showBadge } from "./toolbar.js";

/** @typedef {import("./state.js").Entry} Entry */

/**
 * Checks again what was being read, or waited for its turn, when the last worker ended; what had not been read yet is
 * asked for anew by the reader. Called once, when a worker starts.
 * @returns {Promise<void>}
 */
export async function takeUpAgain() {
  const stored = await chrome.storage.session.get();
  const tabs = Object.entries(stored).filter(([key]) => key.startsWith("tab:"));
  await Promise.all(tabs.map(([key, entry]) => takeUp(Number(key.slice("tab:".length)), /** @type {Entry} */ (entry))));
}

/** @param {number} tabId @param {Entry} left */
async function takeUp(tabId, left) {
  const { name, check: run, url, born, automatic } = left;
  if (name !== "reading") return;
  if (born && automatic) return checkFound(tabId, { url, born }, run);
  if (born) return check(tabId, { only: { url, born }, after: run });
  if (await update(tabId, (known) => (known.check === run ? null : undefined))) await showBadge(tabId);
}
