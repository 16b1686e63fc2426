"""Who may call: one guard before every request. The order of the rules is part of the contract."""

from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from flask import Flask, Request, g, request

from server.body import MAX_OF_STRANGERS, ApiRequest
from server.errors import (
    ForeignOrigin,
    InvalidHost,
    TooManyAttempts,
    Unauthorized,
    UnsupportedMediaType,
)
from server.settings import LOOPBACK
from server.tokens import TooManyFailures

Identify = Callable[[str], str | None]

EXTENSION_SCHEMES = ("chrome-extension", "moz-extension")
# Nothing here tells of a reader; pairing is how one gets a token.
PUBLIC = ("/livez", "/readyz", "/openapi.json", "/docs", "/api/v1/pair")
# Pages for people: forms take the place of JSON, a session (server/review/session.py) of a token.
PAGES = "/review"


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


def is_page(request: Request) -> bool:
    """Whether the request is about the maintainer's pages."""
    return request.path == PAGES or request.path.startswith(f"{PAGES}/")


def check_origin(request: Request) -> None:
    """Neither another site nor a web page calls: an extension, a program or our own pages do.

    A form of our pages comes from our pages, and its browser says so: this is what protects a
    session against forged requests, together with the cookie's SameSite=Strict.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if is_page(request):
        reads = request.method in ("GET", "HEAD")
        allowed = reads if origin is None else _is_own(origin, request.host)
    else:
        allowed = origin is None or _is_own(origin, request.host) or _is_extension(origin)
    if site not in (None, "none", "same-origin") or not allowed:
        raise ForeignOrigin(
            "Web pages may not call this server. Use the extension, the command line or a program."
        )


def check_media_type(request: Request) -> None:
    """Whatever has a body has it in JSON, but for the forms of our pages."""
    wanted = "application/x-www-form-urlencoded" if is_page(request) else "application/json"
    if request.method in ("POST", "PUT", "PATCH") and request.mimetype != wanted:
        raise UnsupportedMediaType(f"Send what this address takes, with Content-Type: {wanted}.")


def check_size(request: Request) -> None:
    """A body that says it is too large is not read at all; without a token only little is taken."""
    assert isinstance(request, ApiRequest)
    if request.path in PUBLIC:
        request.bound(MAX_OF_STRANGERS)
    if (request.content_length or 0) > request.most:
        raise request.too_large()


def check_token(request: Request, identify: Identify) -> str | None:
    """The id of a bearer token that is known and not revoked; None at the public addresses."""
    if request.path in PUBLIC or request.path.startswith("/docs/") or is_page(request):
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


def _is_own(origin: str, host: str) -> bool:
    """Our own origin; behind a proxy with TLS that is https though we speak http."""
    parts = _split(origin)
    return parts.scheme in ("http", "https") and parts.netloc == host


def _is_extension(origin: str) -> bool:
    return _split(origin).scheme in EXTENSION_SCHEMES


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")
