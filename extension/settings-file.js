// Settings as a file. The token and the agreement stay in the browser: the one is a secret, the other is given
// by a person, not by a file.

import { isAllowed, NAMES } from "./settings-values.js";

/** @typedef {import("./settings.js").Settings} Settings */

const FORMAT = "optflag-settings-1";

/**
 * The text of the file.
 * @param {Settings} settings
 */
export function toFile(settings) {
  const kept = NAMES.map((name) => [name, settings[name]]);
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
  const known = Object.entries(json).filter(([name]) => NAMES.includes(/** @type {keyof Settings} */ (name)));
  return known.every(([name, value]) => isAllowed(name, value)) ? Object.fromEntries(known) : null;
}

/** @param {string} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
