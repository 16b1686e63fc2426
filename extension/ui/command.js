// A command to run in a terminal, with a button that copies it.

import { h } from "./dom.js";

const SAID_MS = 2000; // how long "Copied" stays

/**
 * @param {string} command
 * @param {import("../i18n.js").Message} message
 * @returns {HTMLElement}
 */
export function commandBox(command, message) {
  const button = h("button", { type: "button", class: "quiet" }, message("action_copy"));
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(command);
    button.textContent = message("action_copied");
    setTimeout(() => (button.textContent = message("action_copy")), SAID_MS);
  });
  return h("div", { class: "command" }, h("code", {}, command), button);
}
