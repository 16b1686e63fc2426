// Notices that a page no longer shows the text that was read. Pages change their text without telling the browser:
// apps swap articles some time after the address, paywalls cut, late scripts fill in. Starts to watch when it runs.
// Defines, in the extension's own world, optflagWatch: {changed, url, stillOld}.
(() => {
  const PIECE = 60; // characters of a text that belongs to an article rather than to a button or a menu
  const HEAD = 80; // characters that tell one piece from another
  const MOST = 400; // pieces that are looked at: the beginning of a long page is enough
  const FEW = 4; // so many new pieces on a page that had fewer are an article that came late
  const GONE = 1 / 3; // advertisements and teasers change, an article that stays keeps most of its pieces
  const PAUSE_MS = 400;
  const CODE = /^(script|style|noscript|template)$/;

  /** The page's parts are looked up past what a form or picture of the page may be named. */
  const body = /** @type {() => Element|null} */ (Object.getOwnPropertyDescriptor(Document.prototype, "body")?.get);

  /** @param {Text} node */
  const isCode = ({ parentElement }) => parentElement !== null && CODE.test(parentElement.localName);

  /** @returns {Set<string>} the beginnings of the long texts */
  function pieces() {
    const found = new Set();
    const root = body.call(document);
    const walker = document.createTreeWalker(root ?? document, NodeFilter.SHOW_TEXT);
    while (found.size < MOST && walker.nextNode()) {
      const node = /** @type {Text} */ (walker.currentNode);
      const head = node.length < PIECE || isCode(node) ? "" : node.data.trim().slice(0, HEAD);
      if (head.length >= PIECE) found.add(head);
    }
    return found;
  }

  /** @param {Set<string>} before @param {Set<string>} now */
  function differs(before, now) {
    const gone = [...before].filter((piece) => !now.has(piece)).length;
    const came = before.size < FEW && now.size >= before.size + FEW;
    return came || (gone > 0 && gone >= before.size * GONE);
  }

  const before = pieces();
  const watch = {
    changed: false,
    url: location.href,
    /** Whether the address is another by now, and the text is not. */
    stillOld: () => location.href !== watch.url && before.size > 0 && !differs(before, pieces()),
    end: () => {
      observer.disconnect();
      clearTimeout(timer); // what it would tell is in the text that is read now
    },
  };

  function look() {
    timer = 0;
    if (!differs(before, pieces())) return;
    watch.changed = true;
    observer.disconnect();
    chrome.runtime.sendMessage({ name: "changed", born: performance.timeOrigin }).catch(() => {}); // removed or updated meanwhile
  }

  let timer = 0;
  const observer = new MutationObserver(() => {
    if (timer === 0) timer = window.setTimeout(look, PAUSE_MS);
  });
  const world = /** @type {{optflagWatch?: typeof watch, optflagClear?: () => void}} */ (globalThis); // lasts as long as the document
  world.optflagClear?.(); // what was highlighted belongs to the result before
  world.optflagWatch?.end();
  world.optflagWatch = watch;
  observer.observe(document, { childList: true, characterData: true, subtree: true });
})();
