// The page in a tab: reads it stripped, and tells whether it is still the one that was read.

import { Failure } from "./api.js";

/**
 * born: when the document began, milliseconds; two loads of one address differ in it.
 * @typedef {{html: string, url: string, born: number}} Page
 */

const RETRY_MS = 50; // right after a load the permission of a click can reach the page's process late
const NOT_PAGES = /^(?!https?:|file:)/; // browser pages, stores' own and extensions' pages

/** The tab or its page is gone. */
export class PageClosed extends Error {}

/**
 * The stripped page of a tab.
 * @param {number} tabId
 * @returns {Promise<Page>}
 * Throws Failure (special_page, page_permission, too_large) or PageClosed.
 */
export async function readPage(tabId) {
  const target = { target: { tabId }, files: ["content/strip.js"] };
  const page = await inject(target).catch(() => retried(target)).catch(() => refuse(tabId));
  if (!page) throw new Failure("special_page");
  if (page.html === "") throw new Failure("too_large");
  return page;
}

/** @param {chrome.scripting.ScriptInjection<any[], any>} target */
async function inject(target) {
  const [result] = await chrome.scripting.executeScript(target);
  return /** @type {Page|null} */ (result?.result ?? null);
}

/** @param {chrome.scripting.ScriptInjection<any[], any>} target */
async function retried(target) {
  await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  return inject(target);
}

/** @param {number} tabId @returns {Promise<never>} */
async function refuse(tabId) {
  const tab = await chrome.tabs.get(tabId).catch(() => null);
  if (!tab) throw new PageClosed();
  throw new Failure(tab.url && NOT_PAGES.test(tab.url) ? "special_page" : "page_permission");
}

/**
 * Which document a tab shows now.
 * @param {number} tabId
 * @returns {Promise<{url: string, born: number}|null>} null when it cannot be looked at, or no longer
 */
export async function look(tabId) {
  const func = () => ({ url: location.href, born: performance.timeOrigin });
  try {
    const [result] = await chrome.scripting.executeScript({ target: { tabId }, func });
    return result?.result ?? null;
  } catch {
    return null;
  }
}

/**
 * Whether the tab still shows the document that was read.
 * @param {number} tabId
 * @param {Page} page
 */
export async function stillShows(tabId, page) {
  const now = await look(tabId);
  return now?.born === page.born && now?.url === page.url;
}
