// Every state that a tab can be in, in one table: what its badge shows and which actions mend it.

/**
 * badge: "none" no badge; "answer" comes from the server's answer; else the text itself.
 * actions: buttons of the popup, most useful first.
 * command: what to run in a terminal to mend it.
 * @typedef {{badge: string, actions: Action[], command?: string}} StateRow
 * @typedef {"welcome"|"check"|"options"|"allow_server"} Action
 * @typedef {keyof typeof STATES} StateName
 */

const SERVE = "make run";

/** @satisfies {Record<string, StateRow>} */
export const STATES = {
  not_set_up: { badge: "none", actions: ["welcome"] },
  not_asked: { badge: "none", actions: ["check"] },
  reading: { badge: "…", actions: [] },
  nothing: { badge: "answer", actions: ["check"] },
  flags: { badge: "answer", actions: ["check"] },
  unsure: { badge: "?", actions: ["check"] },
  not_article: { badge: "–", actions: ["check"] },
  too_short: { badge: "–", actions: ["check"] },
  unsupported_language: { badge: "–", actions: ["check"] },
  special_page: { badge: "–", actions: [] },
  page_permission: { badge: "–", actions: ["check"] },
  too_large: { badge: "–", actions: ["check"] },
  server_away: { badge: "!", actions: ["check", "options"], command: SERVE },
  server_permission: { badge: "!", actions: ["allow_server", "options"] },
  wrong_code: { badge: "!", actions: ["welcome", "check"], command: SERVE },
  other_version: { badge: "!", actions: ["check", "options"], command: SERVE },
  refused: { badge: "!", actions: ["options", "check"], command: SERVE },
  timeout: { badge: "!", actions: ["check"] },
  busy: { badge: "!", actions: ["check"] },
  server_fault: { badge: "!", actions: ["check"], command: SERVE },
};

/**
 * The row of a state.
 * @param {StateName} name
 * @returns {StateRow}
 */
export function rowOf(name) {
  return STATES[name];
}
