// What every page of the extension does first: words in the reader's language, its direction.

import { languageFor, messagesIn } from "../i18n.js";
import { readSettings } from "../settings.js";
import { ask } from "./ask.js";

const RIGHT_TO_LEFT = /^(ar|fa|he|ur)/;

/**
 * Fills the texts that the page names by data-i18n and returns the function that gives further ones.
 * @returns {Promise<import("../i18n.js").Message>}
 */
export async function translated() {
  tellToolbar();
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

/** The page shows what it has to show and answers its buttons. */
export function ready() {
  document.body.removeAttribute("aria-busy");
}

/** Chrome's worker cannot see whether the toolbar is dark; our pages can, the first run among them. */
function tellToolbar() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const tell = () => ask({ name: "toolbar", dark: dark.matches }).catch(() => {});
  dark.addEventListener("change", tell);
  tell();
}

/**
 * Has the reader told when something that was begun here fails: silence would look like success.
 * @param {() => void} tell
 */
export function onFault(tell) {
  addEventListener("unhandledrejection", tell);
}
