"""Polite fetching: robots.txt, one host at a time with pauses, every redirect checked."""

import time
from collections.abc import Callable
from importlib.metadata import version
from urllib.parse import urljoin

from protego import Protego

from server.sources.items import SourceError
from server.sources.network import Answer, Resolve, Target, request, resolve, split_address

PRODUCT = "optflag"  # the name that robots.txt may speak to
PAUSE = 1.0  # seconds between two requests to one host, where robots.txt asks for no longer one
LONGEST_PAUSE = 60.0  # more is asked by those who do not want to be read at all
MAX_REDIRECTS = 5
ROBOTS_BYTES = 500 * 1024  # RFC 9309: at least so much must be read
_MOVED = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_REFUSED = Protego.parse("User-agent: *\nDisallow: /")
_ALLOWED = Protego.parse("")


class Fetcher:
    """Gets addresses one after the other.

    allow_private: also from this computer and its network. now, sleep: the clock. resolve: the
    DNS. The last three are for tests.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        pause: float = PAUSE,
        resolve: Resolve = resolve,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._allow_private, self._pause = allow_private, pause
        self._resolve, self._now, self._sleep = resolve, now, sleep
        self._robots: dict[str, Protego | SourceError] = {}
        self._last: dict[str, float] = {}
        agent = f"Optflag/{version('optflag')} (reads articles for a corpus; robots: {PRODUCT})"
        self._headers = {
            "User-Agent": agent,
            "Accept": "text/html, application/json, application/xml, */*;q=0.1",
            "Accept-Encoding": "gzip, deflate",
        }

    def get(self, address: str) -> Answer:
        """The answer with status 200. Raises SourceError with the reason why there is none."""
        answer = self._follow(address, self._polite)
        if answer.status in _BUSY:
            self._sleep(_wait(answer))
            answer = self._follow(address, self._polite)
        if answer.status != 200:
            raise SourceError(f"was answered with status {answer.status}")
        return answer

    def _follow(self, address: str, get: Callable[[Target], Answer]) -> Answer:
        """The answer behind the redirects from an address; each of them is checked as the first."""
        for _ in range(MAX_REDIRECTS + 1):
            answer = get(split_address(address))
            if answer.status not in _MOVED or "location" not in answer.headers:
                return answer
            try:
                address = urljoin(answer.address, answer.headers["location"])
            except ValueError:
                raise SourceError("redirects to what is no address") from None
        raise SourceError(f"redirects over {MAX_REDIRECTS} times")

    def _polite(self, target: Target) -> Answer:
        robots = self._robots_of(target)
        if not robots.can_fetch(target.address, PRODUCT):
            raise SourceError(f"is not for programs, says {target.origin}/robots.txt")
        return self._request(target, float(robots.crawl_delay(PRODUCT) or 0))

    def _robots_of(self, target: Target) -> Protego:
        """What a host permits; one that does not answer is not asked again, for that takes long."""
        if target.origin not in self._robots:
            try:
                self._robots[target.origin] = self._read_robots(target.origin)
            except SourceError as error:
                self._robots[target.origin] = error
        found = self._robots[target.origin]
        if isinstance(found, SourceError):
            raise SourceError(str(found))
        return found

    def _read_robots(self, origin: str) -> Protego:
        """By RFC 9309: no such file permits all, a server that fails forbids all."""
        answer = self._follow(f"{origin}/robots.txt", self._request)
        if answer.status == 200:
            return Protego.parse(answer.data[:ROBOTS_BYTES].decode("utf-8", "replace"))
        return _ALLOWED if 400 <= answer.status < 500 and answer.status != 429 else _REFUSED

    def _request(self, target: Target, delay: float = 0.0) -> Answer:
        pause = min(max(self._pause, delay), LONGEST_PAUSE)
        ready = self._last.get(target.host, -pause) + pause
        if (wait := ready - self._now()) > 0:
            self._sleep(wait)
        try:
            return request(
                target,
                headers=self._headers,
                resolve=self._resolve,
                allow_private=self._allow_private,
            )
        finally:
            self._last[target.host] = self._now()


def _wait(answer: Answer) -> float:
    """Seconds that a busy server asks for. Raises SourceError when it is too long to wait."""
    asked = answer.headers.get("retry-after", "5")
    if not asked.isascii() or not asked.isdecimal() or len(asked) > 9 or int(asked) > LONGEST_PAUSE:
        raise SourceError(f"is too busy (status {answer.status}); try again later")
    return float(asked)
