// The results of this session, in this browser only.

import { chained } from "./chain.js";
import { whileReady } from "./settings.js";

/** @typedef {{title: string, url: string, name: string, level: string, raised: number, at: number}} Past */

const KEY = "history";
const MOST = 50;

/**
 * Remembers a result, unless the reader does not want that; one for each address, newest first.
 * @param {Past} past
 */
export function record(past) {
  return whileReady(async ({ history }) => {
    if (!history) return;
    const others = (await pastResults()).filter(({ url }) => url !== past.url);
    await chrome.storage.session.set({ [KEY]: [past, ...others].slice(0, MOST) });
  });
}

/** @returns {Promise<Past[]>} newest first */
export async function pastResults() {
  const found = await chrome.storage.session.get(KEY);
  return /** @type {Past[]} */ (found[KEY] ?? []);
}

/** Forgets all of them. */
export function forgetResults() {
  return chained(() => chrome.storage.session.remove(KEY));
}
