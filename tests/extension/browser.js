// The part of the browser's interface that the modules under test use, in memory.

/**
 * A new `chrome` with empty storage; also becomes the global one.
 * @param {object} [over] parts to replace
 */
export function newChrome(over = {}) {
  const made = {
    storage: { local: area(), session: area(), managed: { get: async () => ({}) } },
    permissions: { contains: async () => true },
    i18n: { getUILanguage: () => "en" },
    ...over,
  };
  globalThis.chrome = made;
  return made;
}

function area() {
  let kept = {};
  return {
    get: async (key) => structuredClone(key === undefined ? kept : key in kept ? { [key]: kept[key] } : {}),
    set: async (change) => void (kept = { ...kept, ...structuredClone(change) }),
    remove: async (key) => void delete kept[key],
    clear: async () => void (kept = {}),
  };
}
