// Every state that a tab can be in, in one table: what its badge shows and which actions mend it.

/**
 * badge: "none" no badge; "answer" comes from the server's answer; else the text itself.
 * actions: buttons of the popup, most useful first.
 * command: what to run in a terminal to mend it, where the server is on this computer.
 * @typedef {{badge: string, actions: Action[], command?: string}} StateRow
 * @typedef {"welcome"|"check"|"options"|"allow_server"} Action
 * @typedef {keyof typeof STATES} StateName
 */

const SERVE = "make run";
const CODE = ".venv/bin/optflag token code"; // a second start of the server would find its port taken

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
  page_permission: { badge: "–", actions: [] },
  page_busy: { badge: "–", actions: ["check"] },
  too_large: { badge: "–", actions: ["check"] },
  server_away: { badge: "!", actions: ["check", "options"], command: SERVE },
  server_permission: { badge: "!", actions: ["allow_server", "options"] },
  wrong_code: { badge: "!", actions: ["welcome", "check"], command: CODE },
  other_version: { badge: "!", actions: ["check", "options"] },
  refused: { badge: "!", actions: ["options", "check"] },
  timeout: { badge: "!", actions: ["check"] },
  busy: { badge: "!", actions: ["check"] },
  server_fault: { badge: "!", actions: ["check"] },
  extension_fault: { badge: "!", actions: ["check"] },
};

/**
 * The row of a state.
 * @param {StateName} name
 * @returns {StateRow}
 */
export function rowOf(name) {
  return STATES[name];
}
