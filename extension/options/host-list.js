// A list of sites that can grow and shrink.

import { hostOf, siteAccess, withHost } from "../sites.js";
import { h } from "../ui/dom.js";

/**
 * @typedef {{name: "sites"|"muted", hosts: string[], needsAccess: boolean, message: import("../i18n.js").Message,
 *   say: (words: string) => void, save: (change: Partial<import("../settings.js").Settings>) => Promise<void>}} HostList
 */

/**
 * @param {HostList} list
 * @returns {HTMLElement}
 */
export function hostList(list) {
  const { name, hosts, message } = list;
  const label = message("options_host");
  const input = h("input", { type: "text", "aria-label": label, placeholder: "news.example", spellcheck: "false" });
  const form = h("form", { class: "row" }, input, h("button", { type: "submit", class: "quiet" }, message("options_add")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add(list, hostOf(input.value));
  });
  return h("div", { "data-list": name }, h("ul", { class: "hosts" }, ...hosts.map((host) => item(list, host))), form);
}

/** @param {HostList} list @param {string} host */
function item(list, host) {
  const remove = () => drop(list, host);
  const label = list.message("options_remove_host", host);
  return h(
    "li",
    {},
    h("span", {}, host),
    h("button", { type: "button", class: "quiet", "aria-label": label, click: remove }, list.message("options_remove")),
  );
}

/** @param {HostList} list @param {string} host */
async function add({ name, hosts, needsAccess, message, say, save }, host) {
  if (!host) return say(message("options_bad_host"));
  if (needsAccess && !(await chrome.permissions.request(siteAccess(host)))) return say(message("options_no_access"));
  return save({ [name]: withHost(hosts, host, true) });
}

/** Access that is no longer needed is given back. @param {HostList} list @param {string} host */
async function drop({ name, hosts, needsAccess, save }, host) {
  if (needsAccess) await chrome.permissions.remove(siteAccess(host)).catch(() => false);
  await save({ [name]: withHost(hosts, host, false) });
}
