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
      h("h3", { title: message(`flag_${flag.flag}_words`) }, message(`flag_${flag.flag}`)),
      h("span", { class: "verdict" }, message(`popup_${standing}`)),
      h("span", { class: "percent" }, message("popup_percent", percent(flag.probability))),
    ),
    bar(flag, message),
    ...(flag.raised ? reasons(flag) : [h("p", { class: "low" }, message(`flag_${flag.flag}_words`))]),
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

/** The sentences that show at once. @param {Flag} flag */
function reasons({ evidence }) {
  return evidence.slice(0, SHOWN).map(({ text }) => h("blockquote", {}, text));
}

/** Where they stand, and the other sentences. @param {Flag} flag @param {Context} context */
function moreReasons({ evidence }, context) {
  const sentences = evidence.map(({ text }) => text);
  const rest = sentences.slice(SHOWN).map((text, place) => {
    return h("figure", {}, h("blockquote", {}, text), showButton(sentences, SHOWN + place, context));
  });
  return [
    sentences.length > 0 && showButton(sentences, 0, context),
    rest.length > 0 &&
      h("details", { class: "rest" }, h("summary", {}, context.message("popup_more")), h("div", { class: "quotes" }, ...rest)),
  ];
}

/** @param {string[]} sentences @param {number} place @param {Context} context */
function showButton(sentences, place, { tabId, message }) {
  const button = h("button", { type: "button", class: "link" }, message("popup_show"));
  button.addEventListener("click", async () => {
    const found = await ask({ name: "show", tabId, sentences, chosen: place });
    if (!found[place]) button.replaceWith(h("span", { class: "low", role: "status" }, message("popup_show_none")));
  });
  return button;
}
