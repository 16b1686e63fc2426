// Every word that a reader sees comes from here. The tables are read, not asked of the browser, so that a
// reader can choose another language than the browser's. They are not imported as JSON modules: a worker
// that Chromium (156) wakes from sleep fails to start when it has such an import.

import { ownFile } from "./api.js";

/** @typedef {Record<string, {message: string, description?: string}>} Table */
/** @typedef {(key: string, ...values: (string|number)[]) => string} Message */

export const LANGUAGES = ["en", "de", "fr", "es", "pt_BR"];

/** @type {Map<string, Promise<Table>>} */
const tables = new Map();

/**
 * The function that gives a text in a language.
 * @param {string} language as in settings: "" follows the browser
 * @returns {Promise<Message>}
 */
export async function messagesIn(language) {
  return reader(await tableOf(languageFor(language || chrome.i18n.getUILanguage())));
}

/**
 * The nearest language that we have: "pt-PT" → "pt_BR", "de-AT" → "de".
 * @param {string} wanted a language tag
 */
export function languageFor(wanted) {
  const tag = wanted.replace("-", "_");
  const near = LANGUAGES.find((name) => name.split("_")[0] === tag.split("_")[0]);
  return LANGUAGES.includes(tag) ? tag : (near ?? "en");
}

/**
 * The function that reads a table.
 * @param {Table} table
 * @returns {Message} puts values in the place of $1, $2, …; throws on a key that the table lacks
 */
export function reader(table) {
  return (key, ...values) => {
    const entry = table[key];
    if (!entry) throw new Error(`_locales holds no ${key}`);
    return entry.message.replace(/\$(\d)/g, (_all, place) => String(values[Number(place) - 1] ?? ""));
  };
}

/** @param {string} name @returns {Promise<Table>} */
function tableOf(name) {
  const table = tables.get(name) ?? ownFile(`_locales/${name}/messages.json`);
  tables.set(name, table);
  return table;
}
