// Answers each line {html, url} with {text, seconds}; the folder of node_modules is its argument.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(`${process.argv[2]}/node_modules/`);
const { parseHTML } = require("linkedom");
const { Readability } = require("@mozilla/readability");

function read(html) {
  try {
    return new Readability(parseHTML(html).document).parse()?.textContent ?? "";
  } catch {
    return "";
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { html, memory } = JSON.parse(line);
  const begun = process.cpuUsage();
  const answer = memory ? { memory: process.resourceUsage().maxRSS / 1024 } : { text: read(html) };
  const { user, system } = process.cpuUsage(begun);
  process.stdout.write(`${JSON.stringify({ ...answer, seconds: (user + system) / 1e6 })}\n`);
}
