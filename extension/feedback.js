// What the reader says about a result: kept in the browser until the server has it, sent once.

import * as api from "./api.js";
import { newChain } from "./chain.js";
import { isReady, readSettings } from "./settings.js";

/**
 * @typedef {{key: string, flag: string, verdict: "right"|"wrong", raised: boolean, probability: number, model: string, note?: string}} Report
 * server: the address that it is meant for. html: the stripped page, only when the reader ticked that its text may be sent too.
 * @typedef {{report: Report, server: string, html?: string}} Waiting
 * sent: the server has it; kept: it waits here; refused: the server will never take it.
 * @typedef {"sent"|"kept"|"refused"} Fate
 */

const chained = newChain(); // its own: a slow server must not hold up the badge
const KEY = "feedback";
const MOST = 50; // reports that wait for a server; older ones give way
const MOST_TEXT = 4_000_000; // characters of their pages: the browser keeps 10 MB for us
const FINAL = ["invalid-request", "key-reused", "invalid-json", "too-large"]; // refusals that another try cannot change

/**
 * Keeps a report and tries to send it.
 * @param {Report} report
 * @param {string} [html]
 * @returns {Promise<Fate>}
 */
export async function give(report, html) {
  const { address } = await readSettings();
  await chained(async () => keep(bounded([...(await queue()), { report, server: address, ...(html && { html }) }])));
  const refused = await sendWaiting();
  if (refused.includes(report.key)) return "refused";
  return (await queue()).some((one) => one.report.key === report.key) ? "kept" : "sent";
}

/**
 * Sends what waits, oldest first, until the server cannot be reached.
 * @returns {Promise<string[]>} the keys of those that it refused for good
 */
export function sendWaiting() {
  return chained(async () => {
    const refused = [];
    for (let first = await next(); first; first = await next()) {
      const fate = await fateOf(first);
      if (fate === "kept") break;
      if (fate === "refused") refused.push(first.report.key);
      const { key } = first.report;
      await keep((await queue()).filter(({ report }) => report.key !== key));
    }
    return refused;
  });
}

/** Forgets what waits: for another server, or because the agreement was taken back. */
export function forgetWaiting() {
  return chained(() => chrome.storage.local.remove(KEY));
}

/** The oldest one for the present server, as long as the reader agrees. */
async function next() {
  const settings = await readSettings();
  return isReady(settings) ? (await queue()).find(({ server }) => server === settings.address) : undefined;
}

/** @param {Waiting} waiting @returns {Promise<Fate>} */
async function fateOf({ report, html }) {
  try {
    const settings = await readSettings();
    const article = html === undefined ? undefined : await api.articleOf(settings, html).catch(unlessFinal);
    await api.feedback(settings, article ? { ...report, article } : report);
    return "sent";
  } catch (error) {
    if (!(error instanceof api.Failure)) throw error;
    return isFinal(error) ? "refused" : "kept";
  }
}

/** A page that the server cannot read costs the report its text, not more. @param {unknown} error */
function unlessFinal(error) {
  if (error instanceof api.Failure && isFinal(error)) return undefined;
  throw error;
}

/** @param {api.Failure} error */
function isFinal({ slug, state }) {
  return FINAL.includes(slug) || state === "too_large";
}

/** The newest reports, and of their pages as much as there is room for, newest first. @param {Waiting[]} waiting */
function bounded(waiting) {
  let room = MOST_TEXT;
  const kept = waiting.slice(-MOST).reverse().map(({ html, ...rest }) => {
    room -= html?.length ?? 0;
    return html && room >= 0 ? { ...rest, html } : rest;
  });
  return kept.reverse();
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
