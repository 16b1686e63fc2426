"""What may be a way out, before it is weighed."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["path", "control", "form", "address"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Characters `start` to `end` (exclusive) that may name a way out.

    cues: how it is put, such as "arrow" or "quoted". steps: the parts of a path.
    name_start, name_end: the control's own name within it, 0 and 0 for the other kinds.
    """

    start: int
    end: int
    kind: Kind
    cues: frozenset[str]
    steps: int = 1
    name_start: int = 0
    name_end: int = 0

    def meets(self, other: "Candidate") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end
