// What the reader wants of this site: checked by itself, or never.

import { siteAccess, withHost } from "../sites.js";
import { ask } from "../ui/ask.js";
import { h } from "../ui/dom.js";

/**
 * A switch for the site, in the modes that check by themselves.
 * @param {import("./view.js").Context} context
 * @returns {HTMLElement|null}
 */
export function siteSwitch({ settings, site, message }) {
  const { mode, sites, muted } = settings;
  if (!site || mode === "click") return null;
  const list = mode === "sites" ? "sites" : "muted";
  const hosts = mode === "sites" ? sites : muted;
  const is = hosts.includes(site.host) && (mode !== "sites" || site.access);
  const box = h("input", { type: "checkbox", checked: is });
  box.addEventListener("change", () => change(list, hosts, site.host, box));
  const words = message(mode === "sites" ? "popup_site_check" : "popup_site_mute", site.host);
  return h("label", { class: "site" }, box, h("span", {}, words));
}

/**
 * The wish is stored before the browser asks, because its question can close the popup. Without access it has no
 * effect: access is looked up at each use.
 * @param {"sites"|"muted"} list
 * @param {string[]} hosts
 * @param {string} host
 * @param {HTMLInputElement} box
 */
async function change(list, hosts, host, box) {
  const access = siteAccess(host);
  const stored = ask({ name: "change", change: { [list]: withHost(hosts, host, box.checked) } });
  if (list === "sites" && box.checked && !(await chrome.permissions.request(access))) {
    await stored;
    await ask({ name: "change", change: { [list]: withHost(hosts, host, false) } });
    box.checked = false;
  }
  if (list === "sites" && !box.checked) await chrome.permissions.remove(access).catch(() => false);
}
