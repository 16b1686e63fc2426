"""What is in the corpus, in the queue, or came before in the same import."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from classifier import corpus
from classifier.near import NearIndex, Runs, kept_runs
from server.queue import Piece, text_id

CORPUS, QUEUE, IMPORT = "corpus", "queue", "import"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The known text that a piece repeats. place: `corpus`, `queue` or `import`.

    share: of the shorter text's runs of words that both have; 1 for the same text.
    """

    place: str
    name: str
    share: float
    exact: bool


class Known:
    """Texts that need not come again; about 1 KB for each."""

    def __init__(self) -> None:
        self._names: dict[str, tuple[str, str]] = {}
        self._near = NearIndex()

    def __len__(self) -> int:
        return len(self._names)

    def add(self, place: str, name: str, text: str) -> None:
        """Know a text from now on."""
        self._add(text_id(text), place, name, kept_runs(text))

    def take(self, source: str, piece: Piece) -> Duplicate | None:
        """What the piece repeats; None when it is new, and then it is known from now on."""
        id_, runs = text_id(piece.text), kept_runs(piece.text)
        if (same := self._names.get(id_)) is not None:
            return Duplicate(*same, share=1.0, exact=True)
        if (match := self._near.find(runs)) is not None:
            return Duplicate(*self._names[match.name], share=match.share, exact=False)
        self._add(id_, IMPORT, source, runs)
        return None

    def _add(self, id_: str, place: str, name: str, runs: Runs) -> None:
        if id_ not in self._names:
            self._names[id_] = (place, name)
            self._near.add(id_, runs)


def corpus_texts(files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Id and text of each line that has them; whether lines fit is `data check`'s to say."""
    for file in files:
        with file.open("rb") as lines:
            for line in lines:
                try:
                    content = json.loads(line)
                except (ValueError, RecursionError):
                    continue
                match content:
                    case {"id": str(id_), "text": str(text)}:
                        yield id_, text


def load_known(
    home: Path, queued: Iterable[tuple[str, str]], progress: Callable[[int], None]
) -> Known:
    """The corpus that `optflag train` would read, and the texts of the queue by id.

    progress: is told how many texts were read.
    """
    known = Known()
    shipped = ((CORPUS, id_, text) for id_, text in corpus_texts(corpus.all_files(home)))
    waiting = ((QUEUE, f"q-{id_}", text) for id_, text in queued)
    for number, text in enumerate(chain(shipped, waiting), start=1):
        known.add(*text)
        progress(number)
    return known
