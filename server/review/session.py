"""Who is signed in: a cookie, signed, that names a maintainer's token."""

from datetime import timedelta

from flask import Flask, request, session
from flask.sessions import SecureCookieSessionInterface

from server.services import services
from server.tokens import Role, Token

LIFETIME = timedelta(hours=12)  # of an idle cookie: a working day


class WrongRole(Exception):
    """The token is good, but not a maintainer's."""


class WrongToken(Exception):
    """The token is not known, or was revoked."""


class ReviewCookies(SecureCookieSessionInterface):
    """Flask's cookies, `Secure` where the browser signed in over https.

    Behind a proxy that is not seen from the connection, only from the form's Origin.
    """

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the cookie travels by https only."""
        return bool(session.get("secure"))


def configure(app: Flask, key: str) -> None:
    """Sign the cookies of `app` with `key`; scripts and other sites never see them."""
    app.secret_key = key
    app.session_interface = ReviewCookies()
    app.config |= {
        "SESSION_COOKIE_NAME": "optflag_review",
        "SESSION_COOKIE_PATH": "/review",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "PERMANENT_SESSION_LIFETIME": LIFETIME,
        "SESSION_REFRESH_EACH_REQUEST": False,
    }


def sign_in(token: str) -> None:
    """Begin a session. Raises WrongToken, WrongRole, or TooManyFailures after too many guesses."""
    id_ = services().tokens.identify(token.strip())
    found = services().tokens.find(id_) if id_ else None
    if found is None:
        raise WrongToken
    if found.role != Role.MAINTAINER:
        raise WrongRole
    session.clear()
    session["token_id"] = found.id
    session["secure"] = request.headers.get("Origin", "").startswith("https:")


def reviewer() -> Token | None:
    """The maintainer's token that signed in, as long as it is not revoked."""
    id_ = session.get("token_id")
    found = services().tokens.find(id_) if isinstance(id_, str) else None
    return found if found and found.role == Role.MAINTAINER else None


def skipped() -> list[str]:
    """The ids of the articles that were put off in this session."""
    return list(session.get("skipped", ()))


# A cookie holds 4 kB; the oldest come up again.
_MOST_SKIPPED = 100


def skip(item_id: str) -> None:
    """Put an article off until the session ends or nothing else is left."""
    others = [id_ for id_ in skipped() if id_ != item_id]
    session["skipped"] = [*others, item_id][-_MOST_SKIPPED:]
    session["skips_to_undo"] = session.get("skips_to_undo", 0) + 1


def decided() -> None:
    """The next undo is about a decision, no longer about a skip."""
    session["skips_to_undo"] = 0


def undo_skip() -> str | None:
    """Take back the latest step if that was a skip: the article's id, else None."""
    put_off = skipped()
    if not session.get("skips_to_undo") or not put_off:
        return None
    session["skips_to_undo"] -= 1
    session["skipped"] = put_off[:-1]
    return put_off[-1]
