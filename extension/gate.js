// Lets a few works run at once and keeps the others waiting: twenty restored tabs must not ask at the same time.

const WIDTH = 3; // a server on two cores reads two pages at once; one more hides the way there

/** @type {(() => void)[]} */
const waiting = [];
let running = 0;

/**
 * Runs `work` as soon as a place is free.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function gated(work) {
  if (running >= WIDTH) await new Promise((resolve) => waiting.push(() => resolve(undefined)));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
