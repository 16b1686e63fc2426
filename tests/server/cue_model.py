"""A model that is quick and plain: for tests of what is done with its word."""

from typing import Any

import numpy as np

from classifier.evidence import Evidence, FlagResult
from classifier.labels import FLAGS
from classifier.sentences import split

TEXT = (
    "Harbourline has changed its terms. Everybody was switched on without a notice.\n\n"
    "The watchdog has opened a case. The boats are blue."
)
CUES = dict(zip(FLAGS, ("switched on", "train", "opened a case"), strict=True))


class CueModel:
    """Stands for a loaded model: raises a flag where the text holds its cue."""

    version = "1"
    thresholds_ = np.array([0.5, 0.5, 0.5])

    @property
    def model(self) -> "CueModel":
        return self

    @property
    def info(self) -> "CueModel":
        return self

    def predict_proba(self, documents: list[str]) -> Any:
        return np.array([[0.9 * (CUES[flag] in text) for flag in FLAGS] for text in documents])

    def judge(self, title: str, text: str) -> list[FlagResult]:
        return [self._result(flag, text) for flag in FLAGS]

    def _result(self, flag: str, text: str) -> FlagResult:
        found = [Evidence(s.text, s.start, s.end, 0.9) for s in split(text) if CUES[flag] in s.text]
        raised = bool(found)
        return FlagResult(flag, 0.9 * raised, 0.5, raised, False, tuple(found))
