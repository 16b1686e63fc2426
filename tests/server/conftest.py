"""An application and a client for the tests of the server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, text

from server.app import create_app
from server.database import open_database
from server.services import Services
from server.settings import Settings, from_environment
from tests.server.postgresql import PostgreSQL, running

ARTICLE = (
    "Harbourline, the ferry-booking app, has started to train its assistant on the messages that "
    "passengers write to its help desk. The setting was switched on for everybody in March without "
    "a notice, and those who do not want to take part have to find it under Settings > Privacy > "
    "Improve Harbourline and turn it off.\n\n"
    "Passengers were not asked first, the company admits. The data protection authority has opened "
    "an investigation into whether the company may use the messages to train its models, and has "
    "ordered it to stop until the case is closed. A spokeswoman said that the firm was surprised."
)


def kept_reports(engine: Engine) -> list[dict[str, Any]]:
    """What readers reported, as rows, oldest first."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM feedback ORDER BY received, key"))
        return [dict(row) for row in rows.mappings()]


@pytest.fixture
def settings(home: Path, request: pytest.FixtureRequest) -> Settings:
    """Default settings with a home of the test's own; on PostgreSQL where the test is so marked."""
    if request.node.get_closest_marker("on_postgresql") is None:
        return from_environment({}, home=home)
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return from_environment({}, home=home, database_url=_emptied(server))


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application as it is served."""
    app = create_app(settings)
    yield app
    Services.of(app).close()


class ApiClient(FlaskClient):
    """Flask's client with a token, and JSON as what it sends."""

    token = ""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request; the caller's own headers win."""
        headers = {"Authorization": f"Bearer {self.token}"} | dict(kwargs.pop("headers", {}))
        return super().open(*args, headers=headers, **kwargs)


@pytest.fixture
def client(app: Flask) -> ApiClient:
    """A client that may call everything."""
    app.test_client_class = ApiClient
    client = app.test_client()
    assert isinstance(client, ApiClient)
    client.token = Services.of(app).tokens.create("test")
    return client


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL server that the tests of this session share."""
    with running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'optflag.db'}"
    return _emptied(request.getfixturevalue("postgresql"))


def _emptied(server: PostgreSQL) -> str:
    empty = create_engine(server.url)
    with empty.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    empty.dispose()
    return server.url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The database of the test, brought up to date."""
    engine = open_database(database_url)
    yield engine
    engine.dispose()
