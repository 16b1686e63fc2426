"""The three flags. Everything that needs their names or words takes them from here.

What each flag means, to the sentence: training_data/LABELS.md.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """One yes/no question about an article.

    name: as in the corpus, the API and the model files.
    phrase: as it reads inside a sentence.
    question: what a labeller answers.
    weight: share of the risk that a certain yes brings, 0 to 1 (see classifier/risk.py).
    """

    name: str
    phrase: str
    question: str
    weight: float

    @property
    def title(self) -> str:
        """The phrase as a heading."""
        return self.phrase[0].upper() + self.phrase[1:]


LABELS = (
    Label("default_opt_in", "default opt-in", "Were people put in without being asked?", 0.60),
    Label("ai_training", "AI training", "Is what people wrote, did or are used to train AI?", 0.60),
    Label(
        "regulatory_action",
        "regulatory action",
        "Did an authority step in over data, privacy or consent?",
        0.35,
    ),
)

FLAGS = tuple(label.name for label in LABELS)
FLAG_TITLES = {label.name: label.title for label in LABELS}
