// The reader's settings: defaults, what is stored, and above both what an administrator decided.

import { chained } from "./chain.js";

/**
 * consent: when the reader agreed, milliseconds since 1970; 0 before that, and nothing is sent.
 * sites: host names that are checked by themselves in mode "sites". muted: host names that never are.
 * language: "" follows the browser.
 * @typedef {"click"|"sites"|"everywhere"} Mode
 * @typedef {{consent: number, address: string, token: string, mode: Mode, sites: string[], muted: string[],
 *   badge: boolean, sendAddress: boolean, language: string, history: boolean}} Settings
 */

const KEY = "settings";

/** @type {Settings} */
export const DEFAULTS = {
  consent: 0,
  address: "http://127.0.0.1:8765",
  token: "",
  mode: "click",
  sites: [],
  muted: [],
  badge: true,
  sendAddress: false,
  language: "",
  history: true,
};

/**
 * The settings that count now.
 * @returns {Promise<Settings>}
 */
export async function readSettings() {
  const found = await chrome.storage.local.get(KEY);
  const stored = /** @type {Partial<Settings>} */ (found[KEY] ?? {});
  return { ...DEFAULTS, ...stored, ...(await managed()), consent: stored.consent ?? 0 };
}

/**
 * Stores some settings over the present ones. Another server never gets the token of the one before.
 * @param {Partial<Settings>} change
 * @returns {Promise<void>}
 */
export function writeSettings(change) {
  return chained(async () => {
    const found = await chrome.storage.local.get(KEY);
    const stored = /** @type {Partial<Settings>} */ (found[KEY] ?? {});
    const moved = change.address !== undefined && change.address !== (stored.address ?? DEFAULTS.address);
    await chrome.storage.local.set({ [KEY]: { ...stored, ...(moved && { token: "" }), ...change } });
  });
}

/**
 * Whether the reader agreed and the server gave us a token: before that no request may leave.
 * @param {Settings} settings
 */
export function isReady(settings) {
  return settings.consent > 0 && settings.token !== "";
}

/**
 * What an administrator set. Consent is not among it: only the reader can give that.
 * @returns {Promise<Partial<Settings>>}
 */
export async function managed() {
  try {
    return await chrome.storage.managed.get();
  } catch {
    return {}; // Firefox rejects when no policy names this extension
  }
}

/**
 * What mode "everywhere" needs from the browser. Not http as well: when Chromium takes that back, it takes
 * the access to the server on this computer with it. Unencrypted pages are checked on click, or site by site.
 */
export const EVERYWHERE = ["https://*/*"];
