// First run: what is sent and where, the choices, the pairing. Nothing is stored or sent before the reader agrees.

import { permissionOf, serverAddress } from "../server-address.js";
import { EVERYWHERE, managed, readSettings } from "../settings.js";
import { ask } from "../ui/ask.js";
import { commandBox } from "../ui/command.js";
import { byId, h } from "../ui/dom.js";
import { onFault, ready, translated } from "../ui/page.js";
import { wordsOfFailure } from "../ui/pairing.js";

/** @typedef {import("../messages.js").Agreement} Agreement */

const message = await translated();
const form = /** @type {HTMLFormElement} */ (byId("agreement"));
const decided = await managed();

onFault(() => tell(message("state_extension_fault_title")));
byId("command").replaceWith(commandBox("make run", message));
byId("installed").textContent = message("welcome_pair_installed", "optflag serve");
await prefill();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  agree(agreementOf(form));
});
busy(false);
ready();

/** Who sets up again finds the choices of before; what an administrator decided cannot be changed. */
async function prefill() {
  const { address, mode } = await readSettings();
  field("address").value = address;
  modes().value = mode;
  byId("pairing").hidden = decided.token !== undefined;
  byId("managed").hidden = Object.keys(decided).length === 0;
  field("address").disabled = decided.address !== undefined;
  if (decided.mode) for (const radio of form.querySelectorAll("[name=mode]")) /** @type {HTMLInputElement} */ (radio).disabled = true;
}

/** @param {string} id */
function field(id) {
  return /** @type {HTMLInputElement} */ (byId(id));
}

function modes() {
  return /** @type {RadioNodeList} */ (form.elements.namedItem("mode"));
}

/** @param {HTMLFormElement} filled @returns {Agreement} */
function agreementOf(filled) {
  const { mode = /** @type {Agreement["mode"]} */ (modes().value) } = decided;
  return { code: String(new FormData(filled).get("code") ?? ""), address: field("address").value, mode };
}

/** @param {Agreement} agreement */
async function agree(agreement) {
  const wrong = faultOf(agreement);
  if (wrong) return tell(...wrong);
  const refused = await askBrowser(agreement);
  if (refused) return tell(refused);
  tell("");
  busy(true);
  const { failure } = await ask({ name: "agree", ...agreement }).finally(() => busy(false));
  return failure ? tell(wordsOfFailure(failure, agreement.address, message), field("code")) : finish();
}

/** @param {Agreement} agreement @returns {[string, HTMLInputElement]|null} */
function faultOf({ code, address }) {
  if (code.trim() === "" && !decided.token) return [message("welcome_no_code"), field("code")];
  return serverAddress(address) ? null : [message("welcome_bad_address"), field("address")];
}

/**
 * Asks the browser for what the choices need, at once, while the click still counts as one.
 * @param {Agreement} agreement
 * @returns {Promise<string>} what to say when it was refused, else ""
 */
async function askBrowser({ address, mode }) {
  const server = permissionOf(serverAddress(address)).origins;
  const origins = mode === "everywhere" ? [...server, ...EVERYWHERE] : server;
  if (await chrome.permissions.request({ origins })) return "";
  if (!(await chrome.permissions.contains({ origins: server }))) return message("welcome_no_server_access", serverAddress(address));
  modes().value = "click";
  return message("welcome_no_access", message("welcome_mode_click"));
}

/**
 * @param {string} words
 * @param {HTMLInputElement} [wrong] the field that they are about
 */
function tell(words, wrong) {
  for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  wrong?.closest("details")?.setAttribute("open", "");
  wrong?.setAttribute("aria-invalid", "true");
  wrong?.focus();
  byId("problem").textContent = words;
}

/** @param {boolean} is */
function busy(is) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button[type=submit]"));
  button.disabled = is;
  button.textContent = message(is ? "welcome_connecting" : "welcome_agree");
}

function finish() {
  form.hidden = true;
  const title = h("h2", { tabindex: -1 }, message("welcome_done_title"));
  byId("done").append(title, h("p", {}, message("welcome_done_words")));
  title.focus();
}
