"""Extraction in a process of its own, so that no page costs more than its limits.

libxml2 cannot be interrupted, and some pages that pass every check on size take minutes or
gigabytes. The process stays from page to page (a page costs 0.1 ms more than in this one) and is
killed and forked again (9 ms) when a page goes over a limit.
"""

import contextlib
import gc
import json
import os
import resource
import signal
import socket
import struct
import threading
import time
import warnings
from dataclasses import astuple, fields
from typing import Any, NoReturn

from lxml.html import HtmlElement

from server.extraction import (
    Article,
    ExtractionError,
    Link,
    NotAnArticle,
    Origin,
    TooComplex,
    TooLarge,
    TooSlow,
    extract,
)
from server.memory import give_back_now

SECONDS = 2.0
MEMORY = 512 * 1024 * 1024
# Each page leaves a little behind in libxml2's dictionaries and in fragments of the heap.
PAGES_OF_A_PROCESS = 10_000
_LARGE_PAGE = 250_000  # characters; it leaves megabytes behind

_HEADER = struct.Struct("!II")  # bytes of the two parts that follow
_ERRORS: dict[str, type[ExtractionError]] = {
    error.reason: error for error in (NotAnArticle, TooLarge, TooComplex)
}
# An operator's signals reach the whole group; this process ends when its parent's socket does.
_IGNORED = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP)


class BoundedExtractor:
    """`extract` within limits; one for each server process, safe to call from several threads.

    seconds: for one page, kept by this side. memory: bytes that the pages may take on top of what
    the process has when it is forked.
    Nothing is started before the first page, so the object may be made before a server forks its
    workers; each of them then gets a process of its own.
    """

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.seconds = seconds
        self.memory = memory
        self._lock = threading.Lock()
        self._owner = 0
        self._process = 0
        self._socket: socket.socket | None = None

    def extract(self, html: str, url: str | None = None) -> Article:
        """The article of a page, as `server.extraction.extract` gives it.

        Raises what that raises, TooSlow when the page took over `seconds`, and TooComplex when it
        took over `memory`.
        """
        with self._lock:
            connection = self._connect()
            try:
                connection.settimeout(self.seconds)
                answer = self._ask(connection, html, url)
            except TimeoutError as error:
                self._stop()
                raise TooSlow(f"The page took over {self.seconds:g} seconds.") from error
            except (OSError, EOFError) as error:
                self._stop()
                raise TooComplex("The page took too much memory.") from error
            except BaseException:  # an answer left in the socket would be the next page's
                self._stop()
                raise
        return _read_answer(answer)

    def close(self) -> None:
        """End the process, if there is one; the next page starts another."""
        with self._lock:
            self._stop()

    def _ask(self, connection: socket.socket, html: str, url: str | None) -> dict[str, Any]:
        deadline = time.monotonic() + self.seconds
        _send(connection, html, url or "")
        answer, is_last = _receive(connection, deadline)
        if is_last:
            self._stop()
        return dict(json.loads(answer))

    def _connect(self) -> socket.socket:
        if self._socket is not None and self._owner == os.getpid() and self._is_running():
            return self._socket
        self._stop()
        return self._start()

    def _is_running(self) -> bool:
        with contextlib.suppress(ChildProcessError):
            return os.waitpid(self._process, os.WNOHANG) == (0, 0)
        return False

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with warnings.catch_warnings():
            # Python 3.12 warns of threads in the parent; the child takes none of their locks.
            warnings.simplefilter("ignore", DeprecationWarning)
            process = os.fork()
        if process == 0:
            _serve(theirs, self.seconds, self.memory)
        theirs.close()
        self._owner, self._process, self._socket = os.getpid(), process, ours
        return ours

    def _stop(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
            if self._owner == os.getpid():
                with contextlib.suppress(ProcessLookupError, ChildProcessError):
                    os.kill(self._process, signal.SIGKILL)
                    os.waitpid(self._process, 0)


class ExtractorPool:
    """As many BoundedExtractors as threads ask at once: a slow page keeps no other one waiting.

    A further process is started only when those before it are busy. keep: so many stay when they
    have nothing to do, by default all; each holds some 25 MB of its own.
    """

    def __init__(
        self,
        size: int,
        *,
        keep: int | None = None,
        seconds: float = SECONDS,
        memory: int = MEMORY,
    ) -> None:
        self._all = [BoundedExtractor(seconds=seconds, memory=memory) for _ in range(size)]
        self._keep = size if keep is None else keep
        self._free = list(range(size))
        self._returned = threading.Condition()

    def extract(self, html: str, url: str | None = None) -> Article:
        """As BoundedExtractor.extract."""
        with self._returned:
            self._returned.wait_for(lambda: self._free)
            self._free.sort()  # the first ones are started already
            number = self._free.pop(0)
        try:
            return self._all[number].extract(html, url)
        finally:
            with self._returned:
                self._free.append(number)
                self._end_spare()
                self._returned.notify()

    def _end_spare(self) -> None:
        """End the processes that a slow page called for, once it is over."""
        if min(self._free) < self._keep:
            for number in self._free:
                if number >= self._keep:
                    self._all[number].close()

    def close(self) -> None:
        """End all processes."""
        for extractor in self._all:
            extractor.close()


def _read_answer(answer: dict[str, Any]) -> Article:
    if "error" in answer:
        raise _ERRORS[answer["error"]](answer["detail"])
    answer["links"] = tuple(Link(*link) for link in answer["links"])
    answer["origin"] = Origin(*answer["origin"])
    return Article(**answer)


def _serve(connection: socket.socket, seconds: float, memory: int) -> NoReturn:
    """The child: answers pages until the parent is gone, and never returns into its code."""
    try:
        connection = _isolate(connection, memory)
        for left in reversed(range(PAGES_OF_A_PROCESS)):
            html, url = _receive(connection)
            # Should the parent die meanwhile: the default action of this signal ends even libxml2.
            signal.setitimer(signal.ITIMER_REAL, seconds + 1)
            tree: list[HtmlElement] = []
            _send(connection, _answer(html, url or None, tree), "" if left else "last")
            tree.clear()
            signal.setitimer(signal.ITIMER_REAL, 0)
            if len(html) > _LARGE_PAGE:
                give_back_now()
    finally:
        os._exit(0)


def _isolate(connection: socket.socket, memory: int) -> socket.socket:
    """Let go of what the parent shares: collector, signals, files (its clients wait on them)."""
    gc.freeze()
    signal.set_wakeup_fd(-1)
    for signum in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        with contextlib.suppress(OSError, ValueError):
            signal.signal(signum, signal.SIG_IGN if signum in _IGNORED else signal.SIG_DFL)
    os.dup2(connection.detach(), 3)
    for number in map(int, os.listdir("/proc/self/fd")):
        if number > 3:
            with contextlib.suppress(OSError):
                os.close(number)
    limit = _address_space() + memory
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    return socket.socket(fileno=3)


def _address_space() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def _answer(html: str, url: str | None, tree: list[HtmlElement]) -> str:
    try:
        return json.dumps(_as_dict(extract(html, url, tree=tree)), ensure_ascii=False)
    except ExtractionError as error:
        return json.dumps({"error": error.reason, "detail": str(error)})
    except MemoryError:
        raise
    except Exception as error:  # whatever a page does to a parser, the server has an answer
        detail = f"The page could not be read ({type(error).__name__})."
        return json.dumps({"error": TooComplex.reason, "detail": detail})


def _as_dict(article: Article) -> dict[str, Any]:
    names = (field.name for field in fields(article))
    return dict(zip(names, astuple(article), strict=True))


def _send(connection: socket.socket, first: str, second: str) -> None:
    # JSON may hold lone surrogates; extraction replaces them.
    parts = [part.encode("utf-8", "surrogatepass") for part in (first, second)]
    connection.sendall(_HEADER.pack(len(parts[0]), len(parts[1])) + parts[0] + parts[1])


def _receive(connection: socket.socket, deadline: float | None = None) -> tuple[str, str]:
    first, second = _HEADER.unpack(_read(connection, _HEADER.size, deadline))
    content = _read(connection, first + second, deadline)
    return (
        content[:first].decode("utf-8", "surrogatepass"),
        content[first:].decode("utf-8", "surrogatepass"),
    )


def _read(connection: socket.socket, size: int, deadline: float | None) -> bytes:
    content = bytearray(size)
    view, done = memoryview(content), 0
    while done < size:
        if deadline is not None:
            connection.settimeout(max(deadline - time.monotonic(), 1e-6))
        received = connection.recv_into(view[done:])
        if not received:
            raise EOFError("The other side is gone.")
        done += received
    return bytes(content)
