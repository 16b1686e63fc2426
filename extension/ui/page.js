// What every page of the extension does first: words in the reader's language, its direction.

import { languageFor, messagesIn } from "../i18n.js";
import { readSettings } from "../settings.js";

const RIGHT_TO_LEFT = /^(ar|fa|he|ur)/;

/**
 * Fills the texts that the page names by data-i18n and returns the function that gives further ones.
 * @returns {Promise<import("../i18n.js").Message>}
 */
export async function translated() {
  const { language } = await readSettings();
  const message = await messagesIn(language);
  const tag = languageFor(language || chrome.i18n.getUILanguage()).replace("_", "-");
  document.documentElement.lang = tag;
  document.documentElement.dir = RIGHT_TO_LEFT.test(tag) ? "rtl" : "ltr";
  for (const element of document.querySelectorAll("[data-i18n]")) {
    element.textContent = message(element.getAttribute("data-i18n") ?? "");
  }
  return message;
}

/**
 * Has the reader told when something that was begun here fails: silence would look like success.
 * @param {() => void} tell
 */
export function onFault(tell) {
  addEventListener("unhandledrejection", tell);
}
