import js from "@eslint/js";
import globals from "globals";

const house = {
  eqeqeq: "error",
  "prefer-const": "error",
  "no-var": "error",
  "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
  "max-lines": ["error", 300],
  "max-lines-per-function": ["error", { max: 40, skipComments: true, skipBlankLines: true }],
  complexity: ["error", 14],
  "no-restricted-properties": [
    "error",
    { property: "innerHTML", message: "Page and server data are data: use textContent." },
    { property: "outerHTML", message: "Page and server data are data: use textContent." },
    { property: "insertAdjacentHTML", message: "Page and server data are data: use append." },
  ],
  "no-restricted-globals": ["error", { name: "fetch", message: "Only extension/api.js may call fetch." }],
};

export default [
  { ignores: ["node_modules/", "dist/", "extension/vendor/", "**/.venv/", "server/", "classifier/", "docs/"] },
  js.configs.recommended,
  {
    files: ["extension/**/*.js"],
    languageOptions: { globals: { ...globals.browser, ...globals.webextensions } },
    rules: house,
  },
  { files: ["extension/content/*.js"], languageOptions: { sourceType: "script", globals: { isProbablyReaderable: "readonly" } } },
  { files: ["extension/api.js"], rules: { "no-restricted-globals": "off" } },
  {
    files: ["tests/**/*.js", "tools/**/*.js", "*.js", "**/*.mjs"],
    languageOptions: { globals: { ...globals.node, chrome: "writable" } },
    rules: { eqeqeq: "error", "prefer-const": "error" },
  },
];
