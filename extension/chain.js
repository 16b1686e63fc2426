// One work after the other: read-change-write on storage must not interleave.

/** @typedef {<T>(work: () => Promise<T>) => Promise<T>} Chain */

/**
 * A chain: each work that it is given begins when the one before has ended, whether that succeeded or failed.
 * @returns {Chain}
 */
export function newChain() {
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  return (work) => {
    const result = last.then(work, work);
    last = result.catch(() => {});
    return result;
  };
}

/** The chain of all short writes to storage. */
export const chained = newChain();
