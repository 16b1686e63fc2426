// Reads the page the way it is sent: the text that the reader can see, with the little of its structure
// that finding an article needs. Walks the live document and changes nothing in it.
// The value of this script is {html, url, born}, html "" when there is too much of it; null when the document is
// no web page.
(() => {
  const DROPPED = new Set(
    ("SCRIPT STYLE NOSCRIPT TEMPLATE SVG MATH IFRAME FRAME FRAMESET FRAME OBJECT EMBED APPLET PORTAL LINK IMG PICTURE " +
      "SOURCE VIDEO AUDIO TRACK CANVAS MAP INPUT SELECT TEXTAREA BUTTON DATALIST PROGRESS METER BASE").split(" "),
  );
  // Carry meaning by their text alone: their tags are left out.
  const UNWRAPPED = new Set("SPAN FONT B I EM STRONG U S SMALL BIG MARK ABBR CITE SUB SUP TIME WBR".split(" "));
  const EMPTY = new Set(["BR", "HR", "META"]);
  const PROSE = new Set(["P", "LI", "DD", "BLOCKQUOTE", "TD", "FIGCAPTION"]);
  const FURNITURE = new Set(["NAV", "HEADER", "FOOTER", "ASIDE"]);
  const ATTRIBUTES = ["id", "class", "role", "itemprop", "lang"]; // what extraction looks at, beside href
  const METAS = /^(og:title|og:type|og:locale|twitter:title|title|author|language|content-language)$/i;
  const MAX_DEPTH = 250; // parsers on the other side cut at 256
  const MAX_ELEMENTS = 50_000; // five times the largest of 1,764 real pages; the server refuses more

  /** @type {string[]} */
  const parts = [];
  let words = 0; // text nodes written so far that hold more than space
  let elements = 0;

  /** @param {string} text */
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

  /** @param {string} value */
  const quoted = (value) => `"${value.replace(/&/g, "&amp;").replace(/"/g, "&quot;")}"`;

  /** display: contents has no box of its own but shows its children. @param {Element} element */
  function isHidden(element) {
    if (element.checkVisibility()) return false;
    return getComputedStyle(element).display !== "contents";
  }

  /** The head shows nothing but holds the title. @param {Element} element @param {string} tag @param {Place} place */
  function isUnseen(element, tag, place) {
    return tag !== "HEAD" && !place.head && isHidden(element);
  }

  /** What the reader typed is not the page's. @param {Element} element */
  function isDraft(element) {
    return (element.getAttribute("contenteditable") ?? "false") !== "false";
  }

  /** @param {Element} element */
  function isKeptMeta(element) {
    const name = element.getAttribute("property") ?? element.getAttribute("name") ?? element.getAttribute("http-equiv");
    return METAS.test(name ?? "");
  }

  /** @param {Element} meta */
  function writeMeta(meta) {
    if (!isKeptMeta(meta)) return;
    parts.push("<meta");
    for (const name of ["property", "name", "http-equiv", "content"]) {
      const value = meta.getAttribute(name);
      if (value) parts.push(` ${name}=${quoted(value)}`);
    }
    parts.push(">");
  }

  /** @param {Element} element @param {boolean} inProse */
  function writeTag(element, inProse) {
    parts.push(`<${element.localName}`);
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      if (value) parts.push(` ${name}=${quoted(value.replace(/\s+/g, " "))}`);
    }
    if (inProse && element instanceof HTMLAnchorElement && /^https?:/.test(element.href)) {
      parts.push(` href=${quoted(element.href)}`);
    }
    parts.push(">");
  }

  /** @param {Text} node @param {boolean} preformatted */
  function writeText(node, preformatted) {
    if (/\S/.test(node.data)) words += 1;
    else if (parts.at(-1) === " ") return;
    parts.push(escaped(preformatted ? node.data : node.data.replace(/\s+/g, " ")));
  }

  /** Slots show what was put into them; a shadow tree shows in place of the children. @param {Element} element */
  function childrenOf(element) {
    if (element instanceof HTMLSlotElement && element.assignedNodes().length > 0) return element.assignedNodes();
    return (element.shadowRoot ?? element).childNodes;
  }

  /** @param {Element} element @param {Place} place */
  function writeElement(element, place) {
    const tag = element.tagName.toUpperCase();
    if (tag === "META") return writeMeta(element);
    if (DROPPED.has(tag) || place.depth > MAX_DEPTH || elements > MAX_ELEMENTS) return;
    if (isDraft(element) || isUnseen(element, tag, place)) return;
    elements += 1;
    const start = parts.length;
    const said = words;
    const wrapped = !UNWRAPPED.has(tag);
    const furniture = place.furniture || FURNITURE.has(tag);
    const inProse = !furniture && (place.prose || PROSE.has(tag));
    if (wrapped) writeTag(element, inProse);
    if (EMPTY.has(tag)) return;
    writeChildren(element, inside(tag, place, { prose: inProse, furniture }));
    if (!wrapped) return;
    if (words === said) parts.length = start; // an empty element says nothing
    else parts.push(`</${element.localName}>`);
  }

  /**
   * @typedef {{depth: number, head: boolean, prose: boolean, furniture: boolean, preformatted: boolean}} Place
   * @param {string} tag @param {Place} place @param {{prose: boolean, furniture: boolean}} surroundings @returns {Place}
   */
  function inside(tag, place, { prose, furniture }) {
    return {
      depth: place.depth + 1,
      head: place.head || tag === "HEAD",
      prose,
      furniture,
      preformatted: place.preformatted || tag === "PRE",
    };
  }

  /** @param {Element} element @param {Place} place */
  function writeChildren(element, place) {
    for (const child of childrenOf(element)) {
      if (child instanceof Text) writeText(child, place.preformatted);
      else if (child instanceof Element) writeElement(child, place);
    }
  }

  if (!/html/.test(document.contentType)) return null;
  const root = document.documentElement;
  writeTag(root, false);
  writeChildren(root, { depth: 1, head: false, prose: false, furniture: false, preformatted: false });
  parts.push("</html>");
  const html = elements > MAX_ELEMENTS ? "" : `<!doctype html>${parts.join("")}`;
  return { html, url: location.href, born: performance.timeOrigin };
})();
