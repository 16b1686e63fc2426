// One check of one tab: read the page, ask the server, keep what it says if the page is still there.

import { withSite } from "./answer.js";
import * as api from "./api.js";
import { sendWaiting } from "./feedback.js";
import { record } from "./history.js";
import { isSame, look, PageClosed, readPage } from "./page.js";
import { digestOf, recall, remember } from "./remember.js";
import { permissionOf } from "./server-address.js";
import { isReady, readSettings } from "./settings.js";
import { update } from "./state.js";
import { showBadge } from "./toolbar.js";

/** @typedef {import("./state.js").Entry} Entry */
/** @typedef {import("./settings.js").Settings} Settings */
/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("./page.js").Document} Document */
/** @typedef {{name: Entry["name"], answer?: Entry["answer"]}} Outcome */
/** @typedef {{run: string, again: boolean, only?: Document, asked: Document|null, automatic: boolean}} How */

const ROUNDS = 3; // a page that moves to another address while it is read is read anew; one that keeps moving is left

/**
 * Checks the page in a tab and shows the outcome in its badge.
 * @param {number} tabId
 * @param {{again?: boolean, only?: Document, automatic?: boolean, after?: string}} [how] again: ask the server even if the answer
 *   to this page is known; only: the document that this is about, any other that is there by now is not sent;
 *   automatic: nobody asked by hand; after: the run that this one carries on, nothing is done when another took its place
 * @returns {Promise<void>} when the state is stored, or dropped because the page went away
 */
export async function check(tabId, { again = false, only, automatic = false, after } = {}) {
  if (!isReady(await readSettings())) return;
  const run = crypto.randomUUID();
  const asked = only ?? (await look(tabId));
  if (!(await enter(tabId, following(after, readingOf(run, asked, automatic))))) return;
  const { page, outcome } = await outcomeOf(tabId, { run, again, only, asked, automatic });
  const entry = await enter(tabId, (known) => {
    if (known.check !== run) return undefined;
    return outcome && { url: page?.url ?? "", born: page?.born, check: run, at: Date.now(), ...outcome };
  });
  if (entry?.answer) await record(pastOf(entry, entry.answer));
}

/**
 * The change to `next`, for what happens between two writes must not be undone: a tab may show another page by then.
 * @param {string|undefined} after only if this run still has the tab
 * @param {Entry} next
 * @returns {(known: Entry) => Entry|undefined}
 */
export function following(after, next) {
  return (known) => (after === undefined || known.check === after ? next : undefined);
}

/**
 * @param {string} run
 * @param {Document|null} asked null: it cannot be looked at
 * @param {boolean} automatic
 * @returns {Entry}
 */
export function readingOf(run, asked, automatic) {
  const { url = "", born } = asked ?? {};
  return { name: "reading", url, born, check: run, at: Date.now(), ...(automatic && { automatic }) };
}

/** @param {Entry} entry @param {import("./answer.js").Answer} answer @returns {import("./history.js").Past} */
function pastOf({ name, url, at }, { article, badge, flags }) {
  const raised = flags.filter((flag) => flag.raised).length;
  return { title: article.title || url, url, name, level: badge.level, raised, at };
}

/** @param {number} tabId @param {(entry: Entry) => Entry|null|undefined} change */
async function enter(tabId, change) {
  const entry = await update(tabId, change);
  if (entry) await showBadge(tabId);
  return entry;
}

/**
 * Whether another document is in the place of one. A slow browser may not say in time what there is; then it counts as
 * the same: the browser's own events clear the state of a page that has gone, see navigation.js.
 * @param {Document|null} now
 * @param {Document} page
 */
function isAnother(now, page) {
  return now !== null && now.born !== page.born;
}

/**
 * @param {number} tabId
 * @param {How} how
 * @returns {Promise<{page?: Page, outcome: Outcome|null}>} outcome null: the page went away meanwhile
 */
async function outcomeOf(tabId, how) {
  /** @type {{page?: Page}} */
  const seen = {};
  try {
    return { outcome: await judged(tabId, how, seen), ...seen };
  } catch (error) {
    if (error instanceof PageClosed || (seen.page && isAnother(await look(tabId), seen.page))) return { ...seen, outcome: null };
    return { ...seen, outcome: { name: error instanceof api.Failure ? error.state : "extension_fault" } };
  }
}

/**
 * @param {number} tabId
 * @param {How} how
 * @param {{page?: Page}} seen gets the page, for what is told when the server fails
 * @returns {Promise<Outcome>}
 * Throws Failure or PageClosed. Nothing is sent when the tab moved on while it was read: what is there may be another page.
 */
async function judged(tabId, { run, again, only, asked, automatic }, seen) {
  await needServerPermission();
  for (let round = 0; round < ROUNDS; round += 1) {
    const page = await readPage(tabId);
    if (asked && page.born !== asked.born) throw new PageClosed();
    if ((automatic && page.password) || (only && !isSame(page, only))) throw new PageClosed();
    seen.page = page;
    const wanted = await update(tabId, (entry) => (entry.check === run ? { ...entry, url: page.url, born: page.born } : undefined));
    if (!wanted) throw new PageClosed();
    if (page.empty) throw new api.Failure("not_article");
    const answer = withSite(await answerTo(page.html, again), page.url);
    const now = await look(tabId);
    if (isAnother(now, page)) break;
    if (!now || (isSame(now, page) && !now.changed)) return { name: nameOf(answer), answer };
  }
  throw new PageClosed();
}

/** The reader may have taken the agreement back since, so it is looked up right before. @param {string} html @param {boolean} again */
async function answerTo(html, again) {
  const settings = await readSettings();
  if (!isReady(settings)) throw new PageClosed();
  const digest = await digestOf(html, settings);
  const known = again ? undefined : await recall(digest);
  if (known) return known;
  const answer = await api.score(settings, html);
  await remember(digest, answer);
  sendWaiting().catch(() => {}); // the server answers, so what waited for it can go now
  return answer;
}

async function needServerPermission() {
  const { address } = await readSettings();
  if (!(await chrome.permissions.contains(permissionOf(address)))) throw new api.Failure("server_permission");
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
