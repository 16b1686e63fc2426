import assert from "node:assert/strict";
import { test } from "node:test";
import { gated } from "../../extension/gate.js";

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

test("three works run at once, the others in their turn, and one that fails holds up nobody", async () => {
  const begun = [];
  const ends = [];
  const work = (name) => gated(() => {
    begun.push(name);
    return new Promise((resolve, reject) => ends.push({ resolve, reject }));
  });
  const all = ["a", "b", "c", "d", "e"].map((name) => work(name).catch(() => "failed"));
  await settle();
  assert.deepEqual(begun, ["a", "b", "c"]);
  ends[1].reject(new Error("no"));
  await settle();
  assert.deepEqual(begun, ["a", "b", "c", "d"]);
  ends[0].resolve("done");
  await settle();
  for (const { resolve } of ends) resolve("done");
  await settle();
  assert.deepEqual(await Promise.all(all), ["done", "failed", "done", "done", "done"]);
});
