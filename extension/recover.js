// A worker that ends in the middle of a check leaves "reading" behind; the next one takes it up again.

import { check } from "./check.js";

/**
 * Checks again what was being read when the last worker ended. Called once, when a worker starts.
 * @returns {Promise<void>}
 */
export async function takeUpAgain() {
  const stored = await chrome.storage.session.get();
  const tabs = Object.entries(stored)
    .filter(([key, entry]) => key.startsWith("tab:") && /** @type {any} */ (entry)?.name === "reading")
    .map(([key]) => Number(key.slice("tab:".length)));
  await Promise.all(tabs.map((tabId) => check(tabId)));
}
