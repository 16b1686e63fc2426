// The only module that calls fetch. Whatever goes wrong becomes one Failure that names one state.

import { readAnswer, UnknownAnswer } from "./answer.js";

/** @typedef {import("./states.js").StateName} StateName */
/** @typedef {{address: string, token: string}} Server */

const TIMEOUT_MS = 20_000; // under the 30 s after which Chrome stops a waiting worker
const MAX_UNPACKED = 8 * 1024 * 1024; // the server's own bounds, so that a hopeless page stays here
const MAX_WIRE = 2 * 1024 * 1024;

/** Ends with the agreement of the reader: what is under way is given up. */
let agreement = new AbortController();

/** @type {RequestInit} nothing of the reader's goes along but the token */
const REQUEST = { credentials: "omit", redirect: "error", cache: "no-store", referrerPolicy: "no-referrer" };

/** @type {Record<number, StateName>} */
const STATE_OF_STATUS = {
  400: "refused",
  401: "wrong_code",
  403: "refused",
  404: "other_version",
  405: "other_version",
  409: "other_version",
  413: "too_large",
  415: "other_version",
  422: "other_version",
  429: "busy",
  503: "busy",
};

/** A request that brought no usable answer; `state` is what the reader is shown. */
export class Failure extends Error {
  /** @param {StateName} state @param {string} slug the server's error name, "" when it sent none */
  constructor(state, slug = "") {
    super(slug || state);
    this.state = state;
    this.slug = slug;
  }
}

/** Gives up every request that is under way. */
export function giveUpAll() {
  agreement.abort();
  agreement = new AbortController();
}

/**
 * What the server says about a page.
 * @param {Server} server
 * @param {string} html
 * @returns {Promise<import("./answer.js").Answer>}
 * Throws Failure.
 */
export async function score(server, html) {
  const json = await post(server, "/api/v1/score", { html });
  try {
    return readAnswer(json);
  } catch (error) {
    throw error instanceof UnknownAnswer ? new Failure("other_version") : error;
  }
}

/**
 * A token of our own, for the code that the server printed.
 * @param {string} address
 * @param {string} code
 * @param {string} client the name under which the server lists the token
 * @returns {Promise<string>}
 * Throws Failure; its slug is "invalid-code" when the code is wrong.
 */
export async function pair(address, code, client) {
  const json = await post({ address, token: "" }, "/api/v1/pair", { code, client });
  if (typeof json?.token !== "string" || json.token === "") throw new Failure("other_version");
  return json.token;
}

/**
 * Whether the server knows the token.
 * @param {Server} server
 * @returns {Promise<void>} when it does
 * Throws Failure.
 */
export async function greet(server) {
  const response = await send(new URL("/api/v1/status", server.address), {
    ...REQUEST,
    headers: headersFor(server.token),
  });
  if (!response.ok) throw await failureOf(response);
}

/**
 * The article that the server finds in a page.
 * @param {Server} server
 * @param {string} html
 * @returns {Promise<{title: string, text: string}|undefined>} undefined when it finds none
 * Throws Failure.
 */
export async function articleOf(server, html) {
  const json = await post(server, "/api/v1/score", { html, include_text: true });
  const { title = "", text } = json?.article ?? {};
  return typeof text === "string" && text !== "" ? { title: String(title), text } : undefined;
}

/**
 * Hands a report over; sending it twice does no harm, its key tells.
 * @param {Server} server
 * @param {object} report
 * @returns {Promise<void>}
 * Throws Failure.
 */
export async function feedback(server, report) {
  await post(server, "/api/v1/feedback", report);
}

/**
 * The content of a JSON file that is part of the extension.
 * @param {string} path
 */
export async function ownFile(path) {
  return (await fetch(chrome.runtime.getURL(path))).json();
}

/** @param {Server} server @param {string} path @param {object} body @returns {Promise<any>} */
async function post(server, path, body) {
  const packed = await gzip(JSON.stringify(body));
  const response = await send(new URL(path, server.address), {
    ...REQUEST,
    method: "POST",
    body: packed,
    headers: { ...headersFor(server.token), "Content-Type": "application/json", "Content-Encoding": "gzip" },
  });
  if (!response.ok) throw await failureOf(response);
  return bodyOf(response);
}

/** @param {string} token @returns {Record<string, string>} */
function headersFor(token) {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** @param {string} text @returns {Promise<ArrayBuffer>} */
async function gzip(text) {
  const plain = new Blob([text]);
  if (plain.size > MAX_UNPACKED) throw new Failure("too_large");
  const packed = plain.stream().pipeThrough(new CompressionStream("gzip"));
  const bytes = await new Response(packed).arrayBuffer();
  if (bytes.byteLength > MAX_WIRE) throw new Failure("too_large");
  return bytes;
}

/** @param {URL} url @param {RequestInit} request */
async function send(url, request) {
  try {
    const signal = AbortSignal.any([agreement.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    return await fetch(url, { ...request, signal });
  } catch (error) {
    throw new Failure(isTimeout(error) ? "timeout" : "server_away");
  }
}

/** @param {Response} response @returns {Promise<any>} */
async function bodyOf(response) {
  try {
    return await response.json();
  } catch (error) {
    throw new Failure(isTimeout(error) ? "timeout" : "other_version");
  }
}

/** @param {unknown} error */
function isTimeout(error) {
  return error instanceof DOMException && error.name === "TimeoutError";
}

/** @param {Response} response */
async function failureOf(response) {
  const problem = await response.json().catch(() => ({}));
  const slug = String(problem?.type ?? "").replace("urn:optflag:error:", "");
  return new Failure(STATE_OF_STATUS[response.status] ?? "server_fault", slug);
}
