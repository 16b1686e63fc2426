"""The application factory."""

import logging
import secrets
import time
from typing import Any

from flask import Flask, Response, g, request

from server import errors, security
from server.api import Services, api, health
from server.body import ApiRequest, drain
from server.extraction import extract
from server.models import ModelHolder
from server.openapi import describe
from server.settings import Settings
from server.store import Store

log = logging.getLogger("optflag.requests")


class OptflagFlask(Flask):
    """Flask with request bodies that are read with a bound."""

    request_class = ApiRequest


def create_app(settings: Settings) -> Flask:
    """The WSGI application. Opens the database below settings.home; loads no model yet."""
    app = OptflagFlask("server")
    app.json.sort_keys = False  # type: ignore[attr-defined]
    settings.home.mkdir(parents=True, exist_ok=True)
    services = Services(Store(settings.database_url), ModelHolder(settings.home), extract)
    app.extensions["optflag"] = services
    _name_requests(app)
    security.protect(app, hosts=settings.trusted_hosts, accepts=services.store.accepts)
    errors.register(app)
    describe(app, api, health)
    return app


def _name_requests(app: Flask) -> None:
    """Give each request an id, log one line for it, and read what a refused client still sends."""

    @app.before_request
    def start() -> None:
        g.request_id, g.started = secrets.token_hex(8), time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.request_id
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"
        if response.status_code >= 400:
            drain(request)
        # The rule, not the path: nothing that a caller wrote reaches the log.
        rule = request.url_rule.rule if request.url_rule else "-"
        milliseconds = 1000 * (time.perf_counter() - g.started)
        values: Any = (request.method, rule, response.status_code, milliseconds, g.request_id)
        log.info("%s %s %d %.1f ms %s", *values)
        return response
