// One write after the other: read-change-write on storage must not interleave.

/** @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * Runs `work` when all work handed in before has ended, whether it succeeded or failed.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export function chained(work) {
  const result = last.then(work, work);
  last = result.catch(() => {});
  return result;
}
