// The popup: asks for a check when it opens and shows the state of its tab as long as it is open.

import { readSettings } from "../settings.js";
import { keyOf, read } from "../state.js";
import { ask } from "../ui/ask.js";
import { byId } from "../ui/dom.js";
import { translated } from "../ui/page.js";
import { summaryOf, viewOf } from "./view.js";

const tabId = await tabToShow();
const message = await translated();
const settings = await readSettings();

byId("options").addEventListener("click", () => act("options"));
chrome.storage.session.onChanged.addListener((changes) => {
  if (keyOf(tabId) in changes) show();
});
await show();
await ask({ name: "opened", tabId });

/** The active tab; a popup that is opened as a page for a test is told which: popup.html?tab=7 */
async function tabToShow() {
  const named = new URLSearchParams(location.search).get("tab");
  if (named) return Number(named);
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? chrome.tabs.TAB_ID_NONE;
}

async function show() {
  const entry = await read(tabId);
  const context = { entry, settings, message, act };
  byId("view").replaceChildren(...viewOf(context));
  byId("status").textContent = summaryOf(context);
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
  const { permissionOf } = await import("../server-address.js");
  if (await chrome.permissions.request(permissionOf(settings.address))) await act("check");
}
