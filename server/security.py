"""Who may call: one guard before every request. The order of the rules is part of the contract."""

from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from flask import Flask, Request, g, request

from server.body import MAX_WIRE, too_large
from server.errors import (
    ForeignOrigin,
    InvalidHost,
    TooManyAttempts,
    Unauthorized,
    UnsupportedMediaType,
)
from server.tokens import TooManyFailures

Identify = Callable[[str], str | None]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
EXTENSION_SCHEMES = ("chrome-extension", "moz-extension")
# Nothing here tells of a reader; pairing is how one gets a token.
PUBLIC = ("/livez", "/readyz", "/openapi.json", "/docs", "/api/v1/pair")


def protect(app: Flask, *, hosts: tuple[str, ...], identify: Identify) -> None:
    """Check every request of `app`.

    hosts: names besides loopback that the server goes by.
    identify: the id of a bearer token, None when it is not good; raises TooManyFailures.
    A good token's id is left in `g.token_id`.
    """
    ours = frozenset((*LOOPBACK, *hosts))

    @app.before_request
    def guard() -> None:
        check_host(request, ours)
        check_origin(request)
        check_media_type(request)
        check_size(request)
        g.token_id = check_token(request, identify)


def check_host(request: Request, ours: frozenset[str]) -> None:
    """The Host header names this server: a page that had its own name rebound to us is refused."""
    if _split(f"//{request.headers.get('Host', '')}").hostname not in ours:
        raise InvalidHost(
            "Call this server as 127.0.0.1 or localhost, or by a name in OPTFLAG_TRUSTED_HOSTS."
        )


def check_origin(request: Request) -> None:
    """Neither another site nor a web page calls: an extension, a program or our own pages do."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site not in (None, "none", "same-origin") or not (
        origin is None or _is_ours(origin, request.host)
    ):
        raise ForeignOrigin(
            "Web pages may not call this server. Use the extension, the command line or a program."
        )


def check_media_type(request: Request) -> None:
    """Whatever has a body has it in JSON."""
    if request.method in ("POST", "PUT", "PATCH") and request.mimetype != "application/json":
        raise UnsupportedMediaType("Send JSON with Content-Type: application/json.")


def check_size(request: Request) -> None:
    """A body that says it is too large is not read at all."""
    if (request.content_length or 0) > MAX_WIRE:
        raise too_large()


def check_token(request: Request, identify: Identify) -> str | None:
    """The id of a bearer token that is known and not revoked; None at the public addresses."""
    if request.path in PUBLIC or request.path.startswith("/docs/"):
        return None
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        id_ = identify(token.strip()) if scheme.lower() == "bearer" else None
    except TooManyFailures:
        raise TooManyAttempts("Wait a minute, then send a token that is good.") from None
    if id_ is None:
        raise Unauthorized(
            "Send Authorization: Bearer TOKEN. `optflag token create NAME` makes one; "
            "the extension gets its own with a pairing code from `optflag token code`."
        )
    return id_


def _is_ours(origin: str, host: str) -> bool:
    """An extension's, or our own; behind a proxy with TLS that is https though we speak http."""
    parts = _split(origin)
    own = parts.scheme in ("http", "https") and parts.netloc == host
    return own or parts.scheme in EXTENSION_SCHEMES


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")
