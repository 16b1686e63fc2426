// "Is this right?": what the reader thinks of one flag.

import { ask } from "../ui/ask.js";
import { h } from "../ui/dom.js";

const WORDS = /** @type {Record<string, string>} */ ({ sent: "popup_thanks", kept: "popup_thanks_later", refused: "popup_refused" });

/**
 * @param {import("../answer.js").Flag} flag
 * @param {import("./view.js").Context} context
 * @returns {HTMLElement}
 */
export function opinion(flag, context) {
  const { message } = context;
  const name = message(`flag_${flag.flag}`);
  const note = h("textarea", { rows: 2, maxlength: 2000, "aria-label": message("popup_note"), placeholder: message("popup_note") });
  const withText = h("input", { type: "checkbox" });
  const said = h("p", { class: "low said", role: "status", tabindex: -1 });
  const form = h("div", { class: "opinion-form" });
  const send = async (/** @type {"right"|"wrong"} */ verdict) => {
    form.hidden = true;
    said.textContent = await fateOf(reportOf(flag, verdict, note.value, context), withText.checked, context);
    said.focus();
  };
  const button = (/** @type {"right"|"wrong"} */ verdict) => {
    const words = message(`popup_${verdict}`);
    return h("button", { type: "button", class: "quiet", "aria-label": `${words}: ${name}`, click: () => send(verdict) }, words);
  };
  form.append(
    note,
    h("label", { class: "site" }, withText, h("span", {}, message("popup_with_text"))),
    h("div", { class: "actions" }, button("right"), button("wrong")),
  );
  const question = message("popup_opinion");
  return h("details", { class: "opinion" }, h("summary", { "aria-label": `${question} ${name}` }, question), form, said);
}

/**
 * Sends a report, and what became of it in words.
 * @param {import("../feedback.js").Report} report
 * @param {boolean} withText
 * @param {import("./view.js").Context} context
 */
async function fateOf(report, withText, { tabId, message }) {
  const told = await ask({ name: "report", tabId, report, withText }).catch(() => null);
  if (!told) return message("popup_not_kept");
  const words = message(WORDS[told.fate] ?? "popup_refused");
  return withText && !told.withText ? `${words} ${message("popup_no_text")}` : words;
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
