"""An index of texts that finds copies, whole or in part, in flat memory.

Of each text an eighth of its runs of words is kept, chosen by their value, so that two texts
choose the same runs ("mod p" sampling: Broder, On the resemblance and containment of documents,
1997). Unlike MinHash it sees an article within a longer page, and a teaser of a known article
(docs/decisions.md has the comparison).
"""

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RUN = 8  # words in a row, as in duplicates.py
KEPT = 8  # one run in so many is kept
SHARE = 0.5  # of the shorter text's runs: a quotation is less, an article with a new lead is more
PART = 0.12  # of the new text's runs: an article that grew from a known teaser is new
FEWEST = 3  # shared runs that count at all; one alone may be the name of a law
# Texts that a run is kept of: one that is put together of two others is known as itself.
OWNERS = 2
MERGE = 50_000  # runs that wait in a dict (some 5 MB) before they are sorted in

# Words are what stands between the others; the bytes of letters beyond ASCII are among those, so
# that typographic and plain quotes make no difference.
_LETTERS = b"abcdefghijklmnopqrstuvwxyz0123456789"
_WORDS = bytes(byte if byte in _LETTERS else ord(" ") for byte in range(256))
_FACTORS = np.array([pow(1_099_511_628_211, power, 2**64) for power in range(RUN)], np.uint64)
# The finaliser of splitmix64: spreads sums of products evenly over 64 bits.
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))
_MIXERS = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))

_HALF, _LOWER = np.uint64(32), np.uint64(0xFFFFFFFF)

Runs = npt.NDArray[np.uint32]
Entries = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Match:
    """The text that is most alike: `share` of the shorter one's runs stand in both, 0 to 1."""

    name: str
    share: float


class NearIndex:
    """Texts by name. A text of 600 words costs about 1 KB, 8 bytes for each kept run."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._sizes: list[int] = []
        # Run in the upper half, index into _names in the lower, at most OWNERS of a run; the first
        # _filled are sorted. One array that doubles and is sorted in place leaves no holes of a
        # dozen sizes behind.
        self._table = np.empty(MERGE, np.uint64)
        self._filled = 0
        self._recent: dict[int, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self._names)

    def add(self, name: str, runs: Runs) -> None:
        """Keep a text by its runs, but for those that OWNERS texts before it have."""
        owner = len(self._names)
        kept = sum((is_known for _, is_known in self._look_up(runs)), np.zeros(len(runs), int))
        for run, known in zip(runs.tolist(), kept.tolist(), strict=True):
            recent = self._recent.get(run, ())
            if known + len(recent) < OWNERS:
                self._recent[run] = (*recent, owner)
        self._names.append(name)
        self._sizes.append(len(runs))
        if len(self._recent) >= MERGE:
            self._merge()

    def find(self, runs: Runs) -> Match | None:
        """The known text that is most alike, None when none shares SHARE and PART."""
        recent = self._recent
        counts = Counter(owner for run in runs.tolist() for owner in recent.get(run, ()))
        for entries, is_known in self._look_up(runs):
            counts.update((entries[is_known] & _LOWER).tolist())
        matches = [
            Match(self._names[owner], count / min(len(runs), self._sizes[owner]))
            for owner, count in counts.items()
            if count >= max(FEWEST, PART * len(runs))
        ]
        best = max(matches, key=lambda match: match.share, default=None)
        return best if best and best.share >= SHARE else None

    def _look_up(self, runs: Runs) -> Iterator[tuple[Entries, npt.NDArray[np.bool_]]]:
        """For each first, second, … owner: the entry in its place, and whether it is the run's."""
        if not self._filled:
            return
        table = self._table[: self._filled]
        places = np.searchsorted(table, runs.astype(np.uint64) << _HALF)
        for further in range(OWNERS):
            entries = table[np.minimum(places + further, self._filled - 1)]
            is_known = ((entries >> _HALF) == runs) & (places + further < self._filled)
            if not is_known.any():
                return
            yield entries, is_known

    def _merge(self) -> None:
        recent = sum(map(len, self._recent.values()))
        if self._filled + recent > len(self._table):
            larger = np.empty(2 * (self._filled + recent), np.uint64)
            larger[: self._filled] = self._table[: self._filled]
            self._table = larger
        added = self._table[self._filled : self._filled + recent]
        entries = (run << 32 | owner for run, owners in self._recent.items() for owner in owners)
        added[:] = np.fromiter(entries, np.uint64, recent)
        self._filled += recent
        self._table[: self._filled].sort()
        self._recent.clear()


def kept_runs(text: str) -> Runs:
    """The runs of RUN words that the index keeps of an English text, as sorted 32-bit numbers."""
    words = text.lower().encode("utf-8", "replace").translate(_WORDS).split()
    count = len(words) - RUN + 1
    if count < 1:
        return np.empty(0, np.uint32)
    numbers = np.fromiter(map(zlib.crc32, words), np.uint64, len(words))
    runs = np.zeros(count, np.uint64)
    for place, factor in enumerate(_FACTORS):
        runs += numbers[place : place + count] * factor
    runs = (runs ^ (runs >> _SHIFTS[0])) * _MIXERS[0]
    runs = (runs ^ (runs >> _SHIFTS[1])) * _MIXERS[1]
    runs ^= runs >> _SHIFTS[2]
    # The upper half is enough: of 3 million kept runs, a new one meets a stranger's in 0.07 %.
    return np.unique((runs[runs % np.uint64(KEPT) == 0] >> np.uint64(32)).astype(np.uint32))
