// Finds sentences in the page by their text and highlights them without changing the document.
// Defines optflagShow in the extension's own world; the page's scripts do not see it.
(() => {
  const SKIPPED = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "TEXTAREA", "SELECT", "BUTTON", "IFRAME", "SVG"]);
  const SPACE = /[\s\u00ad\u200b-\u200d\u2060\ufeff]/; // also what is invisible within words
  const LOOSE = /** @type {const} */ ([[/[‘’‚‛′]/, "'"], [/[“”„‟″«»]/, '"'], [/[‐‑‒–—―]/, "-"]]); // typography varies
  const END = 24; // characters that a sentence's beginning and end must have to be found when its middle differs
  const STRETCH = 1.6; // how much longer than the sentence the place between them may be

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
    for (const node of root.childNodes) {
      if (node instanceof Text) add(node, letters, text);
      else if (node instanceof Element && !SKIPPED.has(node.tagName.toUpperCase()) && shown(node)) {
        gather(node.shadowRoot ?? node, letters, text);
      }
    }
  }

  /** @param {Element} element */
  const shown = (element) => element.checkVisibility() || getComputedStyle(element).display === "contents";

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
    gather(document.body, letters, text);
    letters.text = text.join("");
    return letters;
  }

  /**
   * @param {string} text of the page, squeezed
   * @param {string} sentence squeezed
   * @returns {[number, number]|null} first and last letter
   */
  function placeOf(text, sentence) {
    const exact = text.indexOf(sentence);
    if (exact >= 0 && sentence !== "") return [exact, exact + sentence.length - 1];
    if (sentence.length < 2 * END) return null;
    const start = text.indexOf(sentence.slice(0, END));
    const tail = text.indexOf(sentence.slice(-END), start + END);
    const near = start >= 0 && tail >= 0 && tail + END - start < sentence.length * STRETCH;
    return near ? [start, tail + END - 1] : null;
  }

  /** @param {Letters} letters @param {string} sentence @returns {Range|null} */
  function rangeOf(letters, sentence) {
    const place = placeOf(letters.text, squeezed(sentence));
    if (!place) return null;
    const [first, last] = place;
    const [start, end] = [letters.nodes[first], letters.nodes[last]];
    if (!start || !end) return null;
    const range = document.createRange();
    range.setStart(start, letters.offsets[first] ?? 0);
    range.setEnd(end, (letters.offsets[last] ?? 0) + 1);
    return range;
  }

  /** @param {Range} range */
  function scrollTo(range) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const element = range.startContainer.parentElement;
    element?.scrollIntoView({ block: "center", behavior: calm ? "instant" : "smooth" });
  }

  /**
   * Highlights all sentences that the page holds and scrolls to one of them.
   * @param {string[]} sentences
   * @param {number} chosen which one to scroll to; -1 for none
   * @returns {boolean[]} which were found
   */
  function show(sentences, chosen) {
    const letters = lettersOfPage();
    const ranges = sentences.map((sentence) => rangeOf(letters, sentence));
    const found = ranges.filter((range) => range !== null);
    const target = ranges[chosen];
    CSS.highlights.set("optflag", new Highlight(...found));
    CSS.highlights.set("optflag-chosen", new Highlight(...(target ? [target] : [])));
    if (target) scrollTo(target);
    return ranges.map((range) => range !== null);
  }

  Object.assign(globalThis, { optflagShow: show });
})();
