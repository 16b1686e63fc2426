// Puts a state on the toolbar.

import { badgeOf } from "./badge.js";
import { newChain } from "./chain.js";
import { messagesIn } from "./i18n.js";
import { readSettings } from "./settings.js";
import { read } from "./state.js";

const painted = newChain(); // one after the other, each with the state as it is then: no older one is painted last

/**
 * Shows the state of a tab in its badge and title.
 * @param {number} tabId
 * @returns {Promise<void>} also when the tab is gone by then
 */
export function showBadge(tabId) {
  return painted(async () => {
    const settings = await readSettings();
    const { text, color, title } = badgeOf(await read(tabId), await messagesIn(settings.language));
    await Promise.allSettled([
      chrome.action.setBadgeText({ tabId, text: settings.badge ? text : "" }),
      chrome.action.setBadgeBackgroundColor({ tabId, color }),
      chrome.action.setBadgeTextColor({ tabId, color: "#ffffff" }),
      chrome.action.setTitle({ tabId, title }),
    ]);
  });
}

/** Shows the state of every tab anew: a setting changed what badges look like. */
export async function showAllBadges() {
  const tabs = await chrome.tabs.query({});
  await Promise.all(tabs.map(({ id }) => id !== undefined && showBadge(id)));
}
