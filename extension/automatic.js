// Checks that nobody asked for by hand: on chosen sites or everywhere, and only pages that look like articles.

import { check, following, readingOf } from "./check.js";
import { gated } from "./gate.js";
import { inTime, isSame, look } from "./page.js";
import { isReady, readSettings } from "./settings.js";
import { includesHost } from "./sites.js";
import { read, update } from "./state.js";
import { showBadge } from "./toolbar.js";

/** @typedef {import("./page.js").Document} Document */
/** @typedef {Document & {article: boolean, password: boolean}} Suits */

const SUITS = ["vendor/readability/Readability-readerable.js", "content/suits.js"];
const WATCH = ["content/watch.js"];
const LATE_MS = [800, 2500]; // articles that scripts bring in after the load
const LONGEST_MS = 20_000; // the script itself waits up to 13 s for a page to swap its text and to come to rest

/** @type {Map<number, symbol>} the newest run of each tab; any older one ends when it notices */
const runs = new Map();

/**
 * Checks the page of a tab by itself where the reader's mode allows it.
 * @param {number} tabId
 * @param {{status?: string, url?: string}} change as tabs.onUpdated reports it
 * @param {chrome.tabs.Tab} tab
 */
export async function shown(tabId, change, tab) {
  const loaded = change.status === "complete";
  const moved = change.url !== undefined && change.status === undefined;
  if ((loaded || moved) && (await mayCheck(tab))) await looked(tabId);
}

/**
 * Looks at what the tab shows by then: the event that led here may be told late, after one of the next page.
 * @param {number} tabId
 */
async function looked(tabId) {
  const run = Symbol();
  runs.set(tabId, run);
  for (const wait of [0, ...LATE_MS]) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    const suits = runs.get(tabId) === run ? await suitsOf(tabId) : null;
    const tab = await chrome.tabs.get(tabId).catch(() => null);
    if (runs.get(tabId) !== run || !tab || !(await mayCheck(tab))) return;
    if (!suits || suits.url !== tab.url) continue;
    if (suits.password) return;
    if (suits.article) return checkFound(tabId, suits);
  }
  await inject(tabId, WATCH); // tells when an article comes later still
}

/**
 * Checks a document that was found fit, once a place is free, and unless its answer is there.
 * @param {number} tabId
 * @param {Document} found
 * @param {string} [after] the run that this one carries on, nothing is done when another took its place
 */
export async function checkFound(tabId, found, after) {
  const known = await read(tabId);
  if (known.check !== after && isSame(known, found) && (known.answer || known.name === "reading")) return;
  const run = crypto.randomUUID();
  const entered = await update(tabId, following(after, readingOf(run, found, true))); // so that a new worker finds what waits
  if (!entered) return;
  await showBadge(tabId);
  await gated(() => checkStillWanted(tabId, found, run));
  await lookAtNext(tabId, found);
}

/** What had gone before its check began may have pushed aside what came. @param {number} tabId @param {Document} found */
async function lookAtNext(tabId, found) {
  if ((await read(tabId)).name !== "not_asked") return;
  const now = await look(tabId);
  const tab = await chrome.tabs.get(tabId).catch(() => null);
  if (tab && now && now.born !== found.born) await shown(tabId, { status: "complete" }, tab);
}

/** Much can happen before a place is free: the tab goes elsewhere, the site is muted. @param {number} tabId @param {Document} found @param {string} run */
async function checkStillWanted(tabId, found, run) {
  if ((await read(tabId)).check !== run) return;
  const tab = await chrome.tabs.get(tabId).catch(() => null);
  if (tab && (await mayCheck(tab))) return check(tabId, { only: found, automatic: true, after: run });
  if (await update(tabId, (known) => (known.check === run ? null : undefined))) await showBadge(tabId);
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
  if (mode === "click" || includesHost(muted, host)) return false;
  return mode === "everywhere" || includesHost(sites, host);
}

/** Readers take permissions back at any time, so each use asks anew. @param {string} url */
function hasAccess(url) {
  const { protocol, hostname } = new URL(url);
  return chrome.permissions.contains({ origins: [`${protocol}//${hostname}/*`] });
}

/** @param {number} tabId @returns {Promise<Suits|null>} null: the page cannot be looked at */
function suitsOf(tabId) {
  return inject(tabId, SUITS);
}

/** @param {number} tabId @param {string[]} files @returns {Promise<any>} */
async function inject(tabId, files) {
  try {
    const [result] = await inTime(chrome.scripting.executeScript({ target: { tabId }, files }), LONGEST_MS);
    return result?.result ?? null;
  } catch {
    return null;
  }
}
