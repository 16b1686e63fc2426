import assert from "node:assert/strict";
import { test } from "node:test";
import { languageFor, reader } from "../../extension/i18n.js";

test("the nearest language is chosen, English where there is none", () => {
  assert.equal(languageFor("de-AT"), "de");
  assert.equal(languageFor("pt-BR"), "pt_BR");
  assert.equal(languageFor("pt-PT"), "pt_BR");
  assert.equal(languageFor("en-GB"), "en");
  assert.equal(languageFor("fi"), "en");
});

test("values take their places, also when they look like places", () => {
  const message = reader({ both: { message: "$1 of $2" } });
  assert.equal(message("both", "$2", 3), "$2 of 3");
});

test("a text that no table holds is a fault, not an empty place", () => {
  assert.throws(() => reader({})("missing"));
});
