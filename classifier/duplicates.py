"""Texts that share more than chance allows: duplicates in the corpus, leaks of evaluation data."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

RUN = 8  # words in a row; names of laws and offices are longer now and then, hence FEW
FEW = 10  # so many shared runs are a quotation or a list of offices; more are the same passage
SHARE = 0.5  # of the shorter text's runs, as in an import: so much makes a near duplicate

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two texts with `count` runs of RUN words in common; `sample` is the first of them.

    share: of the runs of the shorter text.
    """

    first: str
    second: str
    count: int
    sample: str
    share: float

    @property
    def is_duplicate(self) -> bool:
        """More than quotations and names explain."""
        return self.count > FEW

    @property
    def is_near_copy(self) -> bool:
        """Most of the shorter text stands in the other one."""
        return self.share >= SHARE and self.is_duplicate


def overlaps(texts: Mapping[str, str], others: Mapping[str, str] | None = None) -> list[Overlap]:
    """Pairs that share at least one run, the most alike first.

    texts, others: name → text. Without `others`, the texts are compared with one another.
    """
    index: dict[int, list[str]] = defaultdict(list)
    counts: Counter[tuple[str, str]] = Counter()
    samples: dict[tuple[str, str], str] = {}
    sizes: dict[str, int] = {}
    for name, text in (others or {}).items():
        keys = {hash(run) for run in _runs(text)}
        sizes[name] = len(keys)
        for key in keys:
            index[key].append(name)
    for name, text in texts.items():
        runs = set(_runs(text))
        sizes[name] = min(len(runs), sizes.get(name, len(runs)))
        for run in runs:
            for other in index.get(hash(run), ()):
                counts[other, name] += 1
                samples.setdefault((other, name), " ".join(run))
            if others is None:
                index[hash(run)].append(name)
    found = (
        Overlap(*pair, count, samples[pair], count / min(sizes[name] for name in pair))
        for pair, count in counts.items()
    )
    return sorted(found, key=lambda overlap: (-overlap.count, overlap.first, overlap.second))


def _runs(text: str) -> Iterable[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return zip(*(words[start:] for start in range(RUN)), strict=False)
