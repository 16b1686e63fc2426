"""The words of a comparison, for the terminal and the card."""

from classifier.comparison import ChangedVerdict, Comparison
from classifier.version_card import changed_lines


def test_changed_verdicts_stand_in_columns() -> None:
    changed = [
        ChangedVerdict("b01-001", "Posts", "ai_training", True, 0.4, 0.6, raised=True),
        ChangedVerdict("b01-002", "A fine", "regulatory_action", True, 0.6, 0.4, raised=False),
    ]
    assert changed_lines(Comparison(9, 0, [], changed)) == [
        "2 verdicts changed, 1 of them for the better",
        "0.40 → 0.60  now raised, right      ai_training        b01-001  Posts",
        "0.60 → 0.40  now not raised, wrong  regulatory_action  b01-002  A fine",
    ]
