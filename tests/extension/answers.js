// Answers as the server gives them.

export function flag(name, { raised = false, unsure = false, probability = 0.05, evidence = [] } = {}) {
  return { flag: name, raised, unsure, probability, threshold: 0.5, evidence };
}

export function scored(over = {}) {
  return {
    verdict: "scored",
    risk: 60,
    badge: { level: "medium", text: "1", color: "#a84300", title: "…" },
    flags: [flag("default_opt_in", { raised: true, probability: 0.97 }), flag("ai_training"), flag("regulatory_action")],
    choices: [{ text: "Settings > Privacy", url: null }],
    article: { title: "A title", text_length: 900, word_count: 150, language: "en" },
    model: { version: "1", corpus: "sha256:0" },
    ...over,
  };
}
