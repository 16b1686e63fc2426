"""What is no matter of the model does not wait for scikit-learn."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from classifier.cli import LazyCommand
from server.cli import main
from tests.conftest import variables

CODE = """
import sys
from server.cli import main
main(sys.argv[1:], standalone_mode=False)
found = {"sklearn", "scipy", "joblib"} & {name.partition(".")[0] for name in sys.modules}
print("heavy:", *sorted(found))
"""


def heavy(home: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", CODE, *arguments],
        env=variables(home, {}),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.rpartition("heavy:")[2].strip()


@pytest.mark.parametrize("arguments", ["--help", "token create ada", "token --help", "config"])
def test_what_needs_no_model_does_not_load_its_library(tmp_path: Path, arguments: str) -> None:
    assert heavy(tmp_path, *arguments.split()) == ""


def test_what_needs_one_loads_it(tmp_path: Path) -> None:
    assert "sklearn" in heavy(tmp_path, "model", "list")


def lazy(group: click.Group) -> list[LazyCommand]:
    return [
        command
        for each in group.commands.values()
        for command in (lazy(each) if isinstance(each, click.Group) else [each])
        if isinstance(command, LazyCommand)
    ]


@pytest.mark.parametrize("command", lazy(main), ids=lambda command: command.name)
def test_the_list_of_commands_says_what_they_say(command: LazyCommand) -> None:
    itself = command.load()
    assert itself.name == command.name
    assert itself.help is not None
    assert itself.help.split("\n\n")[0].replace("\n", " ") == command.help
