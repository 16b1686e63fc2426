// "Check this page" in the menu of the right mouse button.

import { check } from "./check.js";
import { messagesIn } from "./i18n.js";
import { isReady, readSettings } from "./settings.js";

const CHECK = "check";

/** Makes the menu anew, in the reader's language. */
export async function makeMenu() {
  const { language } = await readSettings();
  const message = await messagesIn(language);
  await chrome.contextMenus.removeAll();
  chrome.contextMenus.create({ id: CHECK, title: message("action_check_first"), contexts: ["page", "selection"] });
}

/**
 * A click in the menu gives access to the page, as a click on the icon does.
 * @param {chrome.contextMenus.OnClickData} click
 * @param {chrome.tabs.Tab} [tab]
 */
export async function menuClicked({ menuItemId }, tab) {
  if (menuItemId !== CHECK || tab?.id === undefined) return;
  if (isReady(await readSettings())) await check(tab.id, { again: true });
  else await chrome.tabs.create({ url: "welcome/welcome.html" });
}
