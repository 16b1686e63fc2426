"""What changed in the corpus between two versions of the model."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from classifier.corpus import Article

_DIGITS = 16  # of hex: 64 bits tell some thousand articles apart


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned from one article. text, evidence: digests of title with text, and spans."""

    text: str
    labels: tuple[str, ...]
    evidence: str

    @classmethod
    def of(cls, article: Article) -> "Learned":
        """What an article has to teach."""
        spans = sorted((span.label, span.start, span.end) for span in article.evidence)
        return cls(_digest([article.title, article.text]), article.labels, _digest(spans))


def _digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def learned(articles: Sequence[Article]) -> dict[str, Learned]:
    """By id, in order of id."""
    return {a.id: Learned.of(a) for a in sorted(articles, key=lambda article: article.id)}


def to_json(found: Mapping[str, Learned]) -> str:
    """One article a line: {id: [text, labels, evidence]}."""
    lines = [
        f"{json.dumps(id_)}: {json.dumps([one.text, one.labels, one.evidence])}"
        for id_, one in found.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def from_json(text: str) -> dict[str, Learned]:
    """What `to_json` wrote. Raises ValueError."""
    rows: dict[str, Any] = json.loads(text)
    return {id_: Learned(text, tuple(labels), spans) for id_, (text, labels, spans) in rows.items()}


@dataclass(frozen=True)
class Changes:
    """Ids, in order. rewritten: the text differs. marked: only the evidence does."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    relabelled: tuple[str, ...]
    rewritten: tuple[str, ...]
    marked: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return any((self.added, self.removed, self.relabelled, self.rewritten, self.marked))

    def words(self) -> str:
        """In words: `12 added, 1 relabelled`."""
        named = {
            "added": self.added,
            "removed": self.removed,
            "relabelled": self.relabelled,
            "rewritten": self.rewritten,
            "with other evidence": self.marked,
        }
        return ", ".join(f"{len(ids)} {name}" for name, ids in named.items() if ids) or "nothing"


def changes(before: Mapping[str, Learned], after: Mapping[str, Learned]) -> Changes:
    """From what one version learned to what another one did, or will."""
    both = [(id_, before[id_], after[id_]) for id_ in after if id_ in before]
    same_text = [(id_, old, new) for id_, old, new in both if old.text == new.text]
    same_labels = [(id_, old, new) for id_, old, new in same_text if old.labels == new.labels]
    return Changes(
        added=tuple(id_ for id_ in after if id_ not in before),
        removed=tuple(id_ for id_ in before if id_ not in after),
        relabelled=tuple(id_ for id_, old, new in same_text if old.labels != new.labels),
        rewritten=tuple(id_ for id_, old, new in both if old.text != new.text),
        marked=tuple(id_ for id_, old, new in same_labels if old.evidence != new.evidence),
    )
