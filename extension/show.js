// "Show in page": highlights the evidence where it stands.

// A style sheet of the reader's, which a page cannot override; colours that hold 4.5:1 whatever the page looks like.
const styleOf = (/** @type {string} */ name) => `
  ::highlight(${name}) { background-color: #ffe8a3 !important; color: #1d2026 !important; }
  ::highlight(${name}-chosen) { background-color: #ffc53d !important; color: #1d2026 !important; }`;

/**
 * Highlights sentences in the page of a tab and scrolls to one.
 * @param {number} tabId
 * @param {string[]} sentences
 * @param {number} chosen
 * @returns {Promise<boolean[]>} which were found; [] when the page cannot be reached
 */
export async function showInPage(tabId, sentences, chosen) {
  const target = { tabId };
  const name = `optflag-${crypto.randomUUID().slice(0, 8)}`; // no page can have a style ready for it
  try {
    await chrome.scripting.insertCSS({ target, css: styleOf(name), origin: "USER" });
    await chrome.scripting.executeScript({ target, files: ["content/highlight.js"] });
    const [result] = await chrome.scripting.executeScript({ target, func: run, args: [sentences, chosen, name] });
    return result?.result ?? [];
  } catch {
    return [];
  }
}

/**
 * Runs in the page, after content/highlight.js.
 * @param {string[]} sentences
 * @param {number} chosen
 * @param {string} name
 * @returns {boolean[]}
 */
function run(sentences, chosen, name) {
  return /** @type {any} */ (globalThis).optflagShow(sentences, chosen, name);
}
