"""What all tests share: a home with a model that was really trained on the corpus."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from classifier import corpus
from classifier.model import FlagModel
from classifier.registry import Registry


@pytest.fixture(scope="session")
def trained_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for OPTFLAG_HOME whose champion has learned the whole corpus."""
    home = tmp_path_factory.mktemp("optflag-home")
    articles = corpus.load()
    registry = Registry(home)
    info = registry.save(
        FlagModel().fit(articles), corpus=corpus.digest(articles), articles=len(articles), seed=0
    )
    registry.promote(info.version)
    return home


@pytest.fixture
def home(trained_home: Path, tmp_path: Path) -> Path:
    """A home of the test's own (database, tokens) with the trained model in it."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "models").symlink_to(trained_home / "models")
    return folder


@dataclass(frozen=True)
class LiveServer:
    """`optflag serve` as a process of its own."""

    url: str
    home: Path
    process: subprocess.Popen[str]
    welcome: str

    @property
    def code(self) -> str:
        """The pairing code that it printed."""
        return next(line for line in self.welcome.splitlines() if "Pairing code" in line).split()[2]


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def variables(home: Path, settings: dict[str, object]) -> dict[str, str]:
    """The environment with OPTFLAG_HOME and further OPTFLAG_* settings."""
    given = {f"OPTFLAG_{name.upper()}": str(value) for name, value in settings.items()}
    other = {name: value for name, value in os.environ.items() if not name.startswith("OPTFLAG_")}
    return {**other, "OPTFLAG_HOME": str(home), **given}


def optflag(
    *arguments: str, home: Path, settings: dict[str, object] | None = None, **kwargs: object
) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does."""
    command = [str(Path(sys.executable).parent / "optflag"), *arguments]
    environment = variables(home, settings or {})
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, **kwargs
    )


def start_server(home: Path, *, port: int | None = None, **settings: object) -> LiveServer:
    """Start `optflag serve` with OPTFLAG_* settings and wait until it is ready."""
    port = port or free_port()
    log = home / "serve.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / "optflag"), "serve", "--port", str(port)],
            env=variables(home, settings),
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
    url = f"http://127.0.0.1:{port}"
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            with urlopen(f"{url}/readyz", timeout=5):
                return LiveServer(url, home, process, log.read_text())
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"the server did not get ready:\n{log.read_text()}")


@pytest.fixture(scope="session")
def live_server(trained_home: Path) -> Iterator[LiveServer]:
    """A running server that the tests of this session share."""
    server = start_server(trained_home)
    yield server
    server.process.terminate()
    server.process.wait(timeout=20)
