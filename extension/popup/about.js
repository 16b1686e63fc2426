// "About this result": what it rests on, and what its words mean.

import { h } from "../ui/dom.js";
import { percent } from "./flag.js";

/**
 * @param {import("../answer.js").Answer} answer
 * @param {import("../i18n.js").Message} message
 * @returns {HTMLElement}
 */
export function aboutResult(answer, message) {
  const flags = answer.flags.map(({ flag, threshold }) => [
    message(`flag_${flag}`),
    `${message(`flag_${flag}_words`)} ${message("popup_about_line", percent(threshold))}`,
  ]);
  const rows = [
    ...flags,
    [message("popup_about_risk"), message("popup_about_risk_words", answer.risk)],
    [message("popup_about_article"), message("popup_about_words", answer.article.words)],
    [message("popup_about_model"), answer.model.version],
  ];
  return h(
    "details",
    { class: "about" },
    h("summary", {}, message("popup_about")),
    h("dl", {}, ...rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    h("p", { class: "low" }, message("popup_about_sure")),
  );
}
