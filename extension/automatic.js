// Checks that nobody asked for by hand: on chosen sites or everywhere, and only pages that look like articles.

import { check } from "./check.js";
import { gated } from "./gate.js";
import { isReady, readSettings } from "./settings.js";

const SUITS = ["vendor/readability/Readability-readerable.js", "content/suits.js"];
const LATE_MS = [800, 2500]; // articles that scripts bring in after the load

/**
 * Checks the page of a tab by itself where the reader's mode allows it.
 * @param {number} tabId
 * @param {{status?: string, url?: string}} change as tabs.onUpdated reports it
 * @param {chrome.tabs.Tab} tab
 */
export async function shown(tabId, change, tab) {
  const loaded = change.status === "complete";
  const moved = change.url !== undefined && change.status === undefined;
  if ((!loaded && !moved) || !(await mayCheck(tab))) return;
  for (const wait of [0, ...LATE_MS]) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    const suits = await suitsOf(tabId);
    if (!suits || suits.password) return;
    if (suits.article && suits.url === tab.url) return gated(() => check(tabId, { only: suits }));
  }
}

/** @param {chrome.tabs.Tab} tab */
async function mayCheck({ url, incognito }) {
  if (!url || incognito || !/^https?:/.test(url)) return false;
  const settings = await readSettings();
  return isReady(settings) && wanted(settings, new URL(url).hostname) && hasAccess(url);
}

/**
 * Whether the reader wants pages of a host checked by themselves.
 * @param {import("./settings.js").Settings} settings
 * @param {string} host
 */
export function wanted({ mode, sites, muted }, host) {
  if (mode === "click" || muted.includes(host)) return false;
  return mode === "everywhere" || sites.includes(host);
}

/** Readers take permissions back at any time, so each use asks anew. @param {string} url */
function hasAccess(url) {
  const { protocol, hostname } = new URL(url);
  return chrome.permissions.contains({ origins: [`${protocol}//${hostname}/*`] });
}

/**
 * @param {number} tabId
 * @returns {Promise<{article: boolean, password: boolean, url: string, born: number}|null>} null: the page cannot be looked at
 */
async function suitsOf(tabId) {
  try {
    const [result] = await chrome.scripting.executeScript({ target: { tabId }, files: SUITS });
    return /** @type {any} */ (result?.result ?? null);
  } catch {
    return null;
  }
}
