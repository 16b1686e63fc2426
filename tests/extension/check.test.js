import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFound } from "../../extension/automatic.js";
import { check } from "../../extension/check.js";
import { takeUpAgain } from "../../extension/recover.js";
import { read, update } from "../../extension/state.js";
import { PAGE, tabWith } from "./tab.js";

const TAB = 1;

test("a page is sent, and its answer kept", async () => {
  const sent = await tabWith(PAGE);
  await check(TAB);
  assert.equal((await read(TAB)).name, "flags");
  assert.equal(sent.length, 1);
});

test("a page that shows no text is not sent", async () => {
  const sent = await tabWith({ ...PAGE, html: "<!doctype html>", empty: true });
  await check(TAB);
  const { name, born, url } = await read(TAB);
  assert.deepEqual({ name, born, url }, { name: "not_article", born: PAGE.born, url: PAGE.url });
  assert.deepEqual(sent, []);
});

for (const looks of [true, false]) {
  test(`a page that is there when the tab has moved on is not sent${looks ? "" : ", nor after one that cannot be looked at"}`, async () => {
    const sent = await tabWith(PAGE, { looks, onRead: () => update(TAB, () => null) });
    await check(TAB);
    assert.equal((await read(TAB)).name, "not_asked");
    assert.deepEqual(sent, []);
  });
}

test("an answer is not lost because the browser is too slow to tell what the tab shows", async () => {
  await tabWith(PAGE, { looks: false });
  await check(TAB);
  assert.equal((await read(TAB)).name, "flags");
});

const GONE = { url: PAGE.url, born: 1 }; // the same address, loaded before

test("what the last worker left does not push aside a page that came meanwhile", async () => {
  let asked = false;
  /** The page comes at the last moment: the other one is about to be checked. */
  async function onPermission() {
    if (asked) return;
    asked = true;
    await checkFound(TAB, PAGE);
  }
  await tabWith(PAGE, { mode: "everywhere", onPermission });
  await update(TAB, () => ({ name: "reading", ...GONE, check: "left", at: 0, automatic: true }));
  await takeUpAgain();
  assert.equal((await read(TAB)).name, "flags");
});

test("when the page to check is gone, the one in its place is looked at", async () => {
  await tabWith(PAGE, { mode: "everywhere" });
  await checkFound(TAB, GONE);
  const { name, born } = await read(TAB);
  assert.deepEqual({ name, born }, { name: "flags", born: PAGE.born });
});
