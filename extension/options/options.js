// Options: every change is stored at once and said aloud.

import { LANGUAGES } from "../i18n.js";
import { permissionOf, serverAddress } from "../server-address.js";
import { fromFile, toFile } from "../settings-file.js";
import { EVERYWHERE, managed, readSettings } from "../settings.js";
import { ask } from "../ui/ask.js";
import { byId, h } from "../ui/dom.js";
import { translated } from "../ui/page.js";
import { hostList } from "./host-list.js";

/** @typedef {import("../settings.js").Settings} Settings */

const SWITCHES = /** @type {const} */ (["badge", "history", "sendAddress"]);
const message = await translated();

addLanguages();
listen();
await show();

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
    changeAddress(serverAddress(field("address").value));
  });
  byId("withdraw").addEventListener("click", withdraw);
  byId("export").addEventListener("click", exportFile);
  byId("import").addEventListener("click", () => field("file").click());
  field("file").addEventListener("change", importFile);
}

async function show() {
  const settings = await readSettings();
  for (const radio of radios()) radio.checked = radio.value === settings.mode;
  for (const id of SWITCHES) field(id).checked = settings[id];
  field("language").value = settings.language;
  field("address").value = settings.address;
  showConsent(settings);
  const change = { message, say, save };
  byId("sites").replaceChildren(hostList({ ...change, name: "sites", hosts: settings.sites, needsAccess: true }));
  byId("muted").replaceChildren(hostList({ ...change, name: "muted", hosts: settings.muted, needsAccess: false }));
  await lockManaged();
}

/** @param {Settings} settings */
function showConsent({ consent, address }) {
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(consent);
  byId("agreed").textContent = consent
    ? message("options_consent_given", day, address)
    : message("options_consent_none");
  byId("withdraw").hidden = consent === 0;
}

/** What an administrator decided can be read here but not changed. */
async function lockManaged() {
  const decided = await managed();
  byId("managed").hidden = Object.keys(decided).length === 0;
  for (const name of Object.keys(decided)) {
    const controls = name === "mode" ? radios() : document.querySelectorAll(`#${name}, #${name} input, #${name} button`);
    for (const control of controls) /** @type {HTMLInputElement} */ (control).disabled = true;
  }
}

/** @param {Partial<Settings>} change */
async function save(change) {
  await ask({ name: "change", change });
  say(message("options_saved"));
  await show();
}

/** @param {string} words */
function say(words) {
  byId("said").textContent = words;
}

/** @param {string} mode */
async function changeMode(mode) {
  const given = mode !== "everywhere" || (await chrome.permissions.request({ origins: EVERYWHERE }));
  if (given) return save({ mode: /** @type {Settings["mode"]} */ (mode) });
  await show();
  return say(message("options_no_access"));
}

/** @param {string} address */
async function changeAddress(address) {
  if (!address) return say(message("welcome_bad_address"));
  if (!(await chrome.permissions.request(permissionOf(address)))) return say(message("options_no_access"));
  return save({ address });
}

async function withdraw() {
  await ask({ name: "withdraw" });
  await show();
  say(message("options_withdrawn"));
}

async function exportFile() {
  const file = new Blob([toFile(await readSettings())], { type: "application/json" });
  const link = h("a", { href: URL.createObjectURL(file), download: "optflag-settings.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000); // Firefox reads it after the click
}

async function importFile() {
  const [file] = field("file").files ?? [];
  const settings = file && fromFile(await file.text());
  field("file").value = "";
  if (!settings) return say(message("options_import_bad"));
  await save(settings);
  return say(message("options_imported"));
}
