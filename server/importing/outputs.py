"""Where imported pieces go: the queue, or a file of lines."""

import contextlib
import json
import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from server.queue import Piece, Queue, text_id

BATCH = 100  # pieces in one transaction: the queue is closed to others for some milliseconds


class Output(Protocol):
    """Takes pieces; what it took is kept whole, also when the import ends early."""

    def add(self, piece: Piece) -> None:
        """Take a piece."""

    def finish(self) -> None:
        """Keep all that was taken."""


class QueueOutput:
    """Adds to the queue, BATCH by BATCH. added: pieces that are there for good."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self._waiting: list[Piece] = []
        self.added = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to put right: each batch is a transaction."""

    def add(self, piece: Piece) -> None:
        """Take a piece; it is in the queue when its batch is full."""
        self._waiting.append(piece)
        if len(self._waiting) >= BATCH:
            self.finish()

    def finish(self) -> None:
        """Add what waits."""
        self._queue.add(self._waiting)
        self.added += len(self._waiting)
        self._waiting = []


class FileOutput:
    """Writes lines beside `path`, and moves them there when all are written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.added = 0

    def __enter__(self) -> Self:
        handle, name = tempfile.mkstemp(
            prefix=f".{self._path.name}-", suffix=".partial", dir=self._path.parent
        )
        self._beside = Path(name)
        self._file = os.fdopen(handle, "w", encoding="utf-8")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Leave nothing half written."""
        self._file.close()
        with contextlib.suppress(FileNotFoundError):
            self._beside.unlink()

    def add(self, piece: Piece) -> None:
        """Write a line."""
        self._file.write(json.dumps(as_line(piece), ensure_ascii=False) + "\n")
        self.added += 1

    def finish(self) -> None:
        """Put the file in its place."""
        self._file.flush()
        os.fsync(self._file.fileno())
        os.chmod(self._beside, 0o666 & ~_umask())
        os.replace(self._beside, self._path)


def as_line(piece: Piece) -> dict[str, Any]:
    """The piece as a line without labels; `optflag score` and `data import` read such lines."""
    source = {
        "kind": piece.source,
        "address": piece.address,
        "date": piece.date,
        "licence": piece.licence,
    }
    return {
        "id": f"q-{text_id(piece.text)}",
        "title": piece.title,
        "text": piece.text,
        "source": {name: value for name, value in source.items() if value is not None},
    }


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
