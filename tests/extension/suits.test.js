import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { JSDOM } from "jsdom";

const SCRIPT = readFileSync("extension/content/suits.js", "utf8");
const QUIET_MS = 300; // the script's own

/** A page at /one that was read there, and the script, which looks at it. */
function looking() {
  const { window } = new JSDOM("<p>one</p>", { url: "https://n.example/one", runScripts: "outside-only" });
  const text = () => window.document.body.textContent;
  window.performance.getEntriesByType = () => [];
  window.isProbablyReaderable = text;
  window.optflagWatch = { stillOld: () => window.location.pathname !== "/one" && text() === "one" };
  return { window, result: window.eval(SCRIPT) };
}

test("an app that moves on while it is waited for is waited for again, until its text has followed", async () => {
  const { window, result } = looking();
  await pause(QUIET_MS / 2);
  window.history.pushState({}, "", "/two");
  setTimeout(() => (window.document.body.textContent = "two"), 3 * QUIET_MS);
  const { url, article } = await result;
  assert.deepEqual({ url, article }, { url: "https://n.example/two", article: "two" });
  window.close();
});

test("a page that stays is looked at when it has come to rest", async () => {
  const { window, result } = looking();
  setTimeout(() => (window.document.body.textContent = "more"), QUIET_MS / 2);
  const begun = performance.now();
  assert.equal((await result).article, "more");
  assert.ok(performance.now() - begun > 1.4 * QUIET_MS);
  window.close();
});
