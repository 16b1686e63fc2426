// Puts a state on the toolbar.

import { badgeOf } from "./badge.js";
import { messagesIn } from "./i18n.js";
import { readSettings } from "./settings.js";
import { read } from "./state.js";

/**
 * Shows the state of a tab in its badge and title.
 * @param {number} tabId
 * @param {import("./state.js").Entry} entry
 * @returns {Promise<void>} also when the tab is gone by then
 */
export async function showBadge(tabId, entry) {
  const settings = await readSettings();
  const { text, color, title } = badgeOf(entry, await messagesIn(settings.language));
  await Promise.allSettled([
    chrome.action.setBadgeText({ tabId, text: settings.badge ? text : "" }),
    chrome.action.setBadgeBackgroundColor({ tabId, color }),
    chrome.action.setBadgeTextColor({ tabId, color: "#ffffff" }),
    chrome.action.setTitle({ tabId, title }),
  ]);
}

/** Shows the state of every tab anew: a setting changed what badges look like. */
export async function showAllBadges() {
  for (const { id } of await chrome.tabs.query({})) {
    if (id !== undefined) await showBadge(id, await read(id));
  }
}
