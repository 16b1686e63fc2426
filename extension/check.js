// One check of one tab: read the page, ask the server, keep what it says if the page is still there.

import * as api from "./api.js";
import { sendWaiting } from "./feedback.js";
import { record } from "./history.js";
import { PageClosed, readPage, stillShows } from "./page.js";
import { digestOf, recall, remember } from "./remember.js";
import { permissionOf } from "./server-address.js";
import { isReady, readSettings } from "./settings.js";
import { update } from "./state.js";
import { showBadge } from "./toolbar.js";

/** @typedef {import("./state.js").Entry} Entry */
/** @typedef {import("./settings.js").Settings} Settings */
/** @typedef {import("./page.js").Page} Page */
/** @typedef {{url: string, born?: number}} Document as page.js tells them apart */
/** @typedef {{name: Entry["name"], answer?: Entry["answer"]}} Outcome */

/**
 * Checks the page in a tab and shows the outcome in its badge.
 * @param {number} tabId
 * @param {{again?: boolean, only?: Document}} [how] again: ask the server even if the answer to this page is known;
 *   only: the document that this is about, any other that is there by now is not sent
 * @returns {Promise<void>} when the state is stored, or dropped because the page went away
 */
export async function check(tabId, { again = false, only } = {}) {
  const settings = await readSettings();
  if (!isReady(settings)) return;
  const run = crypto.randomUUID();
  await enter(tabId, () => ({ name: "reading", url: "", check: run, at: Date.now() }));
  const { page, outcome } = await outcomeOf(tabId, settings, { run, again, only });
  const entry = await enter(tabId, (known) => {
    if (known.check !== run) return undefined;
    return outcome && { url: page?.url ?? "", born: page?.born, check: run, at: Date.now(), ...outcome };
  });
  if (entry?.answer && settings.history) await record(pastOf(entry, entry.answer));
}

/** @param {Entry} entry @param {import("./answer.js").Answer} answer @returns {import("./history.js").Past} */
function pastOf({ name, url, at }, { article, badge, flags }) {
  const raised = flags.filter((flag) => flag.raised).length;
  return { title: article.title || url, url, name, level: badge.level, raised, at };
}

/** @param {number} tabId @param {(entry: Entry) => Entry|null|undefined} change */
async function enter(tabId, change) {
  const entry = await update(tabId, change);
  if (entry) await showBadge(tabId, entry);
  return entry;
}

/**
 * @param {number} tabId
 * @param {Settings} settings
 * @param {{run: string, again: boolean, only?: Document}} how
 * @returns {Promise<{page?: Page, outcome: Outcome|null}>} outcome null: the page went away meanwhile
 */
async function outcomeOf(tabId, settings, { run, again, only }) {
  /** @type {Page|undefined} */
  let page;
  try {
    await needServerPermission(settings);
    page = await readPage(tabId);
    if (only && (page.url !== only.url || page.born !== only.born)) throw new PageClosed();
    await noteDocument(tabId, run, page);
    const answer = await answerTo(page, settings, again);
    return { page, outcome: (await stillShows(tabId, page)) ? { name: nameOf(answer), answer } : null };
  } catch (error) {
    if (error instanceof PageClosed) return { page, outcome: null };
    return { page, outcome: { name: error instanceof api.Failure ? error.state : "server_fault" } };
  }
}

/** Which document is being read, for the worker that may have to take it up again. @param {number} tabId @param {string} run @param {Page} page */
function noteDocument(tabId, run, { url, born }) {
  return update(tabId, (entry) => (entry.check === run ? { ...entry, url, born } : undefined));
}

/** @param {Page} page @param {Settings} settings @param {boolean} again */
async function answerTo(page, settings, again) {
  const digest = await digestOf(page.html);
  const known = again ? undefined : await recall(digest);
  if (known) return known;
  const answer = await api.score(settings, bodyOf(page, settings));
  await remember(digest, answer);
  sendWaiting().catch(() => {}); // the server answers, so what waited for it can go now
  return answer;
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
