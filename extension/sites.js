// Sites by their host name, and the permission to read one.

const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/; // Chromium takes "no site" for the host no%20site

/**
 * The host name in what a reader typed: an address or a bare name.
 * @param {string} text
 * @returns {string} "" when there is none
 */
export function hostOf(text) {
  const typed = text.trim();
  const address = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (typed === "" || !URL.canParse(address)) return "";
  const { protocol, hostname } = new URL(address);
  const isSite = ["http:", "https:"].includes(protocol) && HOST.test(hostname);
  return isSite ? hostname : "";
}

/**
 * The permission to read the pages of a host.
 * @param {string} host
 */
export function siteAccess(host) {
  return { origins: [`https://${host}/*`, `http://${host}/*`] };
}

/**
 * A list of hosts with or without one of them, sorted.
 * @param {string[]} hosts
 * @param {string} host
 * @param {boolean} is whether it is in the list
 */
export function withHost(hosts, host, is) {
  return [...new Set(is ? [...hosts, host] : hosts.filter((one) => one !== host))].sort();
}
