// "Is this right?": what the reader thinks of one flag.

import { ask } from "../ui/ask.js";
import { h } from "../ui/dom.js";

/**
 * @param {import("../answer.js").Flag} flag
 * @param {import("./view.js").Context} context
 * @returns {HTMLElement}
 */
export function opinion(flag, context) {
  const { message } = context;
  const note = h("textarea", { rows: 2, maxlength: 2000, "aria-label": message("popup_note"), placeholder: message("popup_note") });
  const withText = h("input", { type: "checkbox" });
  const said = h("p", { class: "low", role: "status" });
  const form = h("div", { class: "opinion-form" });
  const send = async (/** @type {"right"|"wrong"} */ verdict) => {
    form.hidden = true;
    const report = reportOf(flag, verdict, note.value, context);
    const { sent } = await ask({ name: "report", tabId: context.tabId, report, withText: withText.checked });
    said.textContent = message(sent ? "popup_thanks" : "popup_thanks_later");
  };
  const button = (/** @type {"right"|"wrong"} */ verdict) =>
    h("button", { type: "button", class: "quiet", click: () => send(verdict) }, message(`popup_${verdict}`));
  form.append(
    note,
    h("label", { class: "site" }, withText, h("span", {}, message("popup_with_text"))),
    h("div", { class: "actions" }, button("right"), button("wrong")),
  );
  return h("details", { class: "opinion" }, h("summary", {}, message("popup_opinion")), form, said);
}

/**
 * @param {import("../answer.js").Flag} flag
 * @param {"right"|"wrong"} verdict
 * @param {string} note
 * @param {import("./view.js").Context} context
 * @returns {import("../feedback.js").Report}
 */
function reportOf({ flag, raised, probability }, verdict, note, { entry }) {
  const words = note.trim();
  const model = entry.answer?.model.version ?? "";
  return { key: crypto.randomUUID(), flag, verdict, raised, probability, model, ...(words && { note: words }) };
}
