import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { current, read, samePage, update } from "../../extension/state.js";
import { movedWithin } from "../../extension/navigation.js";
import { newChrome } from "./browser.js";

beforeEach(() => newChrome());

const entry = { name: "nothing", url: "https://example.com/a", check: "1", at: 1 };

test("a tab that nobody asked about is in the state not_asked", async () => {
  assert.equal((await read(1)).name, "not_asked");
});

test("states are kept tab by tab and can be cleared", async () => {
  await update(1, () => entry);
  assert.equal((await read(1)).name, "nothing");
  assert.equal((await read(2)).name, "not_asked");
  await update(1, () => null);
  assert.equal((await read(1)).name, "not_asked");
});

test("changes that are asked for at the same time happen one after the other", async () => {
  await update(1, () => ({ ...entry, at: 0 }));
  await Promise.all(Array.from({ length: 50 }, () => update(1, (known) => ({ ...known, at: known.at + 1 }))));
  assert.equal((await read(1)).at, 50);
});

test("a change that fails does not stop the next", async () => {
  await assert.rejects(update(1, () => { throw new Error("no"); }));
  await update(1, () => entry);
  assert.equal((await read(1)).name, "nothing");
});

test("a check that lost its worker has timed out", () => {
  const reading = { ...entry, name: "reading", at: 0 };
  assert.equal(current(reading, 10_000).name, "reading");
  assert.equal(current(reading, 31_000).name, "timeout");
});

test("a fragment is the same page, a route in it is not", () => {
  assert.ok(samePage("https://example.com/a", "https://example.com/a#part"));
  assert.ok(!samePage("https://example.com/#/one", "https://example.com/#/two"));
  assert.ok(!samePage("https://example.com/#!one", "https://example.com/#!two"));
  assert.ok(!samePage("https://example.com/a", "https://example.com/a?b=1"));
});

test("a reload is no move within the page", () => {
  assert.ok(!movedWithin("https://example.com/a", "https://example.com/a"));
  assert.ok(!movedWithin("https://example.com/a", undefined));
  assert.ok(movedWithin("https://example.com/a", "https://example.com/a#part"));
});
