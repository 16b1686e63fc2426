import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { give, sendWaiting } from "../../extension/feedback.js";
import { writeSettings } from "../../extension/settings.js";
import { newChrome } from "./browser.js";

const realFetch = globalThis.fetch;
let sent;
let server;

beforeEach(async () => {
  newChrome();
  await writeSettings({ consent: 1, token: "t" });
  sent = [];
  server = () => Response.json({}, { status: 201 });
  globalThis.fetch = async (url, { body }) => {
    const response = server(String(url));
    if (response instanceof Error) throw response;
    sent.push([new URL(url).pathname, JSON.parse(gunzipSync(Buffer.from(body)).toString())]);
    return response;
  };
});
afterEach(() => (globalThis.fetch = realFetch));

const report = (key) => ({ key, flag: "ai_training", verdict: "wrong", raised: true, probability: 0.9, model: "1" });
const waiting = async () => (await chrome.storage.local.get("feedback")).feedback ?? [];

test("an opinion is sent and then forgotten", async () => {
  assert.equal(await give({ report: report("one") }), true);
  assert.deepEqual(sent.map(([path, body]) => [path, body.key]), [["/api/v1/feedback", "one"]]);
  assert.deepEqual(await waiting(), []);
});

test("while the server is away opinions wait, then go once and in order", async () => {
  server = () => new TypeError("refused");
  assert.equal(await give({ report: report("one") }), false);
  assert.equal(await give({ report: report("two") }), false);
  server = () => Response.json({}, { status: 201 });
  await Promise.all([sendWaiting(), sendWaiting()]);
  assert.deepEqual(sent.map(([, body]) => body.key), ["one", "two"]);
});

test("one that the server never will take does not hold up the others", async () => {
  let first = true;
  server = () => {
    const status = first ? 422 : 201;
    first = false;
    return new Response("{}", { status });
  };
  await give({ report: report("bad") });
  assert.equal(await give({ report: report("good") }), true);
  assert.deepEqual(await waiting(), []);
});

test("the article goes along only when the reader gave it", async () => {
  server = (url) =>
    url.endsWith("/score") ? Response.json({ article: { title: "T", text: "Text." } }) : Response.json({}, { status: 201 });
  await give({ report: report("one"), html: "<p>Text." });
  assert.deepEqual(sent.at(-1)[1].article, { title: "T", text: "Text." });
  await give({ report: report("two") });
  assert.ok(!("article" in sent.at(-1)[1]));
});

test("nothing is sent before the reader agreed", async () => {
  await writeSettings({ consent: 0 });
  await give({ report: report("one") });
  assert.deepEqual(sent, []);
});
