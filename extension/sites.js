// Sites by their host name, and the permission to read one.

const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/; // Chromium takes "no site" for the host no%20site
const NUMBERS = /^[\d.]+$/;

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
 * The permission to read the pages of a host and of those under it: news.example holds www.news.example.
 * @param {string} host
 */
export function siteAccess(host) {
  const names = NUMBERS.test(host) ? host : `*.${host}`;
  return { origins: [`https://${names}/*`, `http://${names}/*`] };
}

/**
 * Whether a list of hosts holds one, or one that it is under.
 * @param {string[]} hosts
 * @param {string} host
 */
export function includesHost(hosts, host) {
  return hosts.some((one) => covers(one, host));
}

/**
 * A list of hosts with or without one of them, sorted. Without: what holds it goes as well.
 * @param {string[]} hosts
 * @param {string} host
 * @param {boolean} is whether it is in the list
 */
export function withHost(hosts, host, is) {
  return [...new Set(is ? [...hosts, host] : hosts.filter((one) => !covers(one, host)))].sort();
}

/** @param {string} one @param {string} host */
function covers(one, host) {
  return host === one || host.endsWith(`.${one}`);
}
