// Remembers what was answered, for as long as the browser runs: a page that is shown again is not sent again.

import { whileReady } from "./settings.js";

/** @typedef {{digest: string, at: number, answer: import("./answer.js").Answer}} Remembered */

const KEY = "answers";
const MOST = 40; // answers, about 5 KB each
const LONGEST_MS = 30 * 60_000; // after that a new model may have been put to work

/**
 * A fingerprint of a page and of the server that was asked about it: another server may answer otherwise.
 * @param {string} html
 * @param {{address: string, token: string}} server
 * @returns {Promise<string>} SHA-256, hexadecimal
 */
export async function digestOf(html, { address, token }) {
  const text = new TextEncoder().encode([address, token, html].join("\n"));
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The answer to a page, undefined when it is not known or too old.
 * @param {string} digest
 * @returns {Promise<import("./answer.js").Answer|undefined>}
 */
export async function recall(digest) {
  const found = (await stored()).find((one) => one.digest === digest);
  return found && Date.now() - found.at < LONGEST_MS ? found.answer : undefined;
}

/**
 * @param {string} digest
 * @param {import("./answer.js").Answer} answer
 * @returns {Promise<void>} also when there is no room: the answer counts all the same
 */
export function remember(digest, answer) {
  return whileReady(async () => {
    const others = (await stored()).filter((one) => one.digest !== digest);
    const all = [{ digest, at: Date.now(), answer }, ...others].slice(0, MOST);
    await keep(all).catch(() => keep(all.slice(0, MOST / 4))).catch(() => {});
  });
}

/** @param {Remembered[]} answers */
function keep(answers) {
  return chrome.storage.session.set({ [KEY]: answers });
}

/** @returns {Promise<Remembered[]>} newest first */
async function stored() {
  const found = await chrome.storage.session.get(KEY);
  return /** @type {Remembered[]} */ (found[KEY] ?? []);
}
