// First run: what is sent and where, the choices, the pairing. Nothing is stored or sent before the reader agrees.

import { permissionOf, serverAddress } from "../server-address.js";
import { EVERYWHERE, readSettings } from "../settings.js";
import { ask } from "../ui/ask.js";
import { commandBox } from "../ui/command.js";
import { byId, h } from "../ui/dom.js";
import { translated } from "../ui/page.js";

/** @typedef {import("../messages.js").Agreement} Agreement */

const message = await translated();
const { address: present } = await readSettings();
const form = /** @type {HTMLFormElement} */ (byId("agreement"));

byId("command").replaceWith(commandBox("make run", message));
byId("installed").textContent = message("welcome_pair_installed", "optflag serve");
byId("address").setAttribute("value", present);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  agree(agreementOf(form));
});
busy(false);

/** @param {HTMLFormElement} filled @returns {Agreement} */
function agreementOf(filled) {
  const data = new FormData(filled);
  return {
    code: String(data.get("code")),
    address: String(data.get("address")),
    mode: /** @type {Agreement["mode"]} */ (data.get("mode")),
    sendAddress: data.has("sendAddress"),
  };
}

/** @param {Agreement} agreement */
async function agree(agreement) {
  const fault = faultOf(agreement);
  if (fault) return tell(fault);
  if (!(await granted(agreement))) return tell(message("welcome_no_access", message("welcome_mode_click")));
  tell("");
  busy(true);
  const { failure } = await ask({ name: "agree", ...agreement });
  busy(false);
  return failure ? tell(wordsOf(failure, agreement.address)) : finish();
}

/** @param {Agreement} agreement @returns {string} */
function faultOf({ code, address }) {
  if (code.trim() === "") return message("welcome_no_code");
  return serverAddress(address) ? "" : message("welcome_bad_address");
}

/**
 * Asks the browser for what the choices need, at once, while the click still counts as one.
 * @param {Agreement} agreement
 */
async function granted({ address, mode }) {
  const origins = [...permissionOf(serverAddress(address)).origins, ...(mode === "everywhere" ? EVERYWHERE : [])];
  const given = await chrome.permissions.request({ origins });
  if (!given && mode === "everywhere") /** @type {RadioNodeList} */ (form.elements.namedItem("mode")).value = "click";
  return given;
}

/** @param {string} failure @param {string} address */
function wordsOf(failure, address) {
  if (failure === "invalid_code") return message("welcome_invalid_code");
  return `${message(`state_${failure}_title`)}. ${message(`state_${failure}_words`, serverAddress(address))}`;
}

/** @param {string} words */
function tell(words) {
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
  byId("done").append(h("h2", {}, message("welcome_done_title")), h("p", {}, message("welcome_done_words")));
}
