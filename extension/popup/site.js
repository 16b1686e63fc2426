// What the reader wants of this site: checked by itself, or never.

import { EVERYWHERE } from "../settings.js";
import { includesHost, siteAccess } from "../sites.js";
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
  const is = list === "sites" ? includesHost(sites, site.host) && site.access : includesHost(muted, site.host);
  const box = h("input", { type: "checkbox", checked: is, "data-key": "site" });
  box.addEventListener("change", () => change(list, site.host, box));
  const words = message(list === "sites" ? "popup_site_check" : "popup_site_mute", site.host);
  return h("label", { class: "site" }, box, h("span", {}, words));
}

/**
 * Says that pages should be checked by themselves here, and the browser does not let us.
 * @param {import("./view.js").Context} context
 * @returns {HTMLElement|null}
 */
export function accessLine({ settings, site, message }) {
  if (settings.mode !== "everywhere" || !site?.secure || site.access) return null;
  const allow = h("button", { type: "button", class: "quiet" }, message("action_allow_server"));
  allow.addEventListener("click", () => chrome.permissions.request({ origins: EVERYWHERE }));
  return h("div", { class: "foot" }, h("p", { class: "low" }, message("popup_no_access")), allow);
}

/**
 * The wish is stored before the browser asks, because its question can close the popup. Without access it has no
 * effect: access is looked up at each use.
 * @param {"sites"|"muted"} list
 * @param {string} host
 * @param {HTMLInputElement} box
 */
async function change(list, host, box) {
  const stored = ask({ name: "list", list, host, is: box.checked });
  if (list !== "sites" || !box.checked || (await chrome.permissions.request(siteAccess(host)))) return;
  await stored;
  await ask({ name: "list", list, host, is: false });
  box.checked = false;
}
