// Whether a page may be checked without being asked about. Follows Readability-readerable.js in one injection.
// The value of this script is a promise of {url, born, article, password}.
(async () => {
  const FRESH_MS = 1000; // so soon after its load a page is what was loaded
  const QUIET_MS = 300; // after a move within a single-page app it has settled when nothing changes for this long
  const LONGEST_MS = 3000; // pages that never come to rest are looked at after this
  const SWAP_MS = 10_000; // so long an app may show the old article at the new address
  const LOOK_MS = 200;

  const world = /** @type {{optflagLooked?: boolean, optflagWatch?: {stillOld: () => boolean}}} */ (globalThis);

  /** Whether the document is as it was loaded, and seen for the first time. */
  function isFresh() {
    const [load] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
    const unmoved = load?.name.replace(/#.*/, "") === location.href.replace(/#.*/, "");
    return !world.optflagLooked && unmoved && performance.now() - (load?.loadEventEnd ?? 0) < FRESH_MS;
  }

  /** @param {number} ms @returns {Promise<void>} */
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  /**
   * An app may move on while it is waited for, then the text is again that of before.
   * @returns {Promise<void>} when the text that was read at another address is gone, or seems to belong to this one too, and
   *   nothing changes any more
   */
  async function atRest() {
    const end = performance.now() + SWAP_MS;
    let address;
    do {
      address = location.href;
      while (world.optflagWatch?.stillOld() && performance.now() < end) await pause(LOOK_MS);
      await settled();
    } while (location.href !== address && performance.now() < end);
  }

  /** @returns {Promise<void>} when the document has come to rest */
  function settled() {
    return new Promise((resolve) => {
      const done = () => {
        observer.disconnect();
        resolve();
      };
      let timer = setTimeout(done, QUIET_MS);
      const observer = new MutationObserver(() => {
        clearTimeout(timer);
        timer = setTimeout(done, QUIET_MS);
      });
      observer.observe(document, { childList: true, characterData: true, subtree: true });
      setTimeout(done, LONGEST_MS);
    });
  }

  /** A site's first page lists articles, however much it reads like one; an app may show one there, and names it in the address. */
  function isHome() {
    return /^\/(index\.html)?$/.test(location.pathname) && location.search === "" && !/^#[!/]/.test(location.hash);
  }

  /** Shadow trees are searched too. @param {Document|ShadowRoot} root @returns {boolean} */
  function asksForPassword(root) {
    const find = root instanceof Document ? Document.prototype : DocumentFragment.prototype;
    if (find.querySelector.call(root, "input[type=password]")) return true;
    const trees = Array.from(find.querySelectorAll.call(root, "*"), (element) => element.shadowRoot);
    return trees.some((tree) => tree instanceof ShadowRoot && asksForPassword(tree));
  }

  const fresh = isFresh();
  world.optflagLooked = true;
  if (!fresh) await atRest();
  return {
    url: location.href,
    born: performance.timeOrigin,
    article: !isHome() && isProbablyReaderable(document),
    password: asksForPassword(document),
  };
})();
