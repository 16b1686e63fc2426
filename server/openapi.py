"""The OpenAPI document: flask-smorest makes it from the schemas and docstrings.

`python -m server.openapi` prints it; docs/openapi.json is that, committed.
"""

import json
import tempfile
from http import HTTPStatus
from pathlib import Path

from flask import Flask
from flask_smorest import Api, Blueprint
from flask_swagger_ui import get_swaggerui_blueprint

from server.schemas import Problem

CONFIG = {
    "API_TITLE": "Optflag",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": "/",
    "OPENAPI_JSON_PATH": "openapi.json",
    "API_SPEC_OPTIONS": {
        "info": {"description": "Tells which of three flags an article raises, and why."},
        "security": [{"token": []}],
    },
}


# Swagger UI would have a foreign site check the document.
_DOCS = {"app_name": "Optflag API", "validatorUrl": None}


class DescribedApi(Api):  # type: ignore[misc]
    """flask-smorest with our errors."""

    def _register_error_handlers(self) -> None:
        """server/errors.py answers all errors."""

    def _register_responses(self) -> None:
        """Errors are problem+json; flask-smorest would call them application/json."""
        content = {"application/problem+json": {"schema": Problem}}
        names = {status.name: status.phrase for status in HTTPStatus}
        for name, description in (names | {"DEFAULT_ERROR": "Any error."}).items():
            response = {"description": description, "content": content}
            self.spec.components.response(name, response, lazy=True)


def describe(app: Flask, *blueprints: Blueprint) -> None:
    """Add the endpoints, /openapi.json and /docs to `app`."""
    app.config |= CONFIG
    smorest = DescribedApi(app)
    smorest.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    for blueprint in blueprints:
        smorest.register_blueprint(blueprint)
    # apispec cannot know what ScoreRequest.check_one_source asks for.
    sources = [{"required": [name]} for name in ("html", "text")]
    smorest.spec.components.schemas["ScoreRequest"]["oneOf"] = sources
    app.register_blueprint(get_swaggerui_blueprint("/docs", "/openapi.json", config=_DOCS))


def document() -> str:
    """The OpenAPI document as it is committed."""
    from server.app import create_app
    from server.settings import from_environment

    with tempfile.TemporaryDirectory() as home:
        app = create_app(from_environment({}, home=Path(home)))
        spec = app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    return json.dumps(spec, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(document(), end="")
