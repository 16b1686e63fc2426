"""Every error that a caller can get, and the one function that makes its body (RFC 9457)."""

import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, json
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException

RETRY_AFTER = "60"  # all limits count by the minute

log = logging.getLogger(__name__)


class ApiError(Exception):
    """An expected error. Leaves give slug, status and title; `detail` says what to do next."""

    slug: str
    status: HTTPStatus
    title: str

    def __init__(self, detail: str, **members: Any) -> None:
        super().__init__(detail)
        self.detail, self.members = detail, members


class InvalidHost(ApiError):
    """The request names a host that is not this server (DNS rebinding)."""

    slug, status, title = "invalid-host", HTTPStatus.BAD_REQUEST, "Unknown host"


class ForeignOrigin(ApiError):
    """A web page or another site calls."""

    slug, status, title = "foreign-origin", HTTPStatus.FORBIDDEN, "Caller not allowed"


class UnsupportedMediaType(ApiError):
    """The body is not JSON, or is packed in a way that is not understood."""

    slug, status = "unsupported-media-type", HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    title = "Body is not JSON"


class TooLargeBody(ApiError):
    """The body is over the limit, on the wire or unpacked, or the page is too large or complex."""

    slug, status, title = "too-large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Too large"


class InvalidJson(ApiError):
    """The body cannot be read: broken JSON, broken gzip, wrong charset."""

    slug, status, title = "invalid-json", HTTPStatus.BAD_REQUEST, "Body cannot be read"


class InvalidRequest(ApiError):
    """The JSON does not fit the schema; member `errors` says where."""

    slug, status, title = "invalid-request", HTTPStatus.UNPROCESSABLE_ENTITY, "Invalid request"


class Unauthorized(ApiError):
    """No token, or one that is not known or was revoked."""

    slug, status, title = "unauthorized", HTTPStatus.UNAUTHORIZED, "Token missing or not valid"


class InvalidCode(ApiError):
    """A pairing code that is wrong, used or expired."""

    slug, status, title = "invalid-code", HTTPStatus.FORBIDDEN, "Pairing code not valid"


class TooManyAttempts(ApiError):
    """Too many wrong pairing codes or tokens, or too many reports; wait `RETRY_AFTER` seconds."""

    slug, status, title = "too-many-attempts", HTTPStatus.TOO_MANY_REQUESTS, "Too many attempts"


class KeyReused(ApiError):
    """The key of a report has come before, with another content."""

    slug, status, title = "key-reused", HTTPStatus.CONFLICT, "Key used before"


class TooSlow(ApiError):
    """The page took longer than the server gives to one page."""

    slug, status, title = "too-slow", HTTPStatus.SERVICE_UNAVAILABLE, "Page takes too long"


class NotReady(ApiError):
    """There is no working model, or the database does not answer."""

    slug, status, title = "not-ready", HTTPStatus.SERVICE_UNAVAILABLE, "Server is not ready"


def problem(status: int, slug: str, title: str, detail: str, **members: Any) -> Response:
    """The answer for an error: an `application/problem+json` body with the request's id."""
    body = _body(status, slug, title, detail, members)
    return Response(json.dumps(body), status, content_type="application/problem+json")


def problem_body(error: ApiError) -> dict[str, Any]:
    """The body that `error` has, for an answer that holds several."""
    return _body(error.status, error.slug, error.title, error.detail, error.members)


def _body(
    status: int, slug: str, title: str, detail: str, members: dict[str, Any]
) -> dict[str, Any]:
    return {
        "type": f"urn:optflag:error:{slug}",
        "title": title,
        "status": int(status),
        "detail": detail,
        "request_id": g.get("request_id"),
        **members,
    }


def register(app: Flask) -> None:
    """Answer every error of `app` as problem+json."""
    app.register_error_handler(ApiError, _expected)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(InterfaceError, _database)
    app.register_error_handler(Exception, _unexpected)


def _expected(error: ApiError) -> Response:
    answer = problem(error.status, error.slug, error.title, error.detail, **error.members)
    if error.status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        answer.headers["Retry-After"] = RETRY_AFTER
    return answer


_DETAILS = {
    404: ("not-found", "There is nothing at this address. /docs lists what there is."),
    405: ("method-not-allowed", "This address does not answer that method. See /docs."),
}


def _http(error: HTTPException) -> Response:
    """Werkzeug's own errors, and those of webargs, which carry the faults in `data`."""
    status = error.code or 500
    faults = getattr(error, "data", {}).get("messages", {})
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        return _expected(invalid_request(faults.get("json", faults)))
    slug, detail = _DETAILS.get(status, ("http-error", error.description or error.name))
    answer = problem(status, slug, error.name, detail)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = dict(error.get_headers()).get("Allow", "")
    return answer


def invalid_request(faults: Any) -> InvalidRequest:
    """The error for marshmallow's messages: the first in words, all of them in `errors`."""
    path, message = "", faults
    while isinstance(message, dict) and message:
        key, message = next(iter(message.items()))
        path = path if key == "_schema" else f"{path}.{key}".lstrip(".")
    words = message[0] if isinstance(message, list) and message else str(message)
    return InvalidRequest(f"{path}: {words}" if path else words, errors=faults)


def _database(error: DBAPIError) -> Response:
    _log(f"{type(error).__name__}: {type(error.orig).__name__}")
    return _expected(NotReady("The database does not answer. Try again in a moment."))


def _unexpected(error: Exception) -> Response:
    # The type and place only: a message may quote the page.
    _log(f"{type(error).__name__} in {_place(error)}")
    detail = "Something went wrong in the server; its log names this request_id."
    return problem(500, "internal", "Internal error", detail)


def _log(message: str) -> None:
    log.error(message, extra={"request_id": g.get("request_id")})


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else "?"
