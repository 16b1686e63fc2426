"""The real server, `optflag serve`, on a free port with a home of its own."""

import re
from pathlib import Path

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

    def run(self, *arguments: str) -> str:
        """What an `optflag` command prints."""
        done = optflag(*arguments, home=self.home)
        assert done.returncode == 0, done.stderr
        return done.stdout
