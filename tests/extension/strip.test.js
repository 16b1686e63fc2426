import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { JSDOM } from "jsdom";

const SCRIPT = readFileSync("extension/content/strip.js", "utf8");

/** The page as it would be sent. jsdom draws nothing, so "visible" is what no inline style hides. */
function stripped(html) {
  const { window } = new JSDOM(html, { url: "https://news.example/a/b?c=1", runScripts: "outside-only" });
  window.Element.prototype.checkVisibility = function ({ visibilityProperty } = {}) {
    const style = window.getComputedStyle(this);
    return style.display !== "none" && !this.hidden && !(visibilityProperty && style.visibility !== "visible");
  };
  const before = window.document.documentElement.outerHTML;
  const page = window.eval(SCRIPT);
  assert.equal(window.document.documentElement.outerHTML, before, "the page itself is never changed");
  return page;
}

const body = (html) => stripped(`<!doctype html><html lang="en"><body>${html}</body></html>`).html;

test("text, headings and paragraphs stay", () => {
  const html = body("<article><h1>Title</h1><p>One &lt;two&gt; &amp; three.</p></article>");
  assert.match(html, /<article><h1>Title<\/h1><p>One &lt;two> &amp; three\.<\/p><\/article>/);
});

for (const gone of [
  "<script>secret()</script>",
  "<style>secret{}</style>",
  "<noscript>secret</noscript>",
  "<svg><text>secret</text></svg>",
  "<iframe src='https://secret'></iframe>",
  "<template><p>secret</p></template>",
  "<!-- secret -->",
  "<img src='data:secret' alt='secret'>",
  "<input value='secret'>",
  "<textarea>secret</textarea>",
  "<select><option>secret</option></select>",
  "<button>secret</button>",
  "<p hidden>secret</p>",
  "<p style='display: none'>secret</p>",
  "<div contenteditable>secret</div>",
  "<div role='textbox'>secret</div>",
  "<p onclick='secret()' data-x='secret' style='color: secret' title='secret' aria-label='secret'></p>",
]) {
  test(`${gone.slice(0, 30)} does not leave the browser`, () => {
    const html = body(`<p>Kept.</p>${gone}`);
    assert.match(html, /Kept\./);
    assert.doesNotMatch(html, /secret/);
  });
}

test("links that may be a way out keep their address, without the site when they stay on it; others do not", () => {
  const html = body("<p>To opt out, see <a href='../form'>this page</a> or <a href='https://a.example/x'>that</a>.</p><p>See <a href='/x'>the map</a>.</p>");
  assert.match(html, /<a href="https:\/\/this-site\.invalid\/form">this page<\/a>/);
  assert.match(html, /<a href="https:\/\/a\.example\/x">that<\/a>/);
  assert.match(html, /<a>the map<\/a>/);
});

test("the page's own address is nowhere in what is sent, in no link and no encoding", () => {
  const page = "https://news.example/a/b";
  const links = [
    "#note-1", "?share=x", "/login?next=/a/b", page,
    `https://share.example/?u=${encodeURIComponent(page)}`,
    `https://share.example/?u=${encodeURIComponent(encodeURIComponent(page))}`,
  ];
  const html = body(`<p>To opt out: ${links.map((href) => `<a href="${href}">link</a>`).join(" ")}</p>`);
  assert.match(html, /link/);
  assert.doesNotMatch(html, /news|href|a%2Fb|a\/b/i);
});

test("text that visibility hides stays here, what is visible again within it goes along", () => {
  const html = body("<div style='visibility: hidden'><p>secret</p><p style='visibility: visible'>Shown.</p></div>");
  assert.doesNotMatch(html, /secret/);
  assert.match(html, /Shown\./);
});

test("a page cannot hide behind the names of its form fields and pictures", () => {
  const names = ["tagName", "localName", "getAttribute", "childNodes", "textContent", "shadowRoot", "checkVisibility"];
  const form = `<form>${names.map((name) => `<input name="${name}">`).join("")}<p>Kept.</p></form>`;
  assert.match(body(`<img name="documentElement"><img name="contentType"><img name="querySelector">${form}`), /<form><p>Kept\.<\/p><\/form>/);
});

test("a page that shows no text says so, whatever its title", () => {
  assert.equal(stripped("<title>Title</title><p> </p><p hidden>Hidden.</p><button>Menu</button>").empty, true);
  assert.equal(stripped("<title>Title</title><p>Text.</p>").empty, false);
});

test("a page that asks for a password says so, from within a shadow tree as well", () => {
  assert.equal(stripped("<p>Text.</p>").password, false);
  assert.equal(stripped("<p>Text.</p><form hidden><input type=password></form>").password, true);
  const dom = new JSDOM("<body><x-login></x-login></body>", { runScripts: "outside-only", url: "https://n.example/" });
  dom.window.Element.prototype.checkVisibility = () => true;
  dom.window.document.querySelector("x-login").attachShadow({ mode: "open" }).innerHTML = "<input type=password>";
  assert.equal(dom.window.eval(SCRIPT).password, true);
});

test("menus and footers of the site stay here, those of an article go along", () => {
  const html = body(
    "<nav>menu secret</nav><div role='navigation'>secret</div><article><p>Text.</p><footer>Author</footer></article><footer>secret</footer>",
  );
  assert.match(html, /<p>Text\.<\/p><footer>Author<\/footer>/);
  assert.doesNotMatch(html, /secret/);
});

test("space between words stays where words stand, between boxes it goes", () => {
  const html = body("<div>\n  <h1><span>Two</span>\n<span>words</span></h1>\n  <p><i>a</i> <b>b</b></p>\n</div>");
  assert.match(html, /<div><h1>Two words<\/h1><p>a b<\/p><\/div>/);
});

test("links that are no web addresses lose them", () => {
  assert.match(body("<p>Opt out: <a href='javascript:x()'>a link</a></p>"), /<a>a link<\/a>/);
});

test("the title and what names the article stay in the head, other head matter goes", () => {
  const { html } = stripped(
    "<head><title>T</title><meta property='og:title' content='O'><meta name='csrf' content='secret'><link href='secret'></head><p>x",
  );
  assert.match(html, /<title>T<\/title>/);
  assert.match(html, /<meta property="og:title" content="O">/);
  assert.doesNotMatch(html, /secret/);
});

test("attributes cannot break out of their quotes", () => {
  assert.match(body(`<p class='a"><b onclick=x'>text</p>`), /class="a&quot;><b onclick=x"/);
});

test("preformatted text keeps its lines, other text does not", () => {
  const html = body("<pre>a\n  b</pre><p>a\n  b</p>");
  assert.match(html, /<pre>a\n {2}b<\/pre>/);
  assert.match(html, /<p>a b<\/p>/);
});

test("text in a shadow tree is read, its slots in place", () => {
  const dom = new JSDOM("<body><x-card><p>inner</p></x-card></body>", { runScripts: "outside-only", url: "https://n.example/" });
  dom.window.Element.prototype.checkVisibility = () => true;
  const root = dom.window.document.querySelector("x-card").attachShadow({ mode: "open" });
  root.innerHTML = "<h2>outer</h2><slot></slot>";
  assert.match(dom.window.eval(SCRIPT).html, /<h2>outer<\/h2><slot><p>inner<\/p><\/slot>/);
});

test("a document that is no web page is not read", () => {
  const dom = new JSDOM("<x/>", { contentType: "application/xml", runScripts: "outside-only" });
  assert.equal(dom.window.eval(SCRIPT), null);
});

test("a very deep page is cut, not crashed on", () => {
  const html = body("<div>".repeat(3000) + "deep" + "</div>".repeat(3000) + "<p>after</p>");
  assert.match(html, /after/);
});
