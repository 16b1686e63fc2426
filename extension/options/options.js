// Options.

import { readSettings } from "../settings.js";
import { ask } from "../ui/ask.js";
import { byId } from "../ui/dom.js";
import { translated } from "../ui/page.js";

const message = await translated();

byId("withdraw").addEventListener("click", async () => {
  await ask({ name: "withdraw" });
  await show();
  byId("agreed").textContent = message("options_withdrawn");
});
await show();

async function show() {
  const { consent, address } = await readSettings();
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(consent);
  byId("agreed").textContent = consent
    ? message("options_consent_given", day, address)
    : message("options_consent_none");
  byId("withdraw").hidden = consent === 0;
}
