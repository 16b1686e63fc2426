// One check of one tab: read the page, ask the server, keep what it says if the page is still there.

import * as api from "./api.js";
import { PageClosed, readPage, stillShows } from "./page.js";
import { permissionOf } from "./server-address.js";
import { isReady, readSettings } from "./settings.js";
import { update } from "./state.js";
import { showBadge } from "./toolbar.js";

/** @typedef {import("./state.js").Entry} Entry */
/** @typedef {import("./settings.js").Settings} Settings */
/** @typedef {import("./page.js").Page} Page */
/** @typedef {{name: Entry["name"], answer?: Entry["answer"]}} Outcome */

/**
 * Checks the page in a tab and shows the outcome in its badge.
 * @param {number} tabId
 * @returns {Promise<void>} when the state is stored, or dropped because the page went away
 */
export async function check(tabId) {
  const settings = await readSettings();
  if (!isReady(settings)) return;
  const run = crypto.randomUUID();
  await enter(tabId, () => ({ name: "reading", url: "", check: run, at: Date.now() }));
  const { url, outcome } = await outcomeOf(tabId, settings, run);
  await enter(tabId, (entry) => {
    if (entry.check !== run) return undefined;
    return outcome && { url, check: run, at: Date.now(), ...outcome };
  });
}

/** @param {number} tabId @param {(entry: Entry) => Entry|null|undefined} change */
async function enter(tabId, change) {
  const entry = await update(tabId, change);
  if (entry) await showBadge(tabId, entry);
}

/**
 * @param {number} tabId
 * @param {Settings} settings
 * @param {string} run
 * @returns {Promise<{url: string, outcome: Outcome|null}>} outcome null: the page went away meanwhile
 */
async function outcomeOf(tabId, settings, run) {
  let url = "";
  try {
    await needServerPermission(settings);
    const page = await readPage(tabId);
    url = page.url;
    await update(tabId, (entry) => (entry.check === run ? { ...entry, url } : undefined));
    const answer = await api.score(settings, bodyOf(page, settings));
    return { url, outcome: (await stillShows(tabId, page)) ? { name: nameOf(answer), answer } : null };
  } catch (error) {
    if (error instanceof PageClosed) return { url, outcome: null };
    return { url, outcome: { name: error instanceof api.Failure ? error.state : "server_fault" } };
  }
}

/** @param {Settings} settings */
async function needServerPermission(settings) {
  const granted = await chrome.permissions.contains(permissionOf(settings.address));
  if (!granted) throw new api.Failure("server_permission");
}

/** @param {Page} page @param {Settings} settings */
function bodyOf(page, settings) {
  return settings.sendAddress ? { html: page.html, url: page.url } : { html: page.html };
}

/**
 * The state that an answer means.
 * @param {import("./answer.js").Answer} answer
 * @returns {Entry["name"]}
 */
export function nameOf(answer) {
  if (answer.verdict !== "scored") return answer.verdict;
  if (answer.flags.some((flag) => flag.raised)) return "flags";
  return answer.flags.some((flag) => flag.unsure) ? "unsure" : "nothing";
}
