// The server's answer is data from outside: read it field by field, keep only what is known.

/**
 * @typedef {{text: string, start: number, end: number, probability: number}} Evidence
 * @typedef {"default_opt_in"|"ai_training"|"regulatory_action"} FlagName
 * @typedef {{flag: FlagName, raised: boolean, unsure: boolean, probability: number, threshold: number, evidence: Evidence[]}} Flag
 * @typedef {{text: string, url: string}} Choice  url is "" when the article names no link
 * @typedef {"none"|"low"|"medium"|"high"} Level
 * @typedef {"scored"|"not_article"|"too_short"|"unsupported_language"} Verdict
 * @typedef {{level: Level}} Badge
 * @typedef {{title: string, words: number, language: string}} ArticleFacts
 * @typedef {{version: string, corpus: string}} ModelFacts
 * @typedef {{verdict: Verdict, risk: number, badge: Badge, flags: Flag[], choices: Choice[], article: ArticleFacts, model: ModelFacts}} Answer
 */

export const FLAGS = /** @type {const} */ (["default_opt_in", "ai_training", "regulatory_action"]);
const VERDICTS = ["scored", "not_article", "too_short", "unsupported_language"];
const LEVELS = ["none", "low", "medium", "high"];
const MAX_TEXT = 2000; // a sentence longer than this is no sentence
const MAX_ITEMS = 20; // more evidence or choices than a popup can show

/** The answer does not follow the contract: another version, or another program, is listening. */
export class UnknownAnswer extends Error {}

/**
 * The server's JSON as an Answer.
 * @param {any} json anything that JSON.parse can give
 * @returns {Answer}
 * Throws UnknownAnswer when a needed member is missing or of another type.
 */
export function readAnswer(json) {
  const verdict = oneOf(json?.verdict, VERDICTS);
  return {
    verdict: /** @type {Verdict} */ (verdict),
    risk: verdict === "scored" ? number(json.risk, 0, 100) : 0,
    badge: readBadge(json.badge),
    flags: verdict === "scored" ? FLAGS.map((name) => readFlag(name, json.flags)) : [],
    choices: list(json.choices).map(readChoice),
    article: readArticle(json.article ?? {}),
    model: { version: loose(json.model?.version), corpus: loose(json.model?.corpus) },
  };
}

/** Colour and text are made here, not taken: white on white would be no badge. @param {any} json @returns {Badge} */
function readBadge(json) {
  return {
    level: /** @type {Level} */ (LEVELS.includes(json?.level) ? json.level : "none"),
  };
}

/** @param {FlagName} name @param {any} flags @returns {Flag} */
function readFlag(name, flags) {
  const json = list(flags).find((/** @type {any} */ flag) => flag?.flag === name);
  if (typeof json?.raised !== "boolean") throw new UnknownAnswer(`flag ${name} is missing`);
  return {
    flag: name,
    raised: json.raised,
    unsure: json.unsure === true,
    probability: number(json.probability, 0, 1),
    threshold: number(json.threshold, 0, 1),
    evidence: list(json.evidence).map(readEvidence),
  };
}

/** @param {any} json @returns {Evidence} */
function readEvidence(json) {
  return {
    text: string(json?.text).slice(0, MAX_TEXT),
    start: number(json?.start, 0, Infinity),
    end: number(json?.end, 0, Infinity),
    probability: number(json?.probability, 0, 1),
  };
}

/** @param {any} json @returns {Choice} */
function readChoice(json) {
  return { text: string(json?.text).slice(0, MAX_TEXT), url: webAddress(json?.url) };
}

/** @param {any} json @returns {ArticleFacts} */
function readArticle(json) {
  return {
    title: loose(json.title).slice(0, MAX_TEXT),
    words: Number.isFinite(json.word_count) ? json.word_count : 0,
    language: loose(json.language),
  };
}

const THIS_SITE = "https://this-site.invalid"; // as content/strip.js writes it

/**
 * The answer with links that stay on the page's site leading there again.
 * @param {Answer} answer
 * @param {string} address of the page
 * @returns {Answer}
 */
export function withSite(answer, address) {
  const { origin } = new URL(address);
  const choices = answer.choices.map(({ text, url }) => ({
    text,
    url: url.startsWith(`${THIS_SITE}/`) ? webAddress(origin + url.slice(THIS_SITE.length)) : url,
  }));
  return { ...answer, choices };
}

/**
 * The address when a click on it can only open a web page, else "".
 * @param {unknown} value
 */
export function webAddress(value) {
  const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : null;
  return url && ["https:", "http:"].includes(url.protocol) ? url.href : "";
}

/** @param {unknown} value @param {number} low @param {number} high @returns {number} */
function number(value, low, high) {
  if (typeof value !== "number" || !(value >= low && value <= high)) {
    throw new UnknownAnswer(`${value} is not a number from ${low} to ${high}`);
  }
  return value;
}

/** @param {unknown} value @returns {string} */
function string(value) {
  if (typeof value !== "string") throw new UnknownAnswer(`${value} is not a text`);
  return value;
}

/** @param {unknown} value @returns {string} */
function loose(value) {
  return typeof value === "string" ? value : "";
}

/** @param {unknown} value @returns {any[]} */
function list(value) {
  return Array.isArray(value) ? value.slice(0, MAX_ITEMS) : [];
}

/** @param {unknown} value @param {string[]} allowed @returns {string} */
function oneOf(value, allowed) {
  if (typeof value !== "string" || !allowed.includes(value)) {
    throw new UnknownAnswer(`${value} is none of ${allowed.join(", ")}`);
  }
  return value;
}
