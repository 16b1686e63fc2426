"""A PostgreSQL server of the tests' own, from Debian's binaries."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.conftest import free_port


def binaries() -> Path:
    """The folder of initdb and pg_ctl; raises RuntimeError with what to install."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise RuntimeError("PostgreSQL's server is missing: apt install postgresql")
    return found[-1].parent


class PostgreSQL:
    """One database cluster in `folder`, listening on a port of 127.0.0.1 and on nothing else.

    folder: empty, in a place that every user may enter.
    """

    def __init__(self, folder: Path) -> None:
        self.data, self.port = folder / "data", free_port()
        self.url = f"postgresql+psycopg://optflag@127.0.0.1:{self.port}/postgres"
        # PostgreSQL refuses to run as root; Debian's package brings this user.
        self._user = "postgres" if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(folder, self._user)
        self._run("initdb", "-D", str(self.data), "-U", "optflag", "-A", "trust", "-N")

    def start(self) -> None:
        """Start, and wait until it takes connections."""
        # A killed process loses nothing that the kernel has; more would test the disk.
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c fsync=off"
        options += " -c unix_socket_directories="
        log = str(self.data.parent / "log")
        self._run("pg_ctl", "start", "-w", "-D", str(self.data), "-l", log, "-o", options)

    def stop(self, mode: str = "fast") -> None:
        """Stop; `immediate` as a crash would."""
        self._run("pg_ctl", "stop", "-w", "-D", str(self.data), "-m", mode)

    def kill(self) -> None:
        """kill -9 the whole cluster, as a power cut would."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for process in (pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(process, 9)
        # A new postmaster refuses to start while a child of the old one holds its memory.
        until = time.monotonic() + 20
        while time.monotonic() < until and any(map(_is_running, (pid, *map(int, children)))):
            time.sleep(0.01)
        # Until somebody reaps it, the dead postmaster looks alive to the next one.
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(binaries() / program), *arguments]
        done = subprocess.run(
            command, user=self._user, capture_output=True, text=True, cwd="/", check=False
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@contextmanager
def running() -> Iterator[PostgreSQL]:
    """A cluster that runs for the length of the `with` block."""
    with tempfile.TemporaryDirectory(prefix="optflag-postgresql-") as folder:
        server = PostgreSQL(Path(folder))
        server.start()
        try:
            yield server
        finally:
            with suppress(RuntimeError):  # a test may have killed it
                server.stop("immediate")
