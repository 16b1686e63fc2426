// What the extension's own pages may ask of the worker: a table of names and functions. A page of the web has one word
// of its own, from content/watch.js: that its text changed.

import * as api from "./api.js";
import { shown } from "./automatic.js";
import { chained } from "./chain.js";
import { check } from "./check.js";
import { forgetWaiting, give } from "./feedback.js";
import { forgetResults } from "./history.js";
import { toolbarIs } from "./icon.js";
import { makeMenu } from "./menu.js";
import { textChanged } from "./navigation.js";
import { isSame, look, ONLY_READ, readPage } from "./page.js";
import { giveAllBack, giveBack, originsFor } from "./permissions.js";
import { serverAddress } from "./server-address.js";
import { isReady, managed, readSettings, writeSettings } from "./settings.js";
import { showInPage } from "./show.js";
import { siteAccess, withHost } from "./sites.js";
import { read } from "./state.js";
import { showAllBadges } from "./toolbar.js";

/**
 * @typedef {{tabId: number}} TabMessage
 * @typedef {{address: string, code: string, mode: import("./settings.js").Mode}} Agreement
 * @typedef {{failure: import("./states.js").StateName|"invalid_code"|""}} Pairing  "" when it worked
 */

const PAIRING_CODE = /^[a-z0-9]{4}-?[a-z0-9]{4}$/i;

/** @type {Record<string, (message: any) => Promise<unknown>>} */
const ANSWERS = {
  opened,
  check: ({ tabId }) => check(tabId, { again: true }),
  agree,
  change,
  list,
  withdraw,
  show,
  report,
  toolbar: ({ dark }) => toolbarIs(dark === true),
};

/**
 * Answers a message of our own pages; anything else is ignored.
 * @param {any} message
 * @param {chrome.runtime.MessageSender} sender
 * @param {(answer: unknown) => void} reply
 * @returns {boolean} true when an answer will follow
 */
export function onMessage(message, sender, reply) {
  if (message?.name === "changed" && sender.tab && !isOwnPage(sender)) {
    changed(sender.tab, message.born);
    return false;
  }
  const answer = Object.hasOwn(ANSWERS, message?.name) && ANSWERS[message.name];
  if (!answer || !isOwnPage(sender)) return false;
  answer(message).then(reply, (error) => reply({ error: String(error) }));
  return true;
}

/** @param {chrome.runtime.MessageSender} sender */
function isOwnPage(sender) {
  return sender.id === chrome.runtime.id && (sender.url ?? "").startsWith(chrome.runtime.getURL(""));
}

/** What was said of the old text goes; where pages are checked by themselves, the new one is. @param {chrome.tabs.Tab} tab @param {unknown} born */
async function changed(tab, born) {
  if (tab.id === undefined || typeof born !== "number") return;
  await textChanged(tab.id, born);
  await shown(tab.id, { status: "complete" }, tab);
}

/**
 * The popup opened: checks the page unless its result is there already.
 * @param {TabMessage} message
 */
async function opened({ tabId }) {
  if (!isReady(await readSettings())) return;
  const { name, answer, url, born } = await read(tabId);
  if (name === "reading" || (answer && isSame({ url, born }, await look(tabId)))) return;
  await check(tabId);
}

/**
 * The reader agreed: gets a token, and stores both. A pairing that fails leaves everything as it was.
 * @param {Agreement} message
 * @returns {Promise<Pairing>}
 */
async function agree({ address, code, mode }) {
  const decided = await managed();
  const server = serverAddress(decided.address ?? address);
  if (!server) return { failure: "refused" };
  try {
    const token = await tokenFor(server, decided.token ?? code.trim());
    await writeSettings({ consent: Date.now(), address: server, token: decided.token ? "" : token, mode });
    return { failure: "" };
  } catch (error) {
    if (!(error instanceof api.Failure)) throw error;
    return { failure: error.slug === "invalid-code" ? "invalid_code" : error.state };
  }
}

/**
 * Shows sentences where they stand in the page.
 * @param {TabMessage & {sentences: string[], chosen: number}} message
 */
function show({ tabId, sentences, chosen }) {
  return showInPage(tabId, sentences, chosen);
}

/**
 * The reader says whether a flag is right.
 * @param {TabMessage & {report: import("./feedback.js").Report, withText: boolean}} message
 * @returns {Promise<{fate: import("./feedback.js").Fate, withText: boolean}>} withText: the text goes along
 */
async function report({ tabId, report: said, withText }) {
  const html = withText ? await textOf(tabId) : undefined;
  return { fate: await give(said, html), withText: html !== undefined };
}

/** The stripped page of a tab, if it still is the one that was judged. @param {number} tabId */
async function textOf(tabId) {
  const entry = await read(tabId);
  const page = await readPage(tabId, ONLY_READ).catch(() => undefined);
  return page && isSame(page, entry) ? page.html : undefined;
}

/**
 * Changes settings, and shows at once what that means for badges.
 * @param {{change: Partial<import("./settings.js").Settings>}} message
 */
async function change({ change: settings }) {
  const before = await readSettings();
  await writeSettings(settings);
  if (settings.history === false) await forgetResults();
  if (settings.mode) await giveBack(originsFor(before.mode, before.sites));
  await makeMenu();
  await showAllBadges();
}

/**
 * Adds a host to a list, or takes it out; other changes of that list are kept.
 * @param {{list: "sites"|"muted", host: string, is: boolean}} message
 */
async function list({ list: name, host, is }) {
  await writeSettings((present) => ({ [name]: withHost(present[name], host, is) }));
  if (name === "sites" && !is) await giveBack(siteAccess(host).origins);
}

/**
 * The token for what the reader pasted: a pairing code is exchanged, a token tried.
 * @param {string} address
 * @param {string} pasted
 */
async function tokenFor(address, pasted) {
  if (PAIRING_CODE.test(pasted)) return api.pair(address, pasted.toUpperCase(), clientName());
  await api.greet({ address, token: pasted });
  return pasted;
}

function clientName() {
  return navigator.userAgent.includes("Firefox") ? "Firefox extension" : "Chrome extension";
}

/** Takes the agreement back: what is under way is given up, nothing is sent any more, nothing remembered. */
async function withdraw() {
  api.giveUpAll();
  await chained(async () => {
    await chrome.storage.local.clear();
    await chrome.storage.session.clear();
  });
  await forgetWaiting();
  await giveAllBack();
  await showAllBadges();
}
