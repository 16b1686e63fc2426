import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { wanted } from "../../extension/automatic.js";
import { DEFAULTS, isReady, readSettings, whileReady, writeSettings } from "../../extension/settings.js";
import { withHost } from "../../extension/sites.js";
import { permissionOf, serverAddress } from "../../extension/server-address.js";
import { newChrome } from "./browser.js";

beforeEach(() => newChrome());

test("nothing may be sent until the reader agreed and was paired", async () => {
  assert.equal(isReady(await readSettings()), false);
  await writeSettings({ consent: 5 });
  assert.equal(isReady(await readSettings()), false);
  await writeSettings({ token: "t" });
  assert.equal(isReady(await readSettings()), true);
});

test("another server never gets the token of the one before", async () => {
  await writeSettings({ consent: 5, address: "https://one.example", token: "secret" });
  await writeSettings({ address: "https://one.example", badge: false });
  assert.equal((await readSettings()).token, "secret");
  await writeSettings({ address: "https://two.example" });
  assert.equal((await readSettings()).token, "");
});

test("an administrator's settings win, but cannot agree in the reader's place", async () => {
  const managed = { get: async () => ({ address: "https://optflag.example", consent: 9 }) };
  chrome.storage.managed = managed;
  await writeSettings({ address: "http://127.0.0.1:1" });
  const settings = await readSettings();
  assert.equal(settings.address, "https://optflag.example");
  assert.equal(settings.consent, 0);
});

test("a token goes to the server that gave it, not to one that an administrator set since", async () => {
  await writeSettings({ consent: 5, address: "http://127.0.0.1:1", token: "mine" });
  chrome.storage.managed.get = async () => ({ address: "https://optflag.example" });
  assert.equal((await readSettings()).token, "");
  chrome.storage.managed.get = async () => ({ address: "https://optflag.example", token: "theirs" });
  assert.equal((await readSettings()).token, "theirs");
});

test("an administrator cannot set what no setting may be", async () => {
  const wrong = { address: "http://far.example", mode: "always", sites: ["no site"], badge: "yes", token: 7, consent: 9 };
  chrome.storage.managed.get = async () => wrong;
  assert.deepEqual(await readSettings(), DEFAULTS);
});

test("work on storage that comes after the agreement was taken back is not done", async () => {
  await writeSettings({ consent: 5, token: "t" });
  const done = [];
  await whileReady(async () => void done.push(1));
  await writeSettings({ consent: 0 });
  await whileReady(async () => void done.push(2));
  assert.deepEqual(done, [1]);
});

test("changes of a list from several pages are all kept", async () => {
  const add = (host) => writeSettings(({ muted }) => ({ muted: withHost(muted, host, true) }));
  await Promise.all(["b.example", "a.example"].map(add));
  assert.deepEqual((await readSettings()).muted, ["a.example", "b.example"]);
});

test("a browser without managed settings is no fault", async () => {
  chrome.storage.managed.get = () => Promise.reject(new Error("no manifest"));
  assert.equal((await readSettings()).mode, "click");
});

test("plain http is for this computer only", () => {
  assert.equal(serverAddress(" http://127.0.0.1:8765/ "), "http://127.0.0.1:8765");
  assert.equal(serverAddress("http://localhost:9"), "http://localhost:9");
  assert.equal(serverAddress("https://optflag.example/x"), "https://optflag.example");
  for (const bad of ["", "8765", "http://optflag.example", "ftp://127.0.0.1", "https://name:word@optflag.example", "http://127.0.0.1.example"]) {
    assert.equal(serverAddress(bad), "");
  }
});

test("the permission for a server names its host and no port", () => {
  assert.deepEqual(permissionOf("http://127.0.0.1:8765"), { origins: ["http://127.0.0.1/*"] });
});

test("pages are checked by themselves only where the mode says so", () => {
  const settings = { mode: "click", sites: ["a.example"], muted: ["m.example"] };
  assert.equal(wanted(settings, "a.example"), false);
  assert.equal(wanted({ ...settings, mode: "sites" }, "a.example"), true);
  assert.equal(wanted({ ...settings, mode: "sites" }, "b.example"), false);
  assert.equal(wanted({ ...settings, mode: "everywhere" }, "b.example"), true);
  assert.equal(wanted({ ...settings, mode: "everywhere" }, "m.example"), false);
  assert.equal(wanted({ ...settings, mode: "sites" }, "www.a.example"), true);
  assert.equal(wanted({ ...settings, mode: "sites" }, "nota.example"), false);
  assert.equal(wanted({ ...settings, mode: "everywhere" }, "www.m.example"), false);
});
