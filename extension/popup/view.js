// What the popup shows for a state.

import { isReady } from "../settings.js";
import { isOwnComputer } from "../server-address.js";
import { rowOf } from "../states.js";
import { commandBox } from "../ui/command.js";
import { h } from "../ui/dom.js";
import { aboutResult } from "./about.js";
import { flagItem } from "./flag.js";
import { gauge } from "./gauge.js";
import { pastList } from "./past.js";
import { accessLine, siteSwitch } from "./site.js";

/**
 * @typedef {import("../answer.js").Answer} Answer
 * site: of the page in the tab, null where there is none or we may not see it.
 * secure: reached by https.
 * @typedef {{host: string, access: boolean, secure: boolean}} Site
 * @typedef {{tabId: number, entry: import("../state.js").Entry, settings: import("../settings.js").Settings,
 *   site: Site|null, past: import("../history.js").Past[], message: import("../i18n.js").Message,
 *   act: (action: import("../states.js").Action) => unknown}} Context
 */

/**
 * The state's name as it counts for the popup: before the reader agreed there is only one.
 * @param {Context} context
 */
function nameOf({ entry, settings }) {
  return isReady(settings) ? entry.name : "not_set_up";
}

/**
 * The content of the popup.
 * @param {Context} context
 * @returns {HTMLElement[]}
 */
export function viewOf(context) {
  const { answer, name } = context.entry;
  if (!isReady(context.settings)) return [plainView(context)];
  const judged = answer && ["flags", "unsure", "nothing"].includes(name);
  const parts = judged ? judgedView(context, answer) : [plainView(context)];
  const more = [accessLine(context), siteSwitch(context), pastList(context.past, context.message)];
  return [...parts, ...more].filter((part) => part !== null);
}

/**
 * One sentence for those who hear the popup instead of seeing it.
 * @param {Context} context
 */
export function summaryOf(context) {
  const { entry, message } = context;
  const name = nameOf(context);
  if (name !== "flags" || !entry.answer) return message(`state_${name}_title`);
  const raised = entry.answer.flags.filter((flag) => flag.raised);
  const names = raised.map((flag) => message(`flag_${flag.flag}`)).join(", ");
  return message("badge_flags", message(`level_${entry.answer.badge.level}`), names);
}

const MARKS = /** @type {Record<string, string>} */ ({ "…": "reading-mark", "!": "alarm" });

/** Other words for a server elsewhere: no command of the reader's starts it. */
const FAR = /** @type {Record<string, string>} */ ({ server_away: "far_server_away_words", wrong_code: "far_wrong_code_words" });

/** @param {Context} context */
function plainView(context) {
  const { settings, message } = context;
  const name = nameOf(context);
  const { badge, command } = rowOf(name);
  const near = isOwnComputer(new URL(settings.address));
  const words = (near ? undefined : FAR[name]) ?? `state_${name}_words`;
  const symbol = badge === "none" || badge === "answer" ? null : badge;
  return h(
    "section",
    { class: "plain" },
    symbol && h("span", { class: `mark ${MARKS[symbol] ?? ""}`, "aria-hidden": "true" }, symbol),
    h("h2", { tabindex: -1 }, message(`state_${name}_title`)),
    h("p", { class: "low" }, message(words, placeOf(settings, name, message))),
    command && near && commandBox(command, message),
    actionsOf(context),
  );
}

/** @param {Context} context */
function actionsOf(context) {
  const name = nameOf(context);
  const { actions } = rowOf(name);
  if (actions.length === 0) return null;
  const buttons = actions.map((action, place) => {
    const label = context.message(name === "not_asked" ? "action_check_first" : `action_${action}`);
    const look = place === 0 ? undefined : "quiet";
    return h("button", { type: "button", class: look, "data-key": action, click: () => context.act(action) }, label);
  });
  return h("div", { class: "actions" }, ...buttons);
}

/**
 * Where pages are sent, in words.
 * @param {import("../settings.js").Settings} settings
 * @param {string} name
 * @param {import("../i18n.js").Message} message
 */
function placeOf(settings, name, message) {
  if (name !== "reading") return settings.address;
  const url = new URL(settings.address);
  return isOwnComputer(url) ? message("popup_own_computer") : url.hostname;
}

/** @param {Context} context @param {Answer} answer */
function judgedView(context, answer) {
  const { message, settings } = context;
  return [
    hero(context, answer),
    h(
      "section",
      { class: `level-${answer.badge.level}` },
      h("h2", { class: "unseen" }, message("popup_flags")),
      h("ul", { class: "flags" }, ...withOwnFirst(answer.flags).map((flag) => flagItem(flag, context))),
    ),
    choices(answer, message),
    aboutResult(answer, message),
    h(
      "div",
      { class: "foot" },
      h("p", { class: "low" }, message("popup_read_at", placeOf(settings, "reading", message))),
      h("button", { type: "button", class: "quiet", "data-key": "check", click: () => context.act("check") }, message("action_check")),
    ),
  ].filter((part) => part !== null);
}

const SIGNS = /** @type {Record<string, string>} */ ({ nothing: "✓", unsure: "?" }); // as in the badge

/** @param {Context} context @param {Answer} answer */
function hero({ entry, message }, answer) {
  const raised = answer.flags.filter((flag) => flag.raised).length;
  const title = raised > 0 ? message(`level_${answer.badge.level}`) : message(`state_${entry.name}_title`);
  const words = raised > 0 ? message("state_flags_title", raised) : message(`state_${entry.name}_words`);
  return h(
    "section",
    { class: `hero level-${answer.badge.level}` },
    gauge(answer.risk, SIGNS[entry.name] ?? "", message),
    h(
      "div",
      {},
      h("h2", { tabindex: -1 }, title),
      h("p", {}, words),
      h("p", { class: "low article", title: answer.article.title, ...inItsLanguage(answer) }, answer.article.title),
    ),
  );
}

/**
 * The flags, each with a sentence first that no flag before it shows: one sentence can speak for two.
 * @param {import("../answer.js").Flag[]} flags
 */
export function withOwnFirst(flags) {
  /** @type {Set<string>} */
  const shown = new Set();
  return flags.map((flag) => {
    const own = flag.evidence.find(({ text }) => !shown.has(text)) ?? flag.evidence[0];
    if (flag.raised && own) shown.add(own.text);
    return own ? { ...flag, evidence: [own, ...flag.evidence.filter((one) => one !== own)] } : flag;
  });
}

/** What comes from the article is in its language, whatever the reader's. @param {Answer} answer */
function inItsLanguage({ article }) {
  return { lang: article.language || undefined, dir: "auto" };
}

/** @param {Answer} answer @param {import("../i18n.js").Message} message */
function choices(answer, message) {
  if (answer.choices.length === 0) return null;
  const items = answer.choices.map(({ text, url }) =>
    h("li", inItsLanguage(answer), url ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text) : text),
  );
  return h("section", { class: "choices" }, h("h2", { class: "section" }, message("popup_choices")), h("ul", {}, ...items));
}
