// Options: every change is stored at once and said aloud. Shows what is stored, whoever changed it.

import { LANGUAGES } from "../i18n.js";
import { missingAccess, originsFor } from "../permissions.js";
import { permissionOf, serverAddress } from "../server-address.js";
import { fromFile, toFile } from "../settings-file.js";
import { managed, readSettings } from "../settings.js";
import { ask } from "../ui/ask.js";
import { byId, h } from "../ui/dom.js";
import { onFault, ready, translated } from "../ui/page.js";
import { wordsOfFailure } from "../ui/pairing.js";
import { hostList } from "./host-list.js";

/** @typedef {import("../settings.js").Settings} Settings */

const SWITCHES = /** @type {const} */ (["badge", "history"]);
/** What sets a setting, where it is not named like it. @type {Record<string, string>} */
const CONTROLS = { mode: "[name=mode]", address: "#server input, #server button", token: "#code" };
const LISTS = /** @type {const} */ (["sites", "muted"]);
const message = await translated();
/** What is on screen. Firefox wants a permission asked for in the very moment of the click, before anything is read. */
const present = {
  mode: /** @type {Settings["mode"]} */ ("click"),
  sites: /** @type {string[]} */ ([]),
  missing: /** @type {string[]} */ ([]),
};
const lists = LISTS.map((name) => hostList({ name, message, say }));

onFault(() => say(message("state_extension_fault_title")));
LISTS.forEach((name, place) => byId(name).append(lists[place]?.element ?? ""));
addLanguages();
listen();
await show();
ready();

/** @param {string} id */
function field(id) {
  return /** @type {HTMLInputElement} */ (byId(id));
}

function radios() {
  return /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[name=mode]"));
}

function addLanguages() {
  for (const name of LANGUAGES) {
    const tag = name.replace("_", "-");
    const own = new Intl.DisplayNames(tag, { type: "language" }).of(tag) ?? tag;
    byId("language").append(h("option", { value: name, lang: tag }, own));
  }
}

function listen() {
  for (const radio of radios()) radio.addEventListener("change", () => changeMode(radio.value));
  for (const id of SWITCHES) field(id).addEventListener("change", () => save({ [id]: field(id).checked }));
  byId("language").addEventListener("change", async () => {
    await save({ language: field("language").value });
    location.reload();
  });
  byId("server").addEventListener("submit", (event) => {
    event.preventDefault();
    changeServer(serverAddress(field("address").value), field("code").value.trim());
  });
  byId("withdraw").addEventListener("click", withdraw);
  byId("allow").addEventListener("click", allow);
  byId("export").addEventListener("click", exportFile);
  byId("import").addEventListener("click", () => field("file").click());
  field("file").addEventListener("change", importFile);
  chrome.storage.local.onChanged.addListener(show);
  chrome.permissions.onAdded.addListener(show);
  chrome.permissions.onRemoved.addListener(show);
}

async function show() {
  const settings = await readSettings();
  for (const radio of radios()) radio.checked = radio.value === settings.mode;
  for (const id of SWITCHES) field(id).checked = settings[id];
  field("language").value = settings.language;
  if (document.activeElement !== field("address")) field("address").value = settings.address;
  LISTS.forEach((name, place) => lists[place]?.show(settings[name]));
  Object.assign(present, { mode: settings.mode, sites: settings.sites, missing: await missingAccess(settings) });
  byId("no-access").hidden = present.missing.length === 0;
  showConsent(settings);
  await lockManaged();
}

/** @param {Settings} settings */
function showConsent({ consent, address, token }) {
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(consent);
  const given = message("options_consent_given", day, address);
  byId("agreed").textContent = consent ? given : message("options_consent_none");
  byId("unpaired").hidden = !consent || token !== "";
  byId("withdraw").hidden = consent === 0;
  field("code").disabled = consent === 0; // the first agreement is given where it is explained
}

/** What an administrator decided can be read here but not changed. */
async function lockManaged() {
  const decided = await managed();
  byId("managed").hidden = Object.keys(decided).length === 0;
  for (const name of Object.keys(decided)) {
    const selector = CONTROLS[name] ?? `#${name}, #${name} input, #${name} button`;
    for (const control of document.querySelectorAll(selector)) /** @type {HTMLInputElement} */ (control).disabled = true;
  }
}

/** @param {Partial<Settings>} change */
async function save(change) {
  await ask({ name: "change", change });
  say(message("options_saved"));
}

/**
 * @param {string} words
 * @param {HTMLInputElement} [wrong] the field that they are about
 */
function say(words, wrong) {
  for (const one of document.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  wrong?.setAttribute("aria-invalid", "true");
  wrong?.focus();
  byId("said").textContent = words;
}

/** @param {string} value */
async function changeMode(value) {
  const mode = /** @type {Settings["mode"]} */ (value);
  const origins = originsFor(mode, present.sites);
  const given = origins.length === 0 || (await chrome.permissions.request({ origins }));
  if (given) return save({ mode });
  await show();
  return say(message("options_no_access"));
}

/** The access that the settings need and the browser has not given, or has taken back. */
async function allow() {
  if (!(await chrome.permissions.request({ origins: present.missing }))) say(message("options_no_access"));
}

/** @param {string} address @param {string} code or token; "" keeps that of before, which is for the server of before only */
async function changeServer(address, code) {
  if (!address) return say(message("welcome_bad_address"), field("address"));
  if (!(await chrome.permissions.request(permissionOf(address)))) return say(message("options_no_access"), field("address"));
  if (!code) return save({ address });
  const { failure } = await ask({ name: "agree", address, code, mode: present.mode });
  if (failure) return say(wordsOfFailure(failure, address, message), field("code"));
  field("code").value = "";
  return say(message("welcome_done_title"));
}

async function withdraw() {
  await ask({ name: "withdraw" });
  say(message("options_withdrawn"));
  byId("welcome").focus(); // the button that had it is gone
}

async function exportFile() {
  const file = new Blob([toFile(await readSettings())], { type: "application/json" });
  const link = h("a", { href: URL.createObjectURL(file), download: "optflag-settings.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000); // Firefox reads it after the click
}

/** A file may name another server: as by hand, that one gets no token of the one before, and is said. */
async function importFile() {
  const [file] = field("file").files ?? [];
  const settings = file && fromFile(await file.text());
  field("file").value = "";
  if (!settings) return say(message("options_import_bad"));
  await save(settings);
  return say(message("options_imported", (await readSettings()).address));
}
