"""How far a long command is, on stderr."""

import time
from collections.abc import Callable

AFTER = 2.0  # seconds: who is done sooner needs no progress
EVERY = 2.0


class Progress:
    """Says a line every EVERY seconds, from AFTER seconds on. now: the clock."""

    def __init__(self, say: Callable[[str], None], now: Callable[[], float] = time.monotonic):
        self._say, self._now = say, now
        self._start = now()
        self._next = self._start + AFTER

    def __call__(self, count: int, words: Callable[[], str]) -> None:
        """`count` things are done; `words` tells what became of them."""
        moment = self._now()
        if moment >= self._next:
            rate = count / (moment - self._start)
            pace = f" ({rate:,.0f} a second)" if rate >= 1 else ""
            self._say(f"{count:,} read{pace}: {words()}")
            self._next = moment + EVERY
