// Settings as a file. The token and the agreement stay in the browser: the one is a secret, the other is given
// by a person, not by a file.

import { LANGUAGES } from "./i18n.js";
import { serverAddress } from "./server-address.js";
import { hostOf } from "./sites.js";

/** @typedef {import("./settings.js").Settings} Settings */

const FORMAT = "optflag-settings-1";

/** @type {Record<string, (value: any) => boolean>} what each setting may be */
const ALLOWED = {
  address: (value) => typeof value === "string" && serverAddress(value) !== "",
  mode: (value) => ["click", "sites", "everywhere"].includes(value),
  sites: isHosts,
  muted: isHosts,
  badge: isBoolean,
  sendAddress: isBoolean,
  language: (value) => value === "" || LANGUAGES.includes(value),
  history: isBoolean,
};

/**
 * The text of the file.
 * @param {Settings} settings
 */
export function toFile(settings) {
  const kept = Object.keys(ALLOWED).map((name) => [name, settings[/** @type {keyof Settings} */ (name)]]);
  return `${JSON.stringify({ format: FORMAT, ...Object.fromEntries(kept) }, null, 2)}\n`;
}

/**
 * The settings in a file.
 * @param {string} text
 * @returns {Partial<Settings>|null} null when it is no such file, or holds a value that no setting may have
 */
export function fromFile(text) {
  const json = parsed(text);
  if (json?.format !== FORMAT) return null;
  const known = Object.entries(json).filter(([name]) => name in ALLOWED);
  return known.every(([name, value]) => ALLOWED[name]?.(value)) ? Object.fromEntries(known) : null;
}

/** @param {string} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {any} value */
function isHosts(value) {
  return Array.isArray(value) && value.every((host) => typeof host === "string" && hostOf(host) === host);
}

/** @param {any} value */
function isBoolean(value) {
  return typeof value === "boolean";
}
