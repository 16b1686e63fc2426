import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readAnswer } from "../../extension/answer.js";
import { badgeOf, GREY, LEVEL_COLORS } from "../../extension/badge.js";
import { reader } from "../../extension/i18n.js";
import { STATES } from "../../extension/states.js";
import { scored } from "./answers.js";

const message = reader(JSON.parse(readFileSync("extension/_locales/en/messages.json", "utf8")));
const entry = (name, answer) => ({ name, url: "https://example.com/", check: "1", at: 0, answer });

test("raised flags show their number in the colour of the level, and in words", () => {
  const look = badgeOf(entry("flags", readAnswer(scored())), message);
  assert.deepEqual(look, { text: "1", color: "#a84300", title: "Optflag: Medium consent risk – Default opt-in" });
});

test("white text can be read on each colour", () => {
  const light = (part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  for (const color of Object.values(LEVEL_COLORS)) {
    const [red, green, blue] = color.match(/[0-9a-f]{2}/g).map((part) => light(parseInt(part, 16) / 255));
    assert.ok(1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5, color);
  }
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
  const names = Object.keys(STATES).filter((name) => STATES[name].badge !== "none");
  const titles = names.map((name) => badgeOf(entry(name), message).title);
  assert.equal(new Set(titles).size, titles.length);
});

test("no badge is shown before the reader asked", () => {
  assert.deepEqual(badgeOf(entry("not_asked"), message), { text: "", color: GREY, title: "Optflag" });
  assert.equal(badgeOf(entry("not_set_up"), message).text, "");
});
