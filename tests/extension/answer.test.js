import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswer, UnknownAnswer, webAddress } from "../../extension/answer.js";
import { flag, scored } from "./answers.js";

test("an answer is read with its flags in the order of the definition", () => {
  const flags = [flag("regulatory_action"), flag("ai_training", { raised: true }), flag("default_opt_in")];
  const answer = readAnswer(scored({ flags }));
  assert.deepEqual(answer.flags.map((one) => one.flag), ["default_opt_in", "ai_training", "regulatory_action"]);
  assert.equal(answer.flags[1].raised, true);
});

test("members that are not in the contract are dropped", () => {
  const answer = readAnswer({ ...scored(), surprise: "x", badge: { ...scored().badge, onclick: "x" } });
  assert.ok(!("surprise" in answer));
  assert.ok(!("onclick" in answer.badge));
});

for (const broken of [null, 7, "text", [], {}, { verdict: "scored" }, scored({ flags: [] }), scored({ risk: "84" })]) {
  test(`${JSON.stringify(broken)?.slice(0, 40)} is no answer`, () => {
    assert.throws(() => readAnswer(broken), UnknownAnswer);
  });
}

test("a colour that is none becomes grey", () => {
  const badge = { level: "high", text: "3", color: "red;background:url(x)" };
  assert.equal(readAnswer(scored({ badge })).badge.color, "#5f6368");
});

test("a badge text longer than a badge is cut", () => {
  const badge = { level: "high", text: "click here", color: "#b3261e" };
  assert.equal(readAnswer(scored({ badge })).badge.text.length, 4);
});

test("only web addresses become links", () => {
  assert.equal(webAddress("https://example.com/a"), "https://example.com/a");
  for (const bad of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "chrome://settings", "/a", 7, null]) {
    assert.equal(webAddress(bad), "");
  }
});

test("an answer without an article needs no flags", () => {
  const answer = readAnswer({ verdict: "not_article", risk: null, badge: null, flags: [], choices: [] });
  assert.equal(answer.verdict, "not_article");
  assert.deepEqual(answer.flags, []);
});
