import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswer, UnknownAnswer, webAddress, withSite } from "../../extension/answer.js";
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

test("of the badge only a known level is taken, neither its text nor its colour", () => {
  assert.deepEqual(readAnswer(scored({ badge: { level: "high", text: "click here", color: "#ffffff" } })).badge, { level: "high" });
  assert.deepEqual(readAnswer(scored({ badge: { level: "worst" } })).badge, { level: "none" });
});

test("links that stay on the page's site lead there again, others are left alone", () => {
  const urls = ["https://this-site.invalid/optout?x=1", "https://other.example/", ""];
  const answer = readAnswer(scored({ choices: urls.map((url) => ({ text: "A way", url })) }));
  const found = withSite(answer, "https://news.example/story").choices.map(({ url }) => url);
  assert.deepEqual(found, ["https://news.example/optout?x=1", "https://other.example/", ""]);
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
