"""One request to one address that was looked up, checked, and then connected to."""

import contextlib
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit, urlunsplit

import certifi
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError

from server.sources.items import SourceError

Resolve = Callable[[str, int], Sequence[str]]

SECONDS_OF_A_STEP = 20.0  # to connect, and between two pieces of an answer
SECONDS = 60.0  # for an answer as a whole, however slowly it drips
ANSWER_BYTES = 16 * 2**20
_PIECE = 2**16
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?\.?$|[0-9a-f:.]+$", re.I)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """An http or https address, in its parts."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt is for."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def netloc(self) -> str:
        """As in the header Host."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def address(self) -> str:
        """The whole address."""
        return self.origin + self.path


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `headers` by name in lower case, `data` unpacked."""

    address: str
    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def media_type(self) -> str:
        """Such as `text/html`, "" when there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The declared encoding."""
        found = re.search(r"charset\s*=\s*\"?([\w.:-]{2,30})", self.headers.get("content-type", ""))
        return found[1] if found else None


def split_address(address: str) -> Target:
    """The parts of an address. Raises SourceError with what is wrong with it."""
    try:
        parts = urlsplit(address)
        port, host = parts.port, (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise SourceError("is no address") from None
    if parts.scheme not in _PORTS:
        raise SourceError(f"leads to {parts.scheme or 'nothing'}, not to http or https")
    if parts.username is not None or parts.password is not None:
        raise SourceError("has a name or a password in it; leave that out")
    if not _HOST.match(host):
        raise SourceError("is no address: its host is not a name")
    path = _quoted(parts)
    return Target(parts.scheme, host, port or _PORTS[parts.scheme], path)


def _quoted(parts: SplitResult) -> str:
    rest = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    try:
        return urllib3.util.parse_url(f"http://host{rest}").request_uri
    except LocationParseError:
        raise SourceError("is no address") from None


def resolve(host: str, port: int) -> list[str]:
    """The numbers of a host, in the system's order. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def is_public(number: str) -> bool:
    """Whether an IP address is one of the public network, whatever form it hides in."""
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast


def request(
    target: Target,
    *,
    headers: dict[str, str],
    resolve: Resolve = resolve,
    allow_private: bool = False,
    limit: int = ANSWER_BYTES,
    seconds: float = SECONDS,
) -> Answer:
    """The answer to one GET; redirects are answers. Raises SourceError.

    The name is looked up once; the number that was checked is the one that is connected to, so
    a second answer of the DNS changes nothing. Proxies are not used: they would look it up again.
    """
    try:
        number = _choose(target, resolve, allow_private)
        connection = _connection(target, number)
        try:
            return _exchange(connection, target, headers, limit, seconds)
        finally:
            connection.close()
    except TimeoutError:
        raise SourceError(f"no answer within {SECONDS_OF_A_STEP:g} seconds") from None
    except (OSError, HTTPError, ValueError) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"cannot be fetched: {_reason(error)}") from None


def _choose(target: Target, resolve: Resolve, allow_private: bool) -> str:
    numbers = resolve(target.host, target.port)
    allowed = [number for number in numbers if allow_private or is_public(number)]
    if not allowed:
        raise SourceError(
            f"leads to {numbers[0]}, which is not public; --allow-private permits that"
            if numbers
            else "has a host without a number"
        )
    return allowed[0]


def _connection(target: Target, number: str) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(number, target.port, timeout=SECONDS_OF_A_STEP)
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())  # a slim system has none of its own
    # The certificate must be that of the name, though the number is what is connected to.
    return HTTPSConnection(
        number,
        target.port,
        timeout=SECONDS_OF_A_STEP,
        ssl_context=context,
        server_hostname=target.host.rstrip("."),
    )


def _exchange(
    connection: HTTPConnection, target: Target, headers: dict[str, str], limit: int, seconds: float
) -> Answer:
    connection.connect()
    late = threading.Event()
    watch = threading.Timer(seconds, _end, [connection.sock, late])
    watch.daemon = True
    watch.start()
    try:
        answer = _read(connection, target, headers, limit)
    except (OSError, HTTPError):
        if not late.is_set():
            raise
    finally:
        watch.cancel()
    if late.is_set():
        raise SourceError(f"the answer took over {seconds:g} seconds")
    if len(answer.data) > limit:
        raise SourceError(f"the answer is over {limit / 2**20:g} MiB")
    return answer


def _read(
    connection: HTTPConnection, target: Target, headers: dict[str, str], limit: int
) -> Answer:
    named = {"Host": target.netloc, **headers}
    connection.request("GET", target.path, headers=named, preload_content=False)
    answer = connection.getresponse()
    data = bytearray()
    while len(data) <= limit and (piece := answer.read(_PIECE)):
        data += piece
    lower = {name.lower(): value for name, value in answer.headers.items()}
    return Answer(target.address, answer.status, lower, bytes(data))


def _end(connection: socket.socket, late: threading.Event) -> None:
    """Wake the reader, who gets no time-out from a server that sends a byte now and then."""
    late.set()
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _reason(error: Exception) -> str:
    """The system's words, where there are any: the library's hold names of classes."""
    causes = (error, error.__cause__, error.__context__)
    words = (getattr(cause, "strerror", None) for cause in causes)
    return str(next(filter(None, words), None) or error or type(error).__name__)
