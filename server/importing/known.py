"""What is in the corpus, in the queue, or came before in the same import.

The texts are known by a table of their runs of words, on disk: memory stays flat.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from classifier import corpus
from server.importing.runs import kept_runs
from server.queue import Piece, text_id

CORPUS, QUEUE, IMPORT = "corpus", "queue", "import"

SHARE = 0.5  # of the shorter text's runs: a quotation is less, an article with a new lead is more
PART = 0.12  # of the new text's runs: an article that grew from a known teaser is new
FEWEST = 3  # shared runs that count at all; one alone may be the name of a law
# Texts that a run is kept of: one that is put together of two others is known as itself.
OWNERS = 2
CACHE = 8000  # kB of the tables that stay in memory; the corpus that ships fills them

# What is lost with the connection needs no journal.
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA cache_size = -{cache};
CREATE TABLE texts (number INTEGER PRIMARY KEY, id TEXT UNIQUE, place TEXT, name BLOB, runs INT);
CREATE TABLE owners (run INT, text INT, PRIMARY KEY (run, text)) WITHOUT ROWID;
BEGIN;
"""
_SAME = "SELECT place, name, 1.0 FROM texts WHERE id = ?"
_NEAR = f"""
WITH shared AS (
    SELECT text, count(*) AS runs FROM json_each(:runs) JOIN owners ON run = value
    GROUP BY text HAVING count(*) >= max({FEWEST}, {PART} * :count)
), alike AS (
    SELECT number, place, name, 1.0 * shared.runs / min(:count, texts.runs) AS share
    FROM shared JOIN texts ON number = text
)
SELECT place, name, share FROM alike WHERE share >= {SHARE} ORDER BY share DESC, number LIMIT 1
"""
_ADD = "INSERT OR IGNORE INTO texts (id, place, name, runs) VALUES (?, ?, ?, ?)"
_ADD_RUNS = f"""
INSERT INTO owners SELECT value, ? FROM json_each(?)
WHERE (SELECT count(*) FROM owners WHERE run = value) < {OWNERS}
"""


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
    """Texts that need not come again, in a file without a name: what ends the process, ends it.

    A text of 600 words takes about 1 KB of it. SQLite chooses the folder: SQLITE_TMPDIR, TMPDIR
    or /var/tmp.
    """

    def __init__(self, *, cache: int = CACHE) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_TABLES.format(cache=cache))

    def add(self, place: str, name: str, text: str) -> None:
        """Know a text from now on."""
        self._add(place, name, text_id(text), kept_runs(text).tolist())

    def take(self, source: str, piece: Piece) -> Duplicate | None:
        """What the piece repeats; None when it is new, and then it is known from now on."""
        id_, runs = text_id(piece.text), kept_runs(piece.text).tolist()
        found = self._find(id_, runs)
        if found is None:
            self._add(IMPORT, source, id_, runs)
        return found

    def _find(self, id_: str, runs: list[int]) -> Duplicate | None:
        same = self._database.execute(_SAME, [id_]).fetchone()
        asked = {"runs": json.dumps(runs), "count": len(runs)}
        found = same or self._database.execute(_NEAR, asked).fetchone()
        if found is None:
            return None
        place, name, share = found
        return Duplicate(place, name.decode("utf-8", "surrogatepass"), share, exact=bool(same))

    def _add(self, place: str, name: str, id_: str, runs: list[int]) -> None:
        # A name may hold half characters, as names of files do.
        text = [id_, place, name.encode("utf-8", "surrogatepass"), len(runs)]
        added = self._database.execute(_ADD, text)
        if added.rowcount:
            self._database.execute(_ADD_RUNS, [added.lastrowid, json.dumps(runs)])


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
