// What holds for the extension's files as a whole.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { LANGUAGES } from "../../extension/i18n.js";
import { STATES } from "../../extension/states.js";

const ROOT = "extension";
const read = (path) => readFileSync(`${ROOT}/${path}`, "utf8");
const files = readdirSync(ROOT, { recursive: true }).map(String).filter((path) => !path.startsWith("vendor"));
const code = files.filter((path) => path.endsWith(".js"));
const pages = files.filter((path) => path.endsWith(".html"));
const manifest = JSON.parse(read("manifest.json"));
const english = JSON.parse(read("_locales/en/messages.json"));

test("it asks for the least permissions", () => {
  const allowed = ["activeTab", "scripting", "storage", "contextMenus"];
  assert.deepEqual(manifest.permissions.filter((one) => !allowed.includes(one)), []);
  assert.deepEqual(manifest.host_permissions, ["http://127.0.0.1/*", "http://localhost/*"]);
  assert.equal(manifest.web_accessible_resources, undefined);
  assert.equal(manifest.content_scripts, undefined);
  assert.equal(manifest.incognito, "not_allowed");
});

test("its policy allows no script but its own", () => {
  assert.match(manifest.content_security_policy.extension_pages, /^default-src 'none'; script-src 'self';/);
  assert.doesNotMatch(JSON.stringify(manifest), /unsafe|wasm/);
});

test("every language has every text, with the same places to fill", () => {
  for (const language of LANGUAGES) {
    const table = JSON.parse(read(`_locales/${language}/messages.json`));
    assert.deepEqual(Object.keys(table).sort(), Object.keys(english).sort(), language);
    for (const [key, { message }] of Object.entries(table)) {
      const places = (text) => [...new Set(text.match(/\$\d/g))].sort();
      assert.deepEqual(places(message), places(english[key].message), `${language} ${key}`);
      assert.notEqual(message.trim(), "", `${language} ${key}`);
    }
  }
  assert.deepEqual(readdirSync(`${ROOT}/_locales`).sort(), [...LANGUAGES].sort());
});

test("the description fits both stores in every language", () => {
  for (const language of LANGUAGES) {
    const { extension_description: entry } = JSON.parse(read(`_locales/${language}/messages.json`));
    assert.ok(entry.message.length <= 132, language);
  }
});

test("every text that is asked for exists, and every text is asked for", () => {
  const source = [...code, ...pages, "manifest.json"].map(read).join("\n");
  const asked = new Set(source.match(/\b[a-z]+(?:_[a-z]+)+\b/g));
  for (const name of Object.keys(STATES)) {
    for (const part of ["title", "words"]) if (name !== "flags" || part === "title") asked.add(`state_${name}_${part}`);
  }
  const made = /^(flag|level|action|popup|welcome_mode)_/;
  for (const key of read("manifest.json").match(/(?<=__MSG_)\w+(?=__)/g) ?? []) asked.add(key);
  const unused = Object.keys(english).filter((key) => !asked.has(key) && !made.test(key));
  assert.deepEqual(unused, []);
  for (const key of source.match(/(?<=data-i18n(?:-label)?=")[^"]+/g) ?? []) assert.ok(key in english, key);
  for (const key of source.match(/(?<=message\(\s*")[^"]+/g) ?? []) assert.ok(key in english, key);
  for (const key of asked) if (key.startsWith("state_")) assert.ok(key in english || key.endsWith("_"), key);
});

test("no page holds words of its own", () => {
  for (const page of pages) {
    const text = read(page).replace(/<title>Optflag<\/title>/, "").replace(/<[^>]*>/g, "").trim();
    assert.equal(text, "", page);
  }
});

test("no code holds words of its own for the reader", () => {
  const sentence = /"[A-Z][a-z]+(?: [a-z]+)+[^"]*"|`[A-Z][a-z]+ [a-z]+[^`]*`/g;
  for (const path of code.filter((one) => !one.startsWith("content/"))) {
    const said = read(path).replace(/\/\/.*|\/\*[\s\S]*?\*\//g, "").match(sentence) ?? [];
    assert.deepEqual(said.filter((words) => !/(Firefox|Chrome) extension/.test(words)), [], path);
  }
});

test("no code writes markup, runs text or reaches for remote code", () => {
  for (const path of code) {
    assert.doesNotMatch(read(path), /\.(inner|outer)HTML|insertAdjacentHTML|document\.write|\beval\(|new Function/, path);
    if (path !== "api.js") assert.doesNotMatch(read(path), /\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon/, path);
  }
});

test("pages load nothing but their own files", () => {
  for (const page of pages) assert.doesNotMatch(read(page), /https?:|\bstyle=|\bon[a-z]+=/, page);
});

test("what comes from Mozilla is unchanged", () => {
  for (const file of ["Readability-readerable.js", "LICENSE.md"]) {
    assert.equal(read(`vendor/readability/${file}`), readFileSync(`node_modules/@mozilla/readability/${file}`, "utf8"));
  }
});
