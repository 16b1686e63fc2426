// Puts a state on the toolbar.

import { badgeOf } from "./badge.js";
import { messagesIn } from "./i18n.js";
import { readSettings } from "./settings.js";

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
