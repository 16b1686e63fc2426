// The page in a tab: reads it stripped, and tells whether it is still the one that was read.

import { Failure } from "./api.js";
import { samePage } from "./state.js";

/**
 * born: when the document began, milliseconds; two loads of one address differ in it.
 * @typedef {{url: string, born: number}} Document
 * password: it asks for one. empty: it shows no text.
 * @typedef {Document & {html: string, password: boolean, empty: boolean}} Page
 */

export const ONLY_READ = ["content/strip.js"];
const WATCHED = ["content/watch.js", ...ONLY_READ]; // from the moment that it is read
const RETRY_MS = 50; // right after a load the permission of a click can reach the page's process late
const LONGEST_MS = 7000; // a page that shows an alert, or whose script never ends, answers nothing
const LOOK_MS = 3000; // for a mere look
const NOT_PAGES = /^(?!https?:|file:)/; // browser pages, stores' own and extensions' pages
const STORES = /^https:\/\/(chromewebstore\.google\.com|chrome\.google\.com\/webstore|addons\.mozilla\.org)(\/|$)/;

/** The tab or its page is gone. */
export class PageClosed extends Error {}

/**
 * The stripped page of a tab.
 * @param {number} tabId
 * @param {string[]} [files] ONLY_READ leaves the watch over what was read before as it is
 * @returns {Promise<Page>}
 * Throws Failure (special_page, page_permission, page_busy, too_large) or PageClosed.
 */
export async function readPage(tabId, files = WATCHED) {
  const page = await inject(tabId, files).catch((error) => retried(tabId, files, error));
  if (!page) throw new Failure("special_page");
  if (page.html === "") throw new Failure("too_large");
  return page;
}

/** @param {number} tabId @param {string[]} files @returns {Promise<Page|null>} */
async function inject(tabId, files) {
  const [result] = await inTime(chrome.scripting.executeScript({ target: { tabId }, files }));
  return /** @type {Page|null} */ (result?.result ?? null);
}

/** @param {number} tabId @param {string[]} files @param {unknown} error */
async function retried(tabId, files, error) {
  if (error instanceof Failure) throw error;
  await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  return inject(tabId, files).catch((again) => refuse(tabId, again));
}

/**
 * What `work` brings, unless it takes too long.
 * @template T
 * @param {Promise<T>} work
 * @param {number} [ms]
 * @returns {Promise<T>}
 * Throws Failure (page_busy).
 */
export function inTime(work, ms = LONGEST_MS) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Failure("page_busy")), ms);
  });
  return Promise.race([work, /** @type {Promise<never>} */ (late)]).finally(() => clearTimeout(timer));
}

/** @param {number} tabId @param {unknown} error @returns {Promise<never>} */
async function refuse(tabId, error) {
  if (error instanceof Failure) throw error;
  const tab = await chrome.tabs.get(tabId).catch(() => null);
  if (!tab) throw new PageClosed();
  const closed = tab.url && (NOT_PAGES.test(tab.url) || STORES.test(tab.url));
  throw new Failure(closed ? "special_page" : "page_permission");
}

/**
 * Which document a tab shows now.
 * @param {number} tabId
 * @returns {Promise<Document & {changed: boolean}|null>} changed: its text is another than that which was read;
 *   null when it cannot be looked at, or no longer
 */
export async function look(tabId) {
  const func = () => ({
    url: location.href,
    born: performance.timeOrigin,
    changed: /** @type {any} */ (globalThis).optflagWatch?.changed === true,
  });
  try {
    const [result] = await inTime(chrome.scripting.executeScript({ target: { tabId }, func, injectImmediately: true }), LOOK_MS);
    return result?.result ?? null;
  } catch {
    return null;
  }
}

/**
 * Whether two looks saw the same document at the same address.
 * @param {Partial<Document>|null|undefined} one
 * @param {Partial<Document>|null|undefined} other
 */
export function isSame(one, other) {
  return Boolean(one?.born && one.born === other?.born && samePage(one.url ?? "", other.url ?? ""));
}
