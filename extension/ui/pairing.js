// What to say when a server gave no token.

import { serverAddress } from "../server-address.js";

/**
 * @param {import("../messages.js").Pairing["failure"]} failure
 * @param {string} address as typed
 * @param {import("../i18n.js").Message} message
 * @returns {string}
 */
export function wordsOfFailure(failure, address, message) {
  if (failure === "invalid_code") return message("welcome_invalid_code");
  return `${message(`state_${failure}_title`)}. ${message(`state_${failure}_words`, serverAddress(address))}`;
}
