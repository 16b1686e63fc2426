// "About this result": what it rests on.

import { h } from "../ui/dom.js";
import { percent } from "./flag.js";

/**
 * @param {import("../answer.js").Answer} answer
 * @param {import("../i18n.js").Message} message
 * @returns {HTMLElement}
 */
export function aboutResult(answer, message) {
  const lines = answer.flags.map(
    (flag) => `${message(`flag_${flag.flag}`)} ${message("popup_percent", percent(flag.threshold))}`,
  );
  const rows = [
    [message("popup_about_model"), answer.model.version],
    [message("popup_about_line"), lines.join(" · ")],
    [message("popup_about_article"), message("popup_about_words", answer.article.words)],
  ];
  return h(
    "details",
    { class: "about" },
    h("summary", {}, message("popup_about")),
    h("dl", {}, ...rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    h("p", { class: "low" }, message("popup_about_sure")),
  );
}
