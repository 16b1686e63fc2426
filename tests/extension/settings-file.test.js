import assert from "node:assert/strict";
import { test } from "node:test";
import { fromFile, toFile } from "../../extension/settings-file.js";
import { DEFAULTS } from "../../extension/settings.js";
import { hostOf, withHost } from "../../extension/sites.js";

const settings = { ...DEFAULTS, consent: 5, token: "secret", mode: "sites", sites: ["a.example"], badge: false };

test("settings come back as they were, without token and agreement", () => {
  const file = toFile(settings);
  assert.doesNotMatch(file, /secret|consent/);
  assert.deepEqual({ ...DEFAULTS, ...fromFile(file), consent: 5, token: "secret" }, settings);
});

for (const broken of [
  "",
  "no JSON",
  "[]",
  '{"mode": "click"}',
  '{"format": "optflag-settings-1", "mode": "always"}',
  '{"format": "optflag-settings-1", "address": "http://far.example"}',
  '{"format": "optflag-settings-1", "sites": ["javascript:x"]}',
]) {
  test(`${broken || "an empty file"} is refused whole`, () => assert.equal(fromFile(broken), null));
}

test("a file cannot agree in the reader's place, nor bring a token", () => {
  const file = '{"format": "optflag-settings-1", "consent": 1, "token": "x", "badge": true}';
  assert.deepEqual(fromFile(file), { badge: true });
});

test("a site is known by its host name", () => {
  assert.equal(hostOf(" https://News.example:8080/a?b "), "news.example");
  assert.equal(hostOf("news.example"), "news.example");
  for (const bad of ["", "no site", "ftp://news.example", "javascript:alert(1)"]) assert.equal(hostOf(bad), "");
});

test("lists of sites hold each once, sorted", () => {
  assert.deepEqual(withHost(["b", "a"], "a", true), ["a", "b"]);
  assert.deepEqual(withHost(["b", "a"], "a", false), ["b"]);
});
