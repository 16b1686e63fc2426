"""The real server, `optflag serve`, on a free port with a home of its own."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.request import Request, urlopen

from tests.conftest import LiveServer, free_port, optflag, start_server


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

    def code(self) -> str:
        """A new pairing code."""
        printed = self.run("token", "code")
        found = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", printed)
        assert found, printed
        return found[0]

    def token(self) -> str:
        """A new token."""
        return self.run("token", "create", "test").split()[-1]

    def notes(self) -> list[str | None]:
        """The notes of all reports in its database."""
        with closing(sqlite3.connect(self.home / "optflag.db")) as database:
            return [note for (note,) in database.execute("select note from feedback")]

    def articles(self) -> list[str]:
        """The articles that readers sent along, as JSON."""
        with closing(sqlite3.connect(self.home / "optflag.db")) as database:
            found = database.execute("select article from feedback")
            return [article for (article,) in found if article not in (None, "null")]

    def get(self, path: str, token: str) -> str:
        """What the server answers to a GET with this token."""
        asked = Request(self.address + path, headers={"Authorization": f"Bearer {token}"})
        with urlopen(asked, timeout=30) as answer:
            text: str = answer.read().decode()
        return text

    def run(self, *arguments: str) -> str:
        """What an `optflag` command prints."""
        done = optflag(*arguments, home=self.home)
        assert done.returncode == 0, done.stderr
        return done.stdout
