"""The science: labels, corpus, model, evidence, risk, registry. Knows neither Flask nor SQL."""
