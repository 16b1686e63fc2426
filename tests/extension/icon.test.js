import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { showIconAgain, toolbarIs } from "../../extension/icon.js";
import { newChrome } from "./browser.js";

let shown;
const agent = (text) => Object.defineProperty(globalThis, "navigator", { value: { userAgent: text }, configurable: true });

beforeEach(() => {
  shown = [];
  agent("Chrome");
  newChrome({ action: { setIcon: async ({ path }) => void shown.push(path[16]) } });
});

test("a dark toolbar gets the light drawing, and again when the browser has started anew", async () => {
  await toolbarIs(true);
  await showIconAgain();
  await toolbarIs(false);
  assert.deepEqual(shown, ["/icons/on-dark-16.png", "/icons/on-dark-16.png", "/icons/on-light-16.png"]);
  for (const path of shown) assert.ok(existsSync(`extension${path}`), path);
});

test("as long as no page has told, the icon of the manifest stays", async () => {
  await showIconAgain();
  assert.deepEqual(shown, []);
});

test("Firefox chooses by itself", async () => {
  agent("Firefox");
  await toolbarIs(true);
  assert.deepEqual(shown, []);
});
