// The popup: asks for a check when it opens and shows the state of its tab as long as it is open.

import { pastResults } from "../history.js";
import { permissionOf } from "../server-address.js";
import { DEFAULTS, readSettings } from "../settings.js";
import { ABANDONED_MS, keyOf, read } from "../state.js";
import { ask } from "../ui/ask.js";
import { byId } from "../ui/dom.js";
import { ready, translated } from "../ui/page.js";
import { summaryOf, viewOf } from "./view.js";

const tabId = await tabToShow();
const message = await translated();
let server = permissionOf(DEFAULTS.address); // of the settings on screen: Firefox wants it asked for before anything is read
let drawn = ""; // what is on screen, to leave it alone as long as it is right

byId("options").addEventListener("click", () => act("options"));
chrome.storage.session.onChanged.addListener((changes) => {
  if (keyOf(tabId) in changes) show();
});
await show();
ready();
await ask({ name: "opened", tabId });

/** The active tab; a popup that is opened as a page for a test is told which: popup.html?tab=7 */
async function tabToShow() {
  const named = new URLSearchParams(location.search).get("tab");
  if (named) return Number(named);
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? chrome.tabs.TAB_ID_NONE;
}

/**
 * The site of the page in a tab.
 * @param {number} id
 * @returns {Promise<import("./view.js").Site|null>}
 */
async function siteOf(id) {
  const { url } = await chrome.tabs.get(id).catch(() => ({ url: undefined }));
  if (!url || !/^https?:/.test(url)) return null;
  const { protocol, hostname } = new URL(url);
  const access = await chrome.permissions.contains({ origins: [`${protocol}//${hostname}/*`] });
  return { host: hostname, access, secure: protocol === "https:" };
}

async function show() {
  const [entry, settings, site, past] = await Promise.all([read(tabId), readSettings(), siteOf(tabId), pastResults()]);
  const seen = JSON.stringify([entry, settings, site, past]);
  if (seen === drawn || isAnswering()) return;
  drawn = seen;
  server = permissionOf(settings.address);
  const context = { tabId, entry, settings, site, past, message, act };
  redraw(viewOf(context));
  byId("status").textContent = summaryOf(context);
  if (entry.name === "reading") setTimeout(show, Math.max(0, entry.at + ABANDONED_MS + 1000 - Date.now()));
}

/** The reader is saying something about a flag: that must not be swept away. */
function isAnswering() {
  return document.querySelector(".opinion[open] textarea:not([hidden] *)") !== null;
}

/** Puts new content in place; who was within the old one finds the keyboard at the same button, or at the heading. @param {HTMLElement[]} parts */
function redraw(parts) {
  const view = byId("view");
  const had = /** @type {HTMLElement|null} */ (view.contains(document.activeElement) ? document.activeElement : null);
  view.replaceChildren(...parts);
  if (!had) return;
  const same = had.dataset.key && view.querySelector(`[data-key="${had.dataset.key}"]`);
  /** @type {HTMLElement|null} */ (same || view.querySelector("h2"))?.focus();
}

/** @param {import("../states.js").Action} action */
async function act(action) {
  if (action === "check") return ask({ name: "check", tabId });
  if (action === "allow_server") return allowServer();
  if (action === "options") await chrome.runtime.openOptionsPage();
  if (action === "welcome") await chrome.tabs.create({ url: "welcome/welcome.html" });
  return window.close();
}

async function allowServer() {
  if (await chrome.permissions.request(server)) await act("check");
}
