// Reads the page the way it is sent: the text that the reader can see, with the little of its structure
// that finding an article needs. Walks the live document and changes nothing in it.
// The value of this script is {html, url, born, password, empty}, html "" when there is too much of it; null when the
// document is no web page.
(() => {
  // A page can name a form field "tagName" or a picture "documentElement", and hide what is built in behind it. What is
  // read of forms and of the document is therefore read through the prototypes.
  /** @template T @param {object} prototype @param {string} name @returns {(node: Node) => T} */
  function reader(prototype, name) {
    const { get } = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
    return (node) => get?.call(node);
  }

  const tagOf = /** @type {(node: Node) => string} */ (reader(Element.prototype, "tagName"));
  const nameOf = /** @type {(node: Node) => string} */ (reader(Element.prototype, "localName"));
  const shadowOf = /** @type {(node: Node) => ShadowRoot|null} */ (reader(Element.prototype, "shadowRoot"));
  const childrenIn = /** @type {(node: Node) => NodeListOf<ChildNode>} */ (reader(Node.prototype, "childNodes"));
  const textOf = /** @type {(node: Node) => string} */ (reader(Node.prototype, "textContent"));
  const rootOf = /** @type {(node: Node) => HTMLElement} */ (reader(Document.prototype, "documentElement"));
  const typeOf = /** @type {(node: Node) => string} */ (reader(Document.prototype, "contentType"));
  /** @param {Element} element @param {string} name */
  const attribute = (element, name) => Element.prototype.getAttribute.call(element, name);
  /** @param {Element} element @param {CheckVisibilityOptions} [options] */
  const isVisible = (element, options) => Element.prototype.checkVisibility.call(element, options);
  /** @param {Document|DocumentFragment} root */
  const asksForPassword = (root) =>
    (root instanceof Document ? Document : DocumentFragment).prototype.querySelector.call(root, "input[type=password]") !== null;

  const DROPPED = new Set(
    ("SCRIPT STYLE NOSCRIPT TEMPLATE SVG MATH IFRAME FRAME FRAMESET FRAME OBJECT EMBED APPLET PORTAL LINK IMG PICTURE " +
      "SOURCE VIDEO AUDIO TRACK CANVAS MAP INPUT SELECT TEXTAREA BUTTON DATALIST PROGRESS METER BASE").split(" "),
  );
  // Carry meaning by their text alone: their tags are left out.
  const UNWRAPPED = new Set("SPAN FONT B I EM STRONG U S SMALL BIG MARK ABBR CITE SUB SUP TIME WBR".split(" "));
  const EMPTY = new Set(["BR", "HR", "META"]);
  const PROSE = new Set(["P", "LI", "DD", "BLOCKQUOTE", "TD", "FIGCAPTION"]);
  const SPACED = new Set([...PROSE, "A", "H1", "H2", "H3", "H4", "H5", "H6", "TH", "DT"]); // spaces count within these
  const FURNITURE = new Set(["NAV", "HEADER", "FOOTER", "ASIDE"]);
  const FRAME = new Set(["FOOTER", "ASIDE"]);
  const MENU_LINKS = 4; // a list of sources in an article has text beside its links, a menu has none
  const MENU_SHARE = 0.8;
  const FRAME_ROLES = /^(navigation|banner|contentinfo|complementary|search|menu|menubar|dialog|alertdialog)$/;
  // What extraction looks at, and on which elements it does. More of a long class than its beginning is noise.
  const ATTRIBUTES = ["id", "class", "role", "itemprop", "lang"];
  const DESCRIBED = new Set(
    ("HTML BODY DIV SECTION ARTICLE ASIDE MAIN HEADER FOOTER UL OL LI DL TABLE TD FORM FIGURE FIGCAPTION DETAILS " +
      "P H1 H2 H3 H4 BLOCKQUOTE").split(" "),
  );
  const LONGEST = 40;
  // A paragraph without these names no way out, so its links are not needed.
  const WAYS_OUT =
    /\b(opt(s|ed|ing)?[- ]?out|object(s|ion|ing)?\b|oppos|unsubscrib|disabl|off\b|withdraw|delet|eras|toggle|untick|uncheck|deselect|deactivat|revok|refus|remov|declin|exclud|settings|preferences|privacy (cent|choice|page|polic)|do not sell|switch|form\b|cancel|unless)/i;
  const THIS_SITE = "https://this-site.invalid"; // check.js puts the site back: its name need not leave the browser
  const DRAFT_ROLES = /^(textbox|searchbox)$/;
  const METAS = /^(og:title|og:type|og:locale|twitter:title|title|author|language|content-language)$/i;
  const MAX_DEPTH = 250; // parsers on the other side cut at 256
  const MAX_ELEMENTS = 50_000; // five times the largest of 1,764 real pages; the server refuses more

  /** @type {Place} */
  const TOP = {
    depth: 0,
    head: false,
    unseen: false,
    article: false,
    furniture: false,
    prose: false,
    links: false,
    spaced: false,
    preformatted: false,
  };

  /** @type {string[]} */
  const parts = [];
  let words = 0; // text nodes written so far that hold more than space
  let empty = true; // no text but in the head
  let elements = 0;
  let password = asksForPassword(document);

  /** @param {string} text */
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

  /** @param {string} value */
  const quoted = (value) => `"${value.replace(/&/g, "&amp;").replace(/"/g, "&quot;")}"`;

  /** display: contents has no box of its own but shows its children. @param {Element} element */
  function isHidden(element) {
    return !isVisible(element) && getComputedStyle(element).display !== "contents";
  }

  /** visibility: hidden hides the text of an element but not children that are visible again. @param {Element} element */
  function isInvisible(element) {
    return !isVisible(element, { visibilityProperty: true }) && getComputedStyle(element).visibility !== "visible";
  }

  /** The head shows nothing but holds the title. @param {Element} element @param {string} tag @param {Place} place */
  function isUnseen(element, tag, place) {
    return tag !== "HEAD" && !place.head && isHidden(element);
  }

  /** What the reader typed is not the page's. @param {Element} element */
  function isDraft(element) {
    return (attribute(element, "contenteditable") ?? "false") !== "false" || DRAFT_ROLES.test(attribute(element, "role") ?? "");
  }

  /** @param {Element} element */
  function isKeptMeta(element) {
    const name = attribute(element, "property") ?? attribute(element, "name") ?? attribute(element, "http-equiv");
    return METAS.test(name ?? "");
  }

  /** @param {Element} meta */
  function writeMeta(meta) {
    if (!isKeptMeta(meta)) return;
    parts.push("<meta");
    for (const name of ["property", "name", "http-equiv", "content"]) {
      const value = attribute(meta, name);
      if (value) parts.push(` ${name}=${quoted(value)}`);
    }
    parts.push(">");
  }

  /** @param {Element} element @param {string} tag @param {boolean} withLinks */
  function writeTag(element, tag, withLinks) {
    parts.push(`<${nameOf(element)}`);
    for (const name of DESCRIBED.has(tag) ? ATTRIBUTES : []) {
      const value = attribute(element, name);
      if (value) parts.push(` ${name}=${quoted(value.replace(/\s+/g, " ").slice(0, LONGEST))}`);
    }
    const address = withLinks && element instanceof HTMLAnchorElement ? addressOf(element.href) : "";
    parts.push(address ? ` href=${quoted(address)}>` : ">");
  }

  /**
   * A link as it is sent: without the site when it stays on it, "" when it would tell which page this is.
   * @param {string} href absolute
   */
  function addressOf(href) {
    if (!/^https?:/.test(href) || !URL.canParse(href)) return "";
    const url = new URL(href);
    const stays = url.origin === location.origin;
    if ((stays && url.pathname === location.pathname) || namesThisPage(url, stays)) return "";
    return stays ? THIS_SITE + url.pathname + url.search + url.hash : href;
  }

  /** Links that share a page or come back to it carry its address, more or less encoded. @param {URL} url @param {boolean} stays */
  function namesThisPage(url, stays) {
    const path = location.pathname.replace(/\/$/, "");
    const name = stays ? path : location.host + path;
    const place = stays ? url.search + url.hash : url.href;
    return name !== "" && [place, decoded(place), decoded(decoded(place))].some((text) => text.includes(name));
  }

  /** @param {string} text */
  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  /** @param {Text} node @param {Place} place */
  function writeText({ data }, place) {
    if (place.unseen) return;
    if (/\S/.test(data)) {
      words += 1;
      empty &&= place.head;
    } else if (parts.at(-1) === " " || !(place.spaced || place.preformatted)) return;
    parts.push(escaped(place.preformatted ? data : data.replace(/\s+/g, " ")));
  }

  /** The frame of the site around the article. @param {Element} element @param {string} tag @param {Place} place */
  function isFrame(element, tag, place) {
    if (tag === "NAV") return true;
    if (place.article) return false;
    return FRAME.has(tag) || FRAME_ROLES.test(attribute(element, "role") ?? "") || isMenu(element, tag);
  }

  /** A list of hardly anything but links. @param {Element} element @param {string} tag */
  function isMenu(element, tag) {
    if (tag !== "UL" && tag !== "OL") return false;
    const links = element.querySelectorAll("a");
    if (links.length < MENU_LINKS) return false;
    const length = (/** @type {Element} */ part) => textOf(part).replace(/\s+/g, " ").trim().length;
    return Array.from(links, length).reduce((sum, one) => sum + one, 0) > MENU_SHARE * length(element);
  }

  /** Slots show what was put into them; a shadow tree shows in place of the children. @param {Element} element */
  function childrenOf(element) {
    if (element instanceof HTMLSlotElement && element.assignedNodes().length > 0) return element.assignedNodes();
    const shadow = shadowOf(element);
    if (shadow) password ||= asksForPassword(shadow);
    return childrenIn(shadow ?? element);
  }

  /** @param {Element} element @param {string} tag @param {Place} place */
  function isLeftOut(element, tag, place) {
    if (DROPPED.has(tag) || place.depth > MAX_DEPTH || elements > MAX_ELEMENTS) return true;
    return isFrame(element, tag, place) || isDraft(element) || isUnseen(element, tag, place);
  }

  /** @param {Element} element @param {Place} place */
  function writeElement(element, place) {
    const tag = tagOf(element).toUpperCase();
    if (tag === "META") return writeMeta(element);
    if (isLeftOut(element, tag, place)) return;
    elements += 1;
    const start = parts.length;
    const said = words;
    const within = inside(element, tag, place);
    const wrapped = !UNWRAPPED.has(tag);
    if (wrapped) writeTag(element, tag, within.links);
    if (EMPTY.has(tag)) return;
    writeChildren(element, within);
    if (!wrapped) return;
    if (words === said) parts.length = start; // an empty element says nothing
    else parts.push(`</${nameOf(element)}>`);
  }

  /**
   * links: in running text that speaks of a way out.
   * unseen: its own text is hidden.
   * @typedef {{depth: number, head: boolean, unseen: boolean, article: boolean, furniture: boolean, prose: boolean, links: boolean,
   *   spaced: boolean, preformatted: boolean}} Place
   * @param {Element} element @param {string} tag @param {Place} place @returns {Place}
   */
  function inside(element, tag, place) {
    const head = place.head || tag === "HEAD";
    const furniture = place.furniture || FURNITURE.has(tag);
    const prose = !furniture && (place.prose || PROSE.has(tag));
    return {
      depth: place.depth + 1,
      head,
      unseen: !head && isInvisible(element),
      article: place.article || tag === "ARTICLE" || tag === "MAIN",
      furniture,
      prose,
      links: prose && mayNameWayOut(element, tag, place),
      spaced: place.spaced || SPACED.has(tag),
      preformatted: place.preformatted || tag === "PRE",
    };
  }

  /** @param {Element} element @param {string} tag @param {Place} place */
  function mayNameWayOut(element, tag, place) {
    if (!PROSE.has(tag)) return place.links;
    return (place.links || !place.prose) && WAYS_OUT.test(textOf(element));
  }

  /** @param {Element} element @param {Place} place */
  function writeChildren(element, place) {
    for (const child of childrenOf(element)) {
      if (child instanceof Text) writeText(child, place);
      else if (child instanceof Element) writeElement(child, place);
    }
  }

  if (!/html/.test(typeOf(document))) return null;
  writeElement(rootOf(document), TOP);
  const html = elements > MAX_ELEMENTS ? "" : `<!doctype html>${parts.join("")}`;
  return { html, url: location.href, born: performance.timeOrigin, password, empty };
})();
