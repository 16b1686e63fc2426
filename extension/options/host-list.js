// A list of sites that can grow and shrink.

import { hostOf, siteAccess } from "../sites.js";
import { ask } from "../ui/ask.js";
import { h } from "../ui/dom.js";

/**
 * say: tells the reader; with a field, that something is wrong with what stands in it.
 * @typedef {{name: "sites"|"muted", message: import("../i18n.js").Message, say: (words: string, field?: HTMLInputElement) => void}} HostList
 */

/**
 * @param {HostList} list
 * @returns {{element: HTMLElement, show: (hosts: string[]) => void}}
 */
export function hostList(list) {
  const { name, message } = list;
  const label = message(name === "sites" ? "options_host_sites" : "options_host_muted");
  const input = h("input", { type: "text", "aria-label": label, placeholder: "news.example", spellcheck: "false" });
  const form = h("form", { class: "row" }, input, h("button", { type: "submit", class: "quiet" }, message("options_add")));
  const hosts = h("ul", { class: "hosts" });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add(list, input);
  });
  return { element: h("div", {}, hosts, form), show: (now) => show(list, hosts, now, input) };
}

/**
 * Puts the hosts in place. Whose button goes away finds the keyboard at the next one, or at the field.
 * @param {HostList} list @param {HTMLElement} shown @param {string[]} hosts @param {HTMLInputElement} input
 */
function show(list, shown, hosts, input) {
  const buttons = Array.from(shown.querySelectorAll("button"));
  const place = buttons.findIndex((button) => button === document.activeElement);
  shown.replaceChildren(...hosts.map((host) => item(list, host)));
  if (place < 0) return;
  const left = shown.querySelectorAll("button");
  (left[Math.min(place, left.length - 1)] ?? input).focus();
}

/** @param {HostList} list @param {string} host */
function item(list, host) {
  const { message } = list;
  const label = message("options_remove_host", host);
  const remove = () => change(list, host, false);
  return h(
    "li",
    {},
    h("span", {}, host),
    h("button", { type: "button", class: "quiet", "aria-label": label, click: remove }, message("options_remove")),
  );
}

/** @param {HostList} list @param {HTMLInputElement} input */
async function add(list, input) {
  const host = hostOf(input.value);
  if (!host) return list.say(list.message("options_bad_host"), input);
  if (list.name === "sites" && !(await chrome.permissions.request(siteAccess(host)))) {
    return list.say(list.message("options_no_access"), input);
  }
  input.value = "";
  return change(list, host, true);
}

/** @param {HostList} list @param {string} host @param {boolean} is */
async function change({ name, message, say }, host, is) {
  await ask({ name: "list", list: name, host, is });
  say(message("options_saved"));
}
