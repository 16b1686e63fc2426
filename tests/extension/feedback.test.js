import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { forgetWaiting, give, sendWaiting } from "../../extension/feedback.js";
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
    const response = await server(String(url));
    if (response instanceof Error) throw response;
    sent.push([new URL(url).pathname, JSON.parse(gunzipSync(Buffer.from(body)).toString())]);
    return response;
  };
});
afterEach(() => (globalThis.fetch = realFetch));

const report = (key) => ({ key, flag: "ai_training", verdict: "wrong", raised: true, probability: 0.9, model: "1" });
const waiting = async () => (await chrome.storage.local.get("feedback")).feedback ?? [];
const problem = (status, slug) => new Response(JSON.stringify({ type: `urn:optflag:error:${slug}` }), { status });
const away = () => new TypeError("refused");
const taken = () => Response.json({}, { status: 201 });

test("an opinion is sent and then forgotten", async () => {
  assert.equal(await give(report("one")), "sent");
  assert.deepEqual(sent.map(([path, body]) => [path, body.key]), [["/api/v1/feedback", "one"]]);
  assert.deepEqual(await waiting(), []);
});

test("while the server is away opinions wait, then go once and in order", async () => {
  server = away;
  assert.equal(await give(report("one")), "kept");
  assert.equal(await give(report("two")), "kept");
  server = taken;
  await Promise.all([sendWaiting(), sendWaiting()]);
  assert.deepEqual(sent.map(([, body]) => body.key), ["one", "two"]);
});

test("one that the server never will take is said to be refused, and does not hold up the others", async () => {
  server = () => problem(422, "invalid-request");
  assert.equal(await give(report("bad")), "refused");
  server = taken;
  assert.equal(await give(report("good")), "sent");
  assert.deepEqual(await waiting(), []);
});

test("a server that is being updated, or does not know us, gets it later", async () => {
  for (const response of [() => problem(404, "not-found"), () => problem(401, "unauthorized"), () => problem(400, "invalid-host")]) {
    server = response;
    assert.equal(await give(report("one")), "kept");
    await forgetWaiting();
  }
});

test("the article goes along only when the reader gave it", async () => {
  server = (url) => (url.endsWith("/score") ? Response.json({ article: { title: "T", text: "Text." } }) : taken());
  await give(report("one"), "<p>Text.");
  assert.deepEqual(sent.at(-1)[1].article, { title: "T", text: "Text." });
  await give(report("two"));
  assert.ok(!("article" in sent.at(-1)[1]));
});

test("a page that the server cannot read costs the report its text, not more", async () => {
  server = (url) => (url.endsWith("/score") ? problem(413, "too-large") : taken());
  assert.equal(await give(report("one"), "<p>Text."), "sent");
  assert.ok(!("article" in sent.at(-1)[1]));
});

test("many large pages do not fill the browser: the oldest lose their text, no report is lost", async () => {
  server = away;
  for (let count = 0; count < 5; count += 1) await give(report(`r${count}`), "x".repeat(1_500_000));
  const kept = await waiting();
  assert.deepEqual(kept.map(({ report: { key } }) => key), ["r0", "r1", "r2", "r3", "r4"]);
  assert.deepEqual(kept.map(({ html }) => html !== undefined), [false, false, false, true, true]);
});

test("nothing is sent before the reader agreed", async () => {
  await writeSettings({ consent: 0 });
  await give(report("one"));
  assert.deepEqual(sent, []);
});

test("when the agreement is taken back, what waits is not sent any more", async () => {
  server = away;
  await give(report("one"));
  await give(report("two"));
  server = async () => {
    await writeSettings({ consent: 0 }); // while the first is under way
    return taken();
  };
  await sendWaiting();
  assert.deepEqual(sent.map(([, body]) => body.key), ["one"]);
});

test("what waits for one server is not sent to another", async () => {
  server = away;
  await give(report("one"));
  server = taken;
  await writeSettings({ address: "http://127.0.0.1:9", token: "other" });
  await sendWaiting();
  assert.deepEqual(sent, []);
});
