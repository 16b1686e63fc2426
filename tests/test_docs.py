"""The documents say what is so."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from server.cli import main
from tests.server.conftest import ApiClient
from tests.server.conftest import app as app
from tests.server.conftest import client as client
from tests.server.conftest import settings as settings

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / name
    for name in subprocess.check_output(
        ["git", "ls-files", "*.md"], cwd=ROOT, text=True
    ).splitlines()
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def headings(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    titles = re.findall(r"^#+ (.*)", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_anchor_is_a_heading(page: Path) -> None:
    anchors = re.findall(r"\]\(([^)#:]*)#([^)]+)\)", page.read_text("utf-8"))
    assert [
        anchor
        for target, anchor in anchors
        if anchor not in headings(page.parent / target if target else page)
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_of_the_examples_exists(page: Path) -> None:
    """Lines of code that begin with `optflag`: the command and its options."""
    examples = re.findall(
        r"^    (?:\$ |TOKEN=\$\()?(?:\.venv/bin/)?optflag ([^|#\n]+)", page.read_text("utf-8"), re.M
    )
    assert [example for example in examples if not _is_known(example)] == []


def _is_known(example: str) -> bool:
    command, *options = re.split(r"\s(?=--)", example)
    told = CliRunner().invoke(main, [*command.split(), "--help"])
    named = all(re.search(rf"{option.split()[0]}\b", told.output) for option in options)
    return told.exit_code == 0 and named


@pytest.mark.parametrize("name", ["SECURITY.md", "CONTRIBUTING.md"])
def test_every_file_that_is_named_exists(name: str) -> None:
    named = re.findall(
        r"`((?:server|classifier|tests|extension|docs)/[\w/.*-]+)`", (ROOT / name).read_text()
    )
    assert named
    assert [path for path in named if not list(ROOT.glob(path.rstrip("/")))] == []


def test_the_call_in_the_readme_raises_all_three_flags(client: ApiClient) -> None:
    body = re.search(r"-d '(\{.*?\})'", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert body
    answer = client.post("/api/v1/score", json=json.loads(body[1]))
    assert answer.json["badge"]["text"] == "3"
    assert answer.json["choices"] == [
        {"text": "Settings > Privacy > Improve Harbourline", "url": None}
    ]


def test_every_command_of_the_makefile_is_described() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"\.PHONY: (.*)", makefile)
    assert phony
    for name in phony[1].split():
        assert re.search(rf"^{name}:.*## ", makefile, re.MULTILINE), name


def test_the_unit_loses_no_log_and_opens_no_folder() -> None:
    unit = (ROOT / "docs/operate/optflag.service").read_text().splitlines()
    assert "StandardError=journal" in unit  # left out, it follows StandardOutput=null
    assert "StateDirectoryMode=0700" in unit  # left out, systemd opens the folder to all
