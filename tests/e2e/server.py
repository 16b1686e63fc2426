"""The real server, `optflag serve`, on a free port with a home of its own."""

from functools import cached_property
from pathlib import Path
from urllib.request import Request, urlopen

from sqlalchemy import Engine, text

from server.database import open_database
from server.queue import Queue
from server.tokens import Tokens
from tests.conftest import LiveServer, free_port, start_server


class Server:
    """A server that tests may stop and start again."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._live: LiveServer | None = None
        self.start()

    def start(self) -> None:
        """Start it and wait until it is ready."""
        self._live = start_server(self.home, port=self.port)

    def stop(self) -> None:
        """Stop it and its workers."""
        if self._live:
            self._live.process.terminate()
            self._live.process.wait(timeout=30)

    def close(self) -> None:
        """Stop it for good."""
        self.stop()
        self._engine.dispose()

    @cached_property
    def _engine(self) -> Engine:
        """Its database. A command of its own for each code would take a second and more."""
        return open_database(f"sqlite:///{self.home / 'optflag.db'}")

    def code(self) -> str:
        """A new pairing code."""
        return Tokens(self._engine).create_code()

    def token(self) -> str:
        """A new token."""
        return Tokens(self._engine).create("test")

    def revoke(self, token: str) -> None:
        """Take a token back."""
        assert Tokens(self._engine).revoke(token.split("_")[1])

    def notes(self) -> list[str | None]:
        """The notes of all reports in its database."""
        with self._engine.connect() as connection:
            return list(connection.execute(text("select note from feedback")).scalars())

    def articles(self) -> list[str]:
        """The articles that readers sent along."""
        return [item.text for item in Queue(self._engine).items()]

    def get(self, path: str, token: str) -> str:
        """What the server answers to a GET with this token."""
        asked = Request(self.address + path, headers={"Authorization": f"Bearer {token}"})
        with urlopen(asked, timeout=30) as answer:
            text: str = answer.read().decode()
        return text
