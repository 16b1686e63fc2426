// What each setting may be, wherever it comes from: a file, an administrator.

import { LANGUAGES } from "./i18n.js";
import { serverAddress } from "./server-address.js";
import { hostOf } from "./sites.js";

/** @typedef {import("./settings.js").Settings} Settings */

/** @type {Record<string, (value: any) => boolean>} the agreement and the token are no such settings */
const ALLOWED = {
  address: (value) => typeof value === "string" && serverAddress(value) === value,
  mode: (value) => ["click", "sites", "everywhere"].includes(value),
  sites: isHosts,
  muted: isHosts,
  badge: isBoolean,
  language: (value) => value === "" || LANGUAGES.includes(value),
  history: isBoolean,
};

export const NAMES = /** @type {(keyof Settings)[]} */ (Object.keys(ALLOWED));

/** @param {string} name @param {unknown} value */
export function isAllowed(name, value) {
  return Object.hasOwn(ALLOWED, name) && ALLOWED[name]?.(value) === true;
}

/** @param {any} value */
function isHosts(value) {
  return Array.isArray(value) && value.every((host) => typeof host === "string" && hostOf(host) === host);
}

/** @param {any} value */
function isBoolean(value) {
  return typeof value === "boolean";
}
