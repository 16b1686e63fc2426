"""The quality floor: cross-validated figures that a change may not lower unnoticed.

Pin them again, on purpose: .venv/bin/python -m tests.classifier.quality
"""

import json
from pathlib import Path
from typing import Any

from classifier import corpus
from classifier.metrics import figures
from classifier.model import FlagModel

FLOOR = Path(__file__).parent / "quality_floor.json"
TOLERANCE = 0.002  # other processors round differently


def measure(model: FlagModel) -> dict[str, Any]:
    """Digest of the corpus, and the figures of cross-validation on it."""
    found = model.out_of_fold_
    all_figures = figures(found.labels == 1, found.probabilities, model.thresholds_)
    return {
        "corpus": corpus.digest(corpus.load()),
        "articles": all_figures["articles"],
        "average_precision": {
            flag: row["average_precision"] for flag, row in all_figures["ranking"].items()
        },
        "precision": {flag: row["precision"] for flag, row in all_figures["flags"].items()},
        "recall": {flag: row["recall"] for flag, row in all_figures["flags"].items()},
        "false_alarms": all_figures["false_alarms"],
    }


if __name__ == "__main__":
    floor = json.dumps(measure(FlagModel().fit(corpus.load())), indent=2)
    FLOOR.write_text(floor + "\n", encoding="utf-8")
