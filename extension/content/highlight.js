// Finds sentences in the page by their text and highlights them without changing the document.
// Defines optflagShow in the extension's own world. The page's scripts cannot call it, but they can see which ranges are
// highlighted, as they could any selection; the names are new for each document, so no style of theirs is ready for them.
(() => {
  const SKIPPED = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "TEXTAREA", "SELECT", "BUTTON", "IFRAME", "SVG"]);
  const SPACE = /[\s\u00ad\u200b-\u200d\u2060\ufeff]/; // also what is invisible within words
  const LOOSE = /** @type {const} */ ([[/[‘’‚‛′]/, "'"], [/[“”„‟″«»]/, '"'], [/[‐‑‒–—―]/, "-"]]); // typography varies
  const END = 24; // characters that a sentence's beginning and end must have to be found when its middle differs
  const MAIN = "article, main, [role=main], [itemprop=articleBody]"; // a sentence can stand in a teaser as well
  const STRETCH = 1.6; // how much longer than the sentence the place between them may be

  /** Past what the page may name its form fields, see strip.js. @param {object} prototype @param {string} name */
  function reader(prototype, name) {
    const { get } = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
    return (/** @type {Node} */ node) => get?.call(node);
  }

  const tagOf = reader(Element.prototype, "tagName");
  const shadowOf = reader(Element.prototype, "shadowRoot");
  const childrenIn = reader(Node.prototype, "childNodes");
  const bodyOf = reader(Document.prototype, "body");

  /** @typedef {{text: string, nodes: Text[], offsets: number[]}} Letters every letter of the page and where it stands */

  /** @param {string} letter */
  function plain(letter) {
    if (letter < "\u0080") return letter.toLowerCase();
    const [, loose] = LOOSE.find(([variants]) => variants.test(letter)) ?? [];
    const lower = letter.toLowerCase();
    return loose ?? (lower.length === 1 ? lower : letter);
  }

  /** Spaces differ between a page and what was read from it, letters do not. @param {string} text */
  const squeezed = (text) => Array.from(text.split(""), (c) => (SPACE.test(c) ? "" : plain(c))).join("");

  /** @param {Node} root @param {Letters} letters @param {string[]} text */
  function gather(root, letters, text) {
    for (const node of childrenOf(root)) {
      if (node instanceof Text) add(node, letters, text);
      else if (node instanceof Element && !SKIPPED.has(tagOf(node).toUpperCase()) && isShown(node)) {
        gather(node, letters, text);
      }
    }
  }

  /** Slots show what was put into them; a shadow tree shows in place of the children. @param {Node} node @returns {Iterable<Node>} */
  function childrenOf(node) {
    if (node instanceof HTMLSlotElement && node.assignedNodes().length > 0) return node.assignedNodes();
    return childrenIn((node instanceof Element && shadowOf(node)) || node);
  }

  /** @param {Element} element */
  const isShown = (element) => Element.prototype.checkVisibility.call(element) || getComputedStyle(element).display === "contents";

  /** @param {Text} node @param {Letters} letters @param {string[]} text */
  function add(node, letters, text) {
    for (let offset = 0; offset < node.data.length; offset += 1) {
      const letter = node.data.charAt(offset);
      if (SPACE.test(letter)) continue;
      text.push(plain(letter));
      letters.nodes.push(node);
      letters.offsets.push(offset);
    }
  }

  /** @returns {Letters} */
  function lettersOfPage() {
    const letters = { text: "", nodes: [], offsets: [] };
    /** @type {string[]} */
    const text = [];
    gather(bodyOf(document), letters, text);
    letters.text = text.join("");
    return letters;
  }

  /**
   * @param {string} text of the page, squeezed
   * @param {string} sentence squeezed
   * @returns {[number, number][]} first and last letter of each place
   */
  function placesOf(text, sentence) {
    const length = sentence.length - 1;
    if (sentence === "") return [];
    const places = startsOf(text, sentence).map((start) => /** @type {[number, number]} */ ([start, start + length]));
    return places.length > 0 || length < 2 * END ? places : loosePlaceOf(text, sentence);
  }

  /** @param {string} text @param {string} part @returns {number[]} at most 20 */
  function startsOf(text, part) {
    const starts = [];
    for (let at = text.indexOf(part); at >= 0 && starts.length < 20; at = text.indexOf(part, at + 1)) starts.push(at);
    return starts;
  }

  /** By its beginning and end, where its middle differs. @param {string} text @param {string} sentence @returns {[number, number][]} */
  function loosePlaceOf(text, sentence) {
    const ends = sentence.length * STRETCH - END;
    for (const start of startsOf(text, sentence.slice(0, END))) {
      const tail = text.indexOf(sentence.slice(-END), start + END);
      if (tail >= 0 && tail - start < ends) return [[start, tail + END - 1]];
    }
    return [];
  }

  /** @param {Letters} letters @param {string} sentence @returns {Range|null} */
  function rangeOf(letters, sentence) {
    const places = placesOf(letters.text, squeezed(sentence));
    const inMain = (/** @type {[number, number]} */ [first]) => letters.nodes[first]?.parentElement?.closest(MAIN);
    const place = places.find(inMain) ?? places[0];
    if (!place) return null;
    const [first, last] = place;
    const [start, end] = [letters.nodes[first], letters.nodes[last]];
    if (!start || !end) return null;
    const range = document.createRange();
    range.setStart(start, letters.offsets[first] ?? 0);
    range.setEnd(end, (letters.offsets[last] ?? 0) + 1);
    return range;
  }

  /** First whatever box scrolls, then, as a long box may hold the sentence anywhere, the window to the sentence itself. @param {Range} range */
  function scrollTo(range) {
    range.startContainer.parentElement?.scrollIntoView({ block: "center", behavior: "instant" });
    const { top, height } = range.getBoundingClientRect();
    const middle = top + height / 2 - innerHeight / 2;
    if (top < 0 || top + height > innerHeight) scrollBy({ top: middle, behavior: "instant" });
  }

  /**
   * Highlights all sentences that the page holds and scrolls to one of them.
   * @param {string[]} sentences
   * @param {number} chosen which one to scroll to; -1 for none
   * @param {string} name of the highlights, as in the style sheet
   * @returns {boolean[]} which were found
   */
  function show(sentences, chosen, name) {
    const letters = lettersOfPage();
    const ranges = sentences.map((sentence) => rangeOf(letters, sentence));
    const found = ranges.filter((range) => range !== null);
    const target = ranges[chosen];
    clear();
    shown = [name, `${name}-chosen`];
    CSS.highlights.set(name, new Highlight(...found));
    CSS.highlights.set(`${name}-chosen`, new Highlight(...(target ? [target] : [])));
    if (target) scrollTo(target);
    return ranges.map((range) => range !== null);
  }

  /** @type {string[]} */
  let shown = [];

  /** Takes the highlights away. */
  function clear() {
    for (const one of shown) CSS.highlights.delete(one);
    shown = [];
  }

  const world = /** @type {{optflagClear?: () => void}} */ (globalThis);
  world.optflagClear?.(); // of the script that ran here before
  Object.assign(globalThis, { optflagShow: show, optflagClear: clear });
})();
