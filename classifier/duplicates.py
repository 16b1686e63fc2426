"""Texts that share more than chance allows: duplicates in the corpus, leaks of evaluation data."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

RUN = 8  # words in a row; names of laws and offices are longer now and then, hence FEW
FEW = 10  # so many shared runs are a quotation or a list of offices; more are the same text

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two texts with `count` runs of RUN words in common; `sample` is the first of them."""

    first: str
    second: str
    count: int
    sample: str

    @property
    def is_duplicate(self) -> bool:
        """More than quotations and names explain."""
        return self.count > FEW


def overlaps(texts: Mapping[str, str], others: Mapping[str, str] | None = None) -> list[Overlap]:
    """Pairs that share at least one run, the most alike first.

    texts, others: name → text. Without `others`, the texts are compared with one another.
    """
    index: dict[int, list[str]] = defaultdict(list)
    counts: Counter[tuple[str, str]] = Counter()
    samples: dict[tuple[str, str], str] = {}
    for name, text in (others or {}).items():
        for key in {hash(run) for run in _runs(text)}:
            index[key].append(name)
    for name, text in texts.items():
        for run in set(_runs(text)):
            for other in index.get(hash(run), ()):
                counts[other, name] += 1
                samples.setdefault((other, name), " ".join(run))
            if others is None:
                index[hash(run)].append(name)
    found = (Overlap(*pair, count, samples[pair]) for pair, count in counts.items())
    return sorted(found, key=lambda overlap: (-overlap.count, overlap.first, overlap.second))


def _runs(text: str) -> Iterable[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return zip(*(words[start:] for start in range(RUN)), strict=False)
