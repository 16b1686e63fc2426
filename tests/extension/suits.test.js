import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { JSDOM } from "jsdom";

const SCRIPT = readFileSync("extension/content/suits.js", "utf8");
const QUIET_MS = 300; // the script's own

/** A page that was read at /one, and the script, which looks at it. */
function looking(path = "/one") {
  const { window } = new JSDOM("<p>one</p>", { url: `https://n.example${path}`, runScripts: "outside-only" });
  const text = () => window.document.body.textContent;
  window.performance.getEntriesByType = () => [];
  window.isProbablyReaderable = text;
  window.optflagWatch = { stillOld: () => window.location.pathname === "/two" && text() === "one" };
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

test("a site's home page is no article, what an app shows there is", async () => {
  const seen = { "/": false, "/index.html": false, "/#top": false, "/?p=12": "one", "/#/one": "one", "/#!one": "one", "/news/": "one" };
  const looks = Object.entries(seen).map(async ([path, article]) => {
    const { window, result } = looking(path);
    assert.equal((await result).article, article, path);
    window.close();
  });
  await Promise.all(looks);
});
