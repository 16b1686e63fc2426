import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readAnswer } from "../../extension/answer.js";
import { badgeOf } from "../../extension/badge.js";
import { reader } from "../../extension/i18n.js";
import { STATES } from "../../extension/states.js";
import { scored } from "./answers.js";

const message = reader(JSON.parse(readFileSync("extension/_locales/en/messages.json", "utf8")));
const entry = (name, answer) => ({ name, url: "https://example.com/", check: "1", at: 0, answer });

test("raised flags show their number in the colour of the level, and in words", () => {
  const look = badgeOf(entry("flags", readAnswer(scored())), message);
  assert.deepEqual(look, { text: "1", color: "#9a5200", title: "Optflag: Medium consent risk – Default opt-in" });
});

test("nothing found is a grey tick", () => {
  const look = badgeOf(entry("nothing", readAnswer(scored())), message);
  assert.equal(look.text, "✓");
  assert.equal(look.color, "#5f6368");
});

test("unknown looks neither safe nor dangerous", () => {
  const safe = badgeOf(entry("nothing", readAnswer(scored())), message).text;
  for (const name of ["unsure", "not_article", "too_short", "unsupported_language", "page_permission"]) {
    const { text, color } = badgeOf(entry(name), message);
    assert.match(text, /^[?–]$/);
    assert.notEqual(text, safe);
    assert.equal(color, "#5f6368");
  }
});

test("each state of the table has a title of its own", () => {
  const titles = Object.keys(STATES).map((name) => badgeOf(entry(name), message).title);
  assert.equal(new Set(titles).size, titles.length);
});

test("no badge is shown before the reader asked", () => {
  assert.equal(badgeOf(entry("not_asked"), message).text, "");
  assert.equal(badgeOf(entry("not_set_up"), message).text, "");
});
