import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { JSDOM } from "jsdom";

const SCRIPT = readFileSync("extension/content/highlight.js", "utf8");

/** What is highlighted for `sentences`, as text, and which were found. */
function shown(body, sentences, chosen = -1) {
  const { window } = new JSDOM(`<body>${body}</body>`, { runScripts: "outside-only" });
  window.Element.prototype.checkVisibility = () => true;
  window.Element.prototype.scrollIntoView = () => {};
  window.matchMedia = () => ({ matches: true });
  window.CSS = { highlights: new Map() };
  window.Highlight = class {
    constructor(...ranges) {
      this.ranges = ranges;
    }
  };
  window.eval(SCRIPT);
  const found = window.optflagShow(sentences, chosen);
  return { found: [...found], texts: window.CSS.highlights.get("optflag").ranges.map(String) };
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
