// Every word that a reader sees comes from here. The tables are imported, not asked of the browser,
// so that a reader can choose another language than the browser's.

import english from "./_locales/en/messages.json" with { type: "json" };

/** @typedef {Record<string, {message: string, description?: string}>} Table */
/** @typedef {(key: string, ...values: (string|number)[]) => string} Message */

/** @type {Table} */
const en = english;

/** @type {Record<string, Table>} */
export const TABLES = { en };

/**
 * The function that gives a text in a language; texts that it lacks come in English.
 * @param {string} language as in settings: "" follows the browser
 * @returns {Message} puts values in the place of $1, $2, …; throws on a key that English lacks
 */
export function messagesIn(language) {
  const table = TABLES[languageFor(language || chrome.i18n.getUILanguage())] ?? en;
  return (key, ...values) => {
    const entry = table[key] ?? en[key];
    if (!entry) throw new Error(`_locales holds no ${key}`);
    return entry.message.replace(/\$(\d)/g, (/** @type {string} */ _all, /** @type {string} */ place) => String(values[Number(place) - 1] ?? ""));
  };
}

/**
 * The nearest language that we have: "pt-PT" → "pt_BR", "de-AT" → "de".
 * @param {string} wanted a language tag
 */
export function languageFor(wanted) {
  const tag = wanted.replace("-", "_");
  const near = Object.keys(TABLES).find((name) => name.split("_")[0] === tag.split("_")[0]);
  return tag in TABLES ? tag : (near ?? "en");
}
