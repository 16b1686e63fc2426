"""An import from its items to its summary."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from server.importing.known import Duplicate, Known
from server.importing.outputs import Output
from server.importing.preparing import Prepared

# Kept for the summary; all of them are told as they come.
LISTED = 1000


@dataclass
class Summary:
    """What an import did. duplicates: number by (place, exact or near)."""

    read: int = 0
    new: int = 0
    faulty: int = 0
    labelled: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    duplicates: Counter[str] = field(default_factory=Counter)
    faults: list[dict[str, str]] = field(default_factory=list)
    repeated: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "read": self.read,
            "new": self.new,
            "duplicates": {**self.duplicates, "listed": self.repeated},
            "skipped": dict(self.skipped),
            "labels_not_taken": self.labelled,
            "faults": {"count": self.faulty, "listed": self.faults},
        }


Tell = Callable[[str], None]


class Import:
    """One import into `output` of what is not in `known`.

    tell: takes each fault, as a line. detail: takes each piece that is left out, as a line.
    """

    def __init__(self, known: Known, output: Output, *, tell: Tell, detail: Tell) -> None:
        self.summary = Summary()
        self._known, self._output = known, output
        self._tell, self._detail = tell, detail

    def run(self, prepared: Iterable[Prepared], progress: Callable[[Summary], None]) -> Summary:
        """Take everything in. The output is finished when this returns."""
        for one in prepared:
            self.summary.read += 1
            self._take(one)
            progress(self.summary)
        self._output.finish()
        return self.summary

    def _take(self, one: Prepared) -> None:
        summary, source = self.summary, one.item.source
        if one.piece is None and one.skipped is None:
            self._note_fault(source, one.fault or "")
        elif one.piece is None:
            summary.skipped[one.skipped or ""] += 1
            self._detail(f"{source}: skipped: {one.skipped}")
        elif (duplicate := self._known.take(source, one.piece)) is not None:
            self._note_duplicate(source, duplicate)
        else:
            self._output.add(one.piece)
            summary.new += 1
            summary.labelled += one.item.labelled

    def _note_fault(self, source: str, fault: str) -> None:
        self.summary.faulty += 1
        if len(self.summary.faults) < LISTED:
            self.summary.faults.append({"source": source, "fault": fault})
        self._tell(f"{source}: {fault}")

    def _note_duplicate(self, source: str, duplicate: Duplicate) -> None:
        kind = "exact" if duplicate.exact else "near"
        self.summary.duplicates[f"{kind}_in_{duplicate.place}"] += 1
        share = round(duplicate.share, 2)
        if len(self.summary.repeated) < LISTED:
            other = {"place": duplicate.place, "of": duplicate.name, "share": share}
            self.summary.repeated.append({"source": source, **other})
        self._detail(f"{source}: {kind} duplicate ({share:.0%}) of {duplicate.name}")
