// The access to sites that the browser gave: what the reader's choices no longer need is given back.

import { permissionOf } from "./server-address.js";
import { EVERYWHERE, readSettings } from "./settings.js";
import { siteAccess } from "./sites.js";

/**
 * Gives back the access to sites that no setting needs. That to the server stays.
 * @param {string[]} origins that came with a choice which the reader left
 */
export async function giveBack(origins) {
  const needed = new Set(await neededOrigins());
  for (const origin of origins) {
    // Chromium takes the access to this computer back together with that to all plain pages.
    if (needed.has(origin) || origin === "http://*/*") continue;
    await chrome.permissions.remove({ origins: [origin] }).catch(() => false);
  }
}

/** Gives back all access to sites that no setting needs. */
export async function giveAllBack() {
  const { origins = [] } = await chrome.permissions.getAll();
  await giveBack(origins);
}

/**
 * The access that comes with a mode.
 * @param {import("./settings.js").Mode} mode
 * @param {string[]} sites
 */
export function originsFor(mode, sites) {
  if (mode === "everywhere") return EVERYWHERE;
  return mode === "sites" ? sites.flatMap((host) => siteAccess(host).origins) : [];
}

async function neededOrigins() {
  const { address, mode, sites } = await readSettings();
  const own = chrome.runtime.getManifest().host_permissions ?? [];
  return [...own, ...permissionOf(address).origins, ...originsFor(mode, sites)];
}

/**
 * What the reader's choices need and the browser does not give: taken back since, or the settings came from a file.
 * @param {import("./settings.js").Settings} settings
 * @returns {Promise<string[]>} origins, [] when nothing is missing
 */
export async function missingAccess({ address, mode, sites }) {
  const all = [...permissionOf(address).origins, ...originsFor(mode, sites)];
  const given = await Promise.all(all.map((origin) => chrome.permissions.contains({ origins: [origin] })));
  return all.filter((_, place) => !given[place]);
}
