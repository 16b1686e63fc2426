// The worker: listeners only, all at top level, so that each event wakes it.

import { shown } from "./automatic.js";
import { sendWaiting } from "./feedback.js";
import { showIconAgain } from "./icon.js";
import { makeMenu, menuClicked } from "./menu.js";
import { onMessage } from "./messages.js";
import { forgetTab, navigated } from "./navigation.js";
import { takeUpAgain } from "./recover.js";

takeUpAgain();
showIconAgain();
// The token is for the worker and our own pages, not for what runs in pages of the web.
chrome.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });

chrome.runtime.onInstalled.addListener(({ reason }) => {
  makeMenu();
  if (reason === "install") chrome.tabs.create({ url: "welcome/welcome.html" });
});
chrome.runtime.onStartup.addListener(() => sendWaiting());
chrome.contextMenus.onClicked.addListener(menuClicked);
chrome.runtime.onMessage.addListener(onMessage);
chrome.tabs.onUpdated.addListener(async (tabId, change, tab) => {
  await navigated(tabId, change);
  await shown(tabId, change, tab);
});
chrome.tabs.onRemoved.addListener((tabId) => forgetTab(tabId));
chrome.tabs.onReplaced.addListener((_added, removed) => forgetTab(removed));
