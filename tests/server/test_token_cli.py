"""`optflag token …`."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from server.cli import main
from server.cli.tokens import open_tokens


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPTFLAG_HOME", str(tmp_path))


def test_a_name_that_could_act_on_the_terminal_is_listed_as_text() -> None:
    open_tokens().create("pair\x1b]0;title\x07\u202e")
    listed = CliRunner().invoke(main, ["token", "list"]).stdout
    assert r"pair\x1b]0;title\x07\u202e" in listed


@pytest.mark.parametrize("name", ["", " ", "x" * 201])
def test_a_name_that_the_database_does_not_hold_is_refused(name: str) -> None:
    done = CliRunner().invoke(main, ["token", "create", name])
    assert done.exit_code == 2
    assert "1 to 200 characters" in done.stderr
    assert open_tokens().list() == []
