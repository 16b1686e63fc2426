"""The application factory."""

import logging
import secrets
import time

from flask import Flask, Response, g, request

from server import errors, metrics, security
from server.api import api
from server.body import ApiRequest, drain
from server.database import shared_key
from server.health import health
from server.openapi import describe
from server.review import review, session
from server.services import Services
from server.settings import Settings

# Swagger UI has its script and styles in the page itself; nothing comes from or goes elsewhere.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"
)

log = logging.getLogger("optflag.requests")


class OptflagFlask(Flask):
    """Flask with request bodies that are read with a bound."""

    request_class = ApiRequest


def create_app(settings: Settings) -> Flask:
    """The WSGI application; loads no model before it is asked for one."""
    app = OptflagFlask("server")
    app.json.sort_keys = False  # type: ignore[attr-defined]
    services = Services.open(settings)
    app.extensions["optflag"] = services
    _name_requests(app)
    security.protect(
        app,
        hosts=(settings.host.lower(), *settings.trusted_hosts),
        identify=services.tokens.identify,
    )
    errors.register(app)
    describe(app, api, health)
    session.configure(app, shared_key(services.engine, "review"))
    app.register_blueprint(review)
    return app


def _name_requests(app: Flask) -> None:
    """Give each request an id, log and count it, and read what a refused client still sends."""

    @app.before_request
    def start() -> None:
        g.request_id, g.started = secrets.token_hex(8), time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.request_id
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        if response.status_code >= 400:
            drain(request)
        _note(response.status_code, time.perf_counter() - g.started)
        return response


def _note(status: int, seconds: float) -> None:
    """Log and count a request: the rule, not the path, for nothing that a caller wrote is kept."""
    rule = request.url_rule.rule if request.url_rule else "-"
    about = {
        "request_id": g.request_id,
        "method": request.method if rule != "-" else "-",
        "endpoint": rule,
        "status": status,
        "ms": round(1000 * seconds, 1),
    }
    log.info("answered", extra=about)
    metrics.REQUESTS.labels(about["method"], rule, status).inc()
    metrics.SECONDS.labels(rule).observe(seconds)
    if request.content_length:
        metrics.BYTES.observe(request.content_length)
