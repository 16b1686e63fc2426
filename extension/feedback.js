// What the reader says about a result: kept in the browser until the server has it, sent once.

import * as api from "./api.js";
import { newChain } from "./chain.js";
import { isReady, readSettings } from "./settings.js";

/**
 * html: the stripped page, only when the reader ticked that its text may be sent too.
 * @typedef {{key: string, flag: string, verdict: "right"|"wrong", raised: boolean, probability: number, model: string, note?: string}} Report
 * @typedef {{report: Report, html?: string}} Waiting
 */

const chained = newChain(); // its own: a slow server must not hold up the badge
const KEY = "feedback";
const MOST = 50; // reports that wait for a server; older ones give way
const TEMPORARY = ["server_away", "server_permission", "wrong_code", "timeout", "busy", "server_fault"];

/**
 * Keeps a report and tries to send it.
 * @param {Waiting} waiting
 * @returns {Promise<boolean>} whether the server has it now
 */
export async function give(waiting) {
  await chained(async () => keep([...(await queue()), waiting].slice(-MOST)));
  await sendWaiting();
  return !(await queue()).some(({ report }) => report.key === waiting.report.key);
}

/**
 * Sends what waits, oldest first, until the server cannot be reached.
 * @returns {Promise<void>}
 */
export function sendWaiting() {
  return chained(async () => {
    const settings = await readSettings();
    if (!isReady(settings)) return;
    for (const waiting of await queue()) {
      if (!(await isDone(settings, waiting))) return;
      await keep((await queue()).filter(({ report }) => report.key !== waiting.report.key));
    }
  });
}

/**
 * Whether a report need not be tried again: the server has it, or never will.
 * @param {import("./settings.js").Settings} settings
 * @param {Waiting} waiting
 */
async function isDone(settings, { report, html }) {
  try {
    const article = html === undefined ? undefined : await api.articleOf(settings, html);
    await api.feedback(settings, article ? { ...report, article } : report);
    return true;
  } catch (error) {
    if (!(error instanceof api.Failure)) throw error;
    return !TEMPORARY.includes(error.state);
  }
}

/** @returns {Promise<Waiting[]>} */
async function queue() {
  const found = await chrome.storage.local.get(KEY);
  return /** @type {Waiting[]} */ (found[KEY] ?? []);
}

/** @param {Waiting[]} waiting */
function keep(waiting) {
  return chrome.storage.local.set({ [KEY]: waiting });
}
