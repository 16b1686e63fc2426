// What the extension's own pages may ask of the worker: a table of names and functions.

import * as api from "./api.js";
import { check } from "./check.js";
import { give } from "./feedback.js";
import { makeMenu } from "./menu.js";
import { readPage } from "./page.js";
import { serverAddress } from "./server-address.js";
import { isReady, readSettings, writeSettings } from "./settings.js";
import { showInPage } from "./show.js";
import { read } from "./state.js";
import { showAllBadges } from "./toolbar.js";

/**
 * @typedef {{tabId: number}} TabMessage
 * @typedef {{address: string, code: string, mode: import("./settings.js").Mode, sendAddress: boolean}} Agreement
 * @typedef {{failure: import("./states.js").StateName|"invalid_code"|""}} Pairing  "" when it worked
 */

const PAIRING_CODE = /^[a-z0-9]{4}-?[a-z0-9]{4}$/i;

/** @type {Record<string, (message: any) => Promise<unknown>>} */
const ANSWERS = { opened, check: ({ tabId }) => check(tabId, { again: true }), agree, change, withdraw, show, report };

/**
 * Answers a message of our own pages; anything else is ignored.
 * @param {any} message
 * @param {chrome.runtime.MessageSender} sender
 * @param {(answer: unknown) => void} reply
 * @returns {boolean} true when an answer will follow
 */
export function onMessage(message, sender, reply) {
  const answer = Object.hasOwn(ANSWERS, message?.name) && ANSWERS[message.name];
  if (!answer || !isOwnPage(sender)) return false;
  answer(message).then(reply, (error) => reply({ error: String(error) }));
  return true;
}

/** @param {chrome.runtime.MessageSender} sender */
function isOwnPage(sender) {
  return sender.id === chrome.runtime.id && (sender.url ?? "").startsWith(chrome.runtime.getURL(""));
}

/**
 * The popup opened: checks the page unless its result is there already.
 * @param {TabMessage} message
 */
async function opened({ tabId }) {
  if (!isReady(await readSettings())) return;
  const { name, answer } = await read(tabId);
  if (name !== "reading" && !answer) await check(tabId);
}

/**
 * The reader agreed: stores that, and gets a token.
 * @param {Agreement} message
 * @returns {Promise<Pairing>}
 */
async function agree({ address, code, mode, sendAddress }) {
  const server = serverAddress(address);
  if (!server) return { failure: "refused" };
  await writeSettings({ consent: Date.now(), address: server, mode, sendAddress });
  try {
    await writeSettings({ token: await tokenFor(server, code.trim()) });
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
 * @returns {Promise<{sent: boolean}>} sent false: kept, and sent when the server is back
 */
async function report({ tabId, report: said, withText }) {
  const html = withText ? (await readPage(tabId)).html : undefined;
  return { sent: await give({ report: said, ...(html && { html }) }) };
}

/**
 * Changes settings, and shows at once what that means for badges.
 * @param {{change: Partial<import("./settings.js").Settings>}} message
 */
async function change({ change: settings }) {
  await writeSettings(settings);
  await makeMenu();
  await showAllBadges();
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

/** Takes the agreement back: from now on nothing is sent, and nothing is remembered. */
async function withdraw() {
  await chrome.storage.local.clear();
  await chrome.storage.session.clear();
  await giveAccessBack();
  await showAllBadges();
}

/** Gives back the access to sites that came with the reader's choices; that to the server is part of the extension. */
async function giveAccessBack() {
  const own = chrome.runtime.getManifest().host_permissions ?? [];
  const { origins = [] } = await chrome.permissions.getAll();
  const given = origins.filter((origin) => !own.includes(origin) && origin !== "http://*/*");
  if (given.length > 0) await chrome.permissions.remove({ origins: given }).catch(() => false);
}
