// "Show in page": highlights the evidence where it stands.

/**
 * Highlights sentences in the page of a tab and scrolls to one.
 * @param {number} tabId
 * @param {string[]} sentences
 * @param {number} chosen
 * @returns {Promise<boolean[]>} which were found; [] when the page cannot be reached
 */
export async function showInPage(tabId, sentences, chosen) {
  const target = { tabId };
  try {
    await chrome.scripting.insertCSS({ target, files: ["content/highlight.css"] });
    await chrome.scripting.executeScript({ target, files: ["content/highlight.js"] });
    const [result] = await chrome.scripting.executeScript({ target, func: run, args: [sentences, chosen] });
    return result?.result ?? [];
  } catch {
    return [];
  }
}

/**
 * Runs in the page, after content/highlight.js.
 * @param {string[]} sentences
 * @param {number} chosen
 * @returns {boolean[]}
 */
function run(sentences, chosen) {
  return /** @type {any} */ (globalThis).optflagShow(sentences, chosen);
}
