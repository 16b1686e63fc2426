// One flag in the popup: its name, its probability as bar and words, the sentences that raised it.

import { ask } from "../ui/ask.js";
import { h } from "../ui/dom.js";
import { opinion } from "./opinion.js";

const SHOWN = 1; // sentences that show at once, so that three flags fit a popup; the others are one click away

/** @typedef {import("../answer.js").Flag} Flag */
/** @typedef {import("../i18n.js").Message} Message */
/** @typedef {import("./view.js").Context} Context */

/**
 * @param {Flag} flag
 * @param {Context} context
 * @returns {HTMLElement}
 */
export function flagItem(flag, context) {
  const { message } = context;
  const standing = standingOf(flag);
  return h(
    "li",
    { class: standing },
    h(
      "div",
      { class: "flag-head" },
      h("h3", {}, message(`flag_${flag.flag}`)),
      h("span", { class: "verdict" }, message(`popup_${standing}`)),
      h("span", { class: "percent" }, message("popup_percent", percent(flag.probability))),
    ),
    bar(flag, message),
    ...(flag.raised ? reasons(flag, context) : [h("p", { class: "low" }, message(`flag_${flag.flag}_words`))]),
    h("div", { class: "more" }, ...(flag.raised ? moreReasons(flag, context) : []), opinion(flag, context)),
  );
}

/** @param {Flag} flag @returns {"raised"|"unsure"|"not_raised"} */
function standingOf(flag) {
  if (flag.raised) return "raised";
  return flag.unsure ? "unsure" : "not_raised";
}

/**
 * A probability as whole percent; never 0 or 100, because the model is never certain.
 * @param {number} probability
 */
export function percent(probability) {
  return Math.min(99, Math.max(1, Math.round(100 * probability)));
}

/** @param {Flag} flag @param {Message} message */
function bar(flag, message) {
  const { probability, threshold } = flag;
  const label = message("popup_bar", percent(probability), percent(threshold));
  const fill = h("span", { class: "bar-fill" });
  const line = h("span", { class: "bar-line" });
  fill.style.setProperty("--value", `${percent(probability)}%`);
  line.style.setProperty("--value", `${percent(threshold)}%`);
  return h("div", { class: "bar", role: "img", "aria-label": label, title: label }, fill, line);
}

/** The article's words, in its language. @param {string} text @param {Context} context */
function quote(text, { entry }) {
  return h("blockquote", { lang: entry.answer?.article.language || undefined, dir: "auto" }, text);
}

/** The sentences that show at once. @param {Flag} flag @param {Context} context */
function reasons({ evidence }, context) {
  return evidence.slice(0, SHOWN).map(({ text }) => quote(text, context));
}

/** Where they stand, and the other sentences. @param {Flag} flag @param {Context} context */
function moreReasons(flag, context) {
  const { message } = context;
  const name = message(`flag_${flag.flag}`);
  const sentences = flag.evidence.map(({ text }) => text);
  const button = (/** @type {number} */ place) => showButton({ sentences, place, name }, context);
  const rest = sentences.slice(SHOWN).map((text, place) => h("figure", {}, quote(text, context), button(SHOWN + place)));
  const more = message("popup_more");
  return [
    sentences.length > 0 && button(0),
    rest.length > 0 &&
      h("details", { class: "rest" }, h("summary", { "aria-label": `${more}: ${name}` }, more), h("div", { class: "quotes" }, ...rest)),
  ];
}

/** @param {{sentences: string[], place: number, name: string}} of @param {Context} context */
function showButton({ sentences, place, name }, { tabId, message }) {
  const words = message("popup_show");
  const button = h("button", { type: "button", class: "link", "aria-label": `${words}: ${name}, ${place + 1}` }, words);
  button.addEventListener("click", async () => {
    const found = await ask({ name: "show", tabId, sentences, chosen: place }).catch(() => []);
    if (found[place]) return;
    const none = h("span", { class: "low", role: "status", tabindex: -1 }, message("popup_show_none"));
    button.replaceWith(none);
    none.focus();
  });
  return button;
}
