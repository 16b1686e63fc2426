import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { Failure, pair, score } from "../../extension/api.js";
import { scored } from "./answers.js";

const SERVER = { address: "http://127.0.0.1:8765", token: "secret" };
const realFetch = globalThis.fetch;
afterEach(() => (globalThis.fetch = realFetch));

/** Answers every request with `response` and keeps what was asked. */
function serverSays(response) {
  const asked = [];
  globalThis.fetch = async (url, request) => {
    asked.push({ url: String(url), ...request });
    if (response instanceof Error) throw response;
    return response;
  };
  return asked;
}

const problem = (status, slug) =>
  new Response(JSON.stringify({ type: `urn:optflag:error:${slug}`, status }), { status });

test("a page is sent gzipped, with the token, without cookies or referrer", async () => {
  const asked = serverSays(Response.json(scored()));
  await score(SERVER, "<p>Text");
  const [request] = asked;
  assert.equal(request.url, "http://127.0.0.1:8765/api/v1/score");
  assert.equal(request.headers.Authorization, "Bearer secret");
  assert.equal(request.headers["Content-Encoding"], "gzip");
  assert.deepEqual(JSON.parse(gunzipSync(Buffer.from(request.body)).toString()), { html: "<p>Text" });
  assert.equal(request.credentials, "omit");
  assert.equal(request.referrerPolicy, "no-referrer");
  assert.equal(request.redirect, "error");
});

const TIMED_OUT = new DOMException("late", "TimeoutError");
for (const [what, response, state] of [
  ["no server", new TypeError("refused"), "server_away"],
  ["no answer in time", TIMED_OUT, "timeout"],
  ["an unknown token", problem(401, "unauthorized"), "wrong_code"],
  ["a foreign host", problem(400, "invalid-host"), "refused"],
  ["a refused origin", problem(403, "foreign-origin"), "refused"],
  ["a server without this path", problem(404, "not-found"), "other_version"],
  ["a page that is too large", problem(413, "too-large"), "too_large"],
  ["a request it cannot read", problem(422, "invalid-request"), "other_version"],
  ["a page that takes too long", problem(503, "too-slow"), "busy"],
  ["a fault of the server", problem(500, "internal"), "server_fault"],
  ["another program", new Response("<h1>Hello</h1>"), "other_version"],
  ["another kind of answer", Response.json({ hello: 1 }), "other_version"],
]) {
  test(`${what} is the state ${state}`, async () => {
    serverSays(response);
    await assert.rejects(score(SERVER, ""), (error) => error instanceof Failure && error.state === state);
  });
}

test("a hopelessly large page is not sent at all", async () => {
  const asked = serverSays(Response.json(scored()));
  await assert.rejects(score(SERVER, "x".repeat(9_000_000)), { state: "too_large" });
  assert.deepEqual(asked, []);
});

test("pairing brings a token and sends none", async () => {
  const asked = serverSays(Response.json({ token: "new" }, { status: 201 }));
  assert.equal(await pair(SERVER.address, "ABCD-EFGH", "Chrome extension"), "new");
  assert.ok(!("Authorization" in asked[0].headers));
});

test("a wrong code is told apart from a refusal", async () => {
  serverSays(problem(403, "invalid-code"));
  await assert.rejects(pair(SERVER.address, "X", "Y"), { slug: "invalid-code" });
});
