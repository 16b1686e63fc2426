// The reader's settings: defaults, what is stored, and above both what an administrator decided.

import { chained } from "./chain.js";
import { isAllowed } from "./settings-values.js";
import { serverAddress } from "./server-address.js";

/**
 * consent: when the reader agreed, milliseconds since 1970; 0 before that, and nothing is sent.
 * sites: host names that are checked by themselves in mode "sites". muted: host names that never are.
 * language: "" follows the browser.
 * @typedef {"click"|"sites"|"everywhere"} Mode
 * @typedef {{consent: number, address: string, token: string, mode: Mode, sites: string[], muted: string[],
 *   badge: boolean, language: string, history: boolean}} Settings
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
  language: "",
  history: true,
};

/**
 * The settings that count now. A token is for the server that gave it: none goes to an address that an administrator
 * set since.
 * @returns {Promise<Settings>}
 */
export async function readSettings() {
  const [stored, decided] = await Promise.all([readStored(), managed()]);
  const all = { ...DEFAULTS, ...stored, ...decided, consent: stored.consent ?? 0 };
  const moved = all.address !== (stored.address ?? DEFAULTS.address);
  return moved ? { ...all, token: decided.token ?? "" } : all;
}

/** @returns {Promise<Partial<Settings>>} */
async function readStored() {
  const found = await chrome.storage.local.get(KEY);
  return /** @type {Partial<Settings>} */ (found[KEY] ?? {});
}

/**
 * Stores some settings over the present ones. Another server never gets the token of the one before.
 * @param {Partial<Settings>|((present: Settings) => Partial<Settings>)} change
 * @returns {Promise<void>}
 */
export function writeSettings(change) {
  return chained(async () => {
    const stored = await readStored();
    const changed = typeof change === "function" ? change({ ...DEFAULTS, ...stored }) : change;
    const moved = changed.address !== undefined && changed.address !== (stored.address ?? DEFAULTS.address);
    await chrome.storage.local.set({ [KEY]: { ...stored, ...(moved && { token: "" }), ...changed } });
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
 * Does short work on storage in its turn, if the reader still agrees then: what comes late leaves nothing behind.
 * @param {(settings: Settings) => Promise<void>} work
 * @returns {Promise<void>}
 */
export function whileReady(work) {
  return chained(async () => {
    const settings = await readSettings();
    if (isReady(settings)) await work(settings);
  });
}

/**
 * What an administrator set, without what no setting may be. Consent is not among it: only the reader can give that.
 * @returns {Promise<Partial<Settings>>}
 */
export async function managed() {
  const { token, address, ...others } = await policy();
  const origin = typeof address === "string" ? serverAddress(address) : "";
  const allowed = Object.entries(others).filter(([name, value]) => isAllowed(name, value));
  return {
    ...Object.fromEntries(allowed),
    ...(origin && { address: origin }),
    ...(typeof token === "string" && token !== "" && { token }),
  };
}

/** @returns {Promise<Record<string, unknown>>} */
async function policy() {
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
