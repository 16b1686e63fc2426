// The results of this session.

import { h } from "../ui/dom.js";

const SYMBOL = /** @type {Record<string, string>} */ ({ nothing: "✓", unsure: "?" });

/**
 * @param {import("../history.js").Past[]} past newest first
 * @param {import("../i18n.js").Message} message
 * @returns {HTMLElement|null} null when there is none
 */
export function pastList(past, message) {
  if (past.length === 0) return null;
  return h(
    "details",
    { class: "past" },
    h("summary", {}, message("popup_past")),
    h("ul", {}, ...past.map((one) => item(one, message))),
  );
}

/** @param {import("../history.js").Past} past @param {import("../i18n.js").Message} message */
function item({ name, level, raised, title, url }, message) {
  const symbol = name === "flags" ? String(raised) : (SYMBOL[name] ?? "–");
  const words = name === "flags" ? message("state_flags_title", raised) : message(`state_${name}_title`);
  return h(
    "li",
    { class: `level-${level}` },
    h("span", { class: `chip ${name}`, role: "img", "aria-label": words, title: words }, symbol),
    h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, title),
  );
}
