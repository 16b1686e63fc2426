import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { JSDOM } from "jsdom";

const SCRIPT = readFileSync("extension/content/watch.js", "utf8");
const PAUSE_MS = 450; // a little longer than the script's own

const article = (subject, count = 6) =>
  Array.from({ length: count }, (_, place) => `<p>Paragraph ${place} of a long article that tells what happened to ${subject} in the end.</p>`).join("");

/** A page that is being watched, and the messages that come of it. */
function watched(body) {
  const { window } = new JSDOM(`<body>${body}</body>`, { url: "https://n.example/one", runScripts: "outside-only" });
  const said = [];
  window.chrome = { runtime: { sendMessage: async (message) => void said.push(message.name) } };
  window.eval(SCRIPT);
  return { window, said, main: window.document.querySelector("main") };
}

/** Changes a page, and tells whether that was noticed. */
async function noticed(body, change) {
  const { window, said, main } = watched(body);
  change(main, window);
  await pause(PAUSE_MS);
  assert.equal(window.optflagWatch.changed, said.length > 0);
  return said.length > 0;
}

const fill = (html) => (main) => main.replaceChildren(...new JSDOM(html).window.document.body.childNodes);

test("another article in place of the one that was read is noticed", async () => {
  assert.equal(await noticed(`<main>${article("whales")}</main>`, fill(article("trams"))), true);
});

test("the same article drawn anew, a clock, an advertisement, more at the end are none", async () => {
  const page = `<main>${article("whales")}</main>`;
  assert.equal(await noticed(page, fill(article("whales"))), false);
  assert.equal(await noticed(page, (main) => main.append("12:00", ...new JSDOM(article("shoes", 1)).window.document.body.childNodes)), false);
  assert.equal(await noticed(page, (main) => main.append(...new JSDOM(article("more whales", 6)).window.document.body.childNodes)), false);
});

test("an article that comes late is noticed, one that is cut is too", async () => {
  assert.equal(await noticed("<main>Loading…</main>", fill(article("whales"))), true);
  assert.equal(await noticed(`<main>${article("whales")}</main>`, fill(article("whales", 2))), true);
});

test("it is told once", async () => {
  const { said, main } = watched(`<main>${article("whales")}</main>`);
  fill(article("trams"))(main);
  await pause(PAUSE_MS);
  fill(article("bees"))(main);
  await pause(PAUSE_MS);
  assert.deepEqual(said, ["changed"]);
});

test("the old text at a new address is told from the new one", () => {
  const { window, main } = watched(`<main>${article("whales")}</main>`);
  assert.equal(window.optflagWatch.stillOld(), false);
  window.history.pushState({}, "", "/two");
  assert.equal(window.optflagWatch.stillOld(), true);
  fill(article("trams"))(main);
  assert.equal(window.optflagWatch.stillOld(), false);
});

test("a page without text is not waited for", () => {
  const { window } = watched("<main></main>");
  window.history.pushState({}, "", "/two");
  assert.equal(window.optflagWatch.stillOld(), false);
});

test("what changed before the page is read anew is not told", async () => {
  const { window, said, main } = watched(`<main>${article("ferries")}</main>`);
  main.innerHTML = article("bicycles");
  await pause(PAUSE_MS / 2);
  window.eval(SCRIPT);
  await pause(PAUSE_MS);
  assert.deepEqual(said, []);
});
