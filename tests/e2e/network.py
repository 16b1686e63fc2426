"""The network of the browsers under test: a proxy that is every `*.test` site and keeps a record.

Requests to an Optflag server on this machine are passed on; anything else is refused, so no test
reaches the internet.
"""

import http.client
import mimetypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True)
class Request:
    """One request as the browser sent it; `body` is still compressed."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def host(self) -> str:
        """The host it was meant for; "" when it came to this proxy itself."""
        named = self.headers.get("Host", "").split(":")[0]
        return urlsplit(self.url).hostname or (named if named.endswith(".test") else "")


@dataclass
class Network:
    """The proxy's address, what it saw, and what a test wants of it.

    extra: pages that a test adds, path → HTML, or the address that it leads to.
    rebound: port of the server that `rebound.test` leads to, as a hostile name server would do.
    server_away: requests to an Optflag server are dropped, as if none listened.
    held: path of requests that wait until it is None again.
    failing: the status that the server answers each page with; 0 lets it answer itself.
    """

    port: int = 0
    rebound: int = 0
    requests: list[Request] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    server_away: bool = False
    held: str | None = None
    failing: int = 0
    released: threading.Event = field(default_factory=threading.Event)

    def reset(self) -> None:
        """Nothing recorded, no pages of a test's own, the server within reach."""
        self.requests.clear()
        self.extra.clear()
        self.server_away, self.held, self.failing = False, None, 0

    def to_server(self) -> list[Request]:
        """The requests that were meant for an Optflag server, or came from the extension at all."""
        return [
            request
            for request in self.requests
            if request.host == "127.0.0.1" or "-extension://" in request.headers.get("Origin", "")
        ]

    def scored(self) -> list[Request]:
        """The pages that were sent."""
        return [request for request in self.to_server() if request.url.endswith("/score")]

    @contextmanager
    def holding(self, path: str) -> Iterator[None]:
        """Requests whose path ends so wait for the end of the block."""
        self.held = path
        self.released.clear()
        try:
            yield
        finally:
            self.held = None
            self.released.set()


def start(network: Network) -> Callable[[], None]:
    """Start the proxy of `network` on a free port; returns what stops it."""

    class Handler(_Proxy):
        seen = network

    server = _Quiet(("127.0.0.1", 0), Handler)
    network.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def stop() -> None:
        server.shutdown()
        server.server_close()

    return stop


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Browsers drop connections when a page goes away; that is no news."""


class _Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: Network

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = Request(self.command, self.path, dict(self.headers.items()), body)
        self.seen.requests.append(request)
        if request.host == "rebound.test":
            self._forward(request, f"127.0.0.1:{self.seen.rebound}")
        elif request.host.endswith(".test"):
            self._page(urlsplit(request.url).path)
        elif not request.host:  # asked directly, not as a proxy: any other program on this machine
            self._answer(200, "text/html", b"<h1>Not Optflag</h1>")
        elif request.host == "127.0.0.1" and self.seen.server_away:
            self.close_connection = True
        elif request.host == "127.0.0.1" and self.seen.failing and request.url.endswith("/score"):
            self._answer(self.seen.failing, "application/problem+json", b"{}")
        elif request.host == "127.0.0.1":
            if self.seen.held and request.url.endswith(self.seen.held):
                self.seen.released.wait(timeout=30)
            self._forward(request, urlsplit(request.url).netloc)
        else:
            self._answer(502, "text/plain", b"no such site in tests")

    def do_CONNECT(self) -> None:
        """Encrypted requests are refused, the browsers' own calls home among them."""
        self.seen.requests.append(
            Request("CONNECT", "https://" + self.path, dict(self.headers.items()), b"")
        )
        self._answer(502, "text/plain", b"")

    do_GET = do_POST = do_OPTIONS = do_HEAD = _handle  # noqa: N815

    def _page(self, path: str) -> None:
        name = path.lstrip("/")
        if name in self.seen.extra:
            self._extra(self.seen.extra[name])
            return
        file = PAGES / name
        if not name or not file.is_file():
            self._answer(404, "text/html", b"<!doctype html><title>404</title><p>Not found")
            return
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self._answer(200, kind, file.read_bytes())

    def _extra(self, content: str) -> None:
        if not content.startswith("http://"):
            self._answer(200, "text/html; charset=utf-8", content.encode())
            return
        self.send_response(302)
        self.send_header("Location", content)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _forward(self, request: Request, server: str) -> None:
        link = http.client.HTTPConnection(server, timeout=40)
        try:
            path = urlsplit(request.url).path
            link.request(request.method, path, request.body, request.headers)
            response = link.getresponse()
            kind = response.headers.get("Content-Type", "application/octet-stream")
            self._answer(response.status, kind, response.read())
        except OSError:
            self.close_connection = True  # as a server that is away: no answer at all
        finally:
            link.close()

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)
        except OSError:
            self.close_connection = True  # the browser went away meanwhile

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
