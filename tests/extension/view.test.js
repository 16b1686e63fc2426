import assert from "node:assert/strict";
import { test } from "node:test";
import { withOwnFirst } from "../../extension/popup/view.js";

const flag = (name, ...texts) => ({ flag: name, raised: true, evidence: texts.map((text) => ({ text })) });
const texts = (flags) => flags.map(({ evidence }) => evidence.map(({ text }) => text).join(""));

test("each flag begins with a sentence of its own, where it has one", () => {
  const flags = [flag("one", "a", "b"), flag("two", "a", "c"), flag("three", "a")];
  assert.deepEqual(texts(withOwnFirst(flags)), ["ab", "ca", "a"]);
});
