import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { JSDOM } from "jsdom";

const SCRIPT = readFileSync("extension/content/highlight.js", "utf8");

/** What is highlighted for `sentences`, as text, and which were found. */
function shown(body, sentences, prepare = () => {}) {
  const { window } = new JSDOM(`<body>${body}</body>`, { runScripts: "outside-only" });
  window.Element.prototype.checkVisibility = () => true;
  window.Element.prototype.scrollIntoView = () => {};
  window.Range.prototype.getBoundingClientRect = () => ({ top: 0, height: 0 });
  prepare(window.document);
  window.CSS = { highlights: new Map() };
  window.Highlight = class {
    constructor(...ranges) {
      this.ranges = ranges;
    }
  };
  window.eval(SCRIPT);
  const found = window.optflagShow(sentences, 0, "name");
  const { ranges } = window.CSS.highlights.get("name");
  return { found: [...found], texts: ranges.map(String), ranges, window };
}

test("a sentence is found across elements and spaces", () => {
  const { texts } = shown("<p>First. The <b>second</b>\n one\u00a0here. Third.</p>", ["The second one here."]);
  assert.deepEqual(texts, ["The second\n one\u00a0here."]);
});

test("typography and soft hyphens do not hide a sentence", () => {
  const { found } = shown("<p>“It’s on by de\u00adfault,” he said — twice.</p>", ['"It\'s on by default," he said - twice.']);
  assert.deepEqual(found, [true]);
});

test("a sentence whose middle differs is found by its beginning and end", () => {
  const page = "<p>The company confirmed on Tuesday that <sup>[1]</sup> every account had been enrolled automatically.</p>";
  const { found } = shown(page, ["The company confirmed on Tuesday that every account had been enrolled automatically."]);
  assert.deepEqual(found, [true]);
});

test("a sentence that is not there is not found", () => {
  assert.deepEqual(shown("<p>Something else entirely stands here.</p>", ["Nobody was told.", ""]).found, [false, false]);
});

test("scripts and fields are not searched", () => {
  const { found } = shown("<script>Nobody was told.</script><textarea>Nobody was told.</textarea>", ["Nobody was told."]);
  assert.deepEqual(found, [false]);
});

test("a sentence in an article is preferred to the same one in a teaser", () => {
  const page = "<aside><p>Nobody was told of this change.</p></aside><article><p>Nobody was told of this change.</p></article>";
  const { ranges } = shown(page, ["Nobody was told of this change."]);
  assert.equal(ranges[0].startContainer.parentElement.parentElement.localName, "article");
});

test("what stands in a slot of a shadow tree is found, in its place", () => {
  const { found } = shown("<x-story><p>was told of the change.</p></x-story>", ["Nobody was told of the change."], (document) => {
    document.querySelector("x-story").attachShadow({ mode: "open" }).innerHTML = "<b>Nobody</b> <slot></slot>";
  });
  assert.deepEqual(found, [true]);
});

test("fields that are named like what is built in do not confuse the search", () => {
  const form = "<form><input name='tagName'><input name='childNodes'><input name='shadowRoot'><p>Nobody was told of this.</p></form>";
  assert.deepEqual(shown(form, ["Nobody was told of this."]).found, [true]);
});

test("highlights of before go away when the script runs again", () => {
  const { window } = shown("<p>Nobody was told of this.</p>", ["Nobody was told of this."]);
  assert.deepEqual([...window.CSS.highlights.keys()], ["name", "name-chosen"]);
  window.eval(SCRIPT);
  assert.deepEqual([...window.CSS.highlights.keys()], []);
});
