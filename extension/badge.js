// What the toolbar shows: one function from one state object.

import { rowOf } from "./states.js";

/** @typedef {import("./state.js").Entry} Entry */
/** @typedef {{text: string, color: string, title: string}} BadgeLook */

export const GREY = "#5f6368"; // 6:1 against the white badge text
/** @type {Record<import("./answer.js").Level, string>} white text on each has 4.5:1 and more; the server's own colours */
export const LEVEL_COLORS = { high: "#b3261e", medium: "#a84300", low: "#7a5c00", none: GREY };
const ALARM = "#8a4b00"; // brown: neither the grey of "nothing found" nor the red of a high risk

/**
 * The badge of a tab.
 * @param {Entry} entry
 * @param {(key: string, ...values: (string|number)[]) => string} message the reader's language
 * @returns {BadgeLook} text "" shows no badge; the title always says in words what the badge says
 */
export function badgeOf(entry, message) {
  const { badge } = rowOf(entry.name);
  if (badge === "none") return { text: "", color: GREY, title: message("extension_name") };
  if (badge === "answer" && entry.answer) return answerBadge(entry, entry.answer, message);
  return {
    text: badge,
    color: badge === "!" ? ALARM : GREY,
    title: message("badge_title", message(`state_${entry.name}_title`)),
  };
}

/**
 * @param {Entry} entry
 * @param {import("./answer.js").Answer} answer
 * @param {(key: string, ...values: (string|number)[]) => string} message
 * @returns {BadgeLook}
 */
function answerBadge(entry, answer, message) {
  if (entry.name === "nothing") {
    return { text: "✓", color: GREY, title: message("badge_title", message("state_nothing_title")) };
  }
  const raised = answer.flags.filter((flag) => flag.raised);
  const names = raised.map((flag) => message(`flag_${flag.flag}`)).join(", ");
  return {
    text: String(raised.length),
    color: LEVEL_COLORS[answer.badge.level],
    title: message("badge_title", message("badge_flags", message(`level_${answer.badge.level}`), names)),
  };
}
