// Which addresses may be the server, and the permission that its use needs.

const OWN_COMPUTER = ["127.0.0.1", "localhost"];

/**
 * The server's address in its shortest form, or "" when it may not be used:
 * plain http is for this computer only, so that no page crosses a network unencrypted.
 * @param {string} text what the reader typed
 */
export function serverAddress(text) {
  const typed = text.trim();
  if (!URL.canParse(typed)) return "";
  const url = new URL(typed);
  const allowed = url.protocol === "https:" || (url.protocol === "http:" && isOwnComputer(url));
  return allowed && !url.username ? url.origin : "";
}

/**
 * Whether the address is on the reader's own computer.
 * @param {URL} url
 */
export function isOwnComputer(url) {
  return OWN_COMPUTER.includes(url.hostname);
}

/**
 * The host permission for a server. A match pattern has no port: it holds for every port of the host.
 * @param {string} address
 */
export function permissionOf(address) {
  const { protocol, hostname } = new URL(address);
  return { origins: [`${protocol}//${hostname}/*`] };
}
