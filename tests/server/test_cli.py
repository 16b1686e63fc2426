import json
import socket
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from server.cli.basics import PlainErrors
from tests.conftest import optflag, variables
from tests.outside import SEED, needs
from tests.server.conftest import ARTICLE
from tests.server.test_score import page

TITLE = "Ferry app trains on passengers' messages"
POST = {"id": 7, "title": {"rendered": TITLE}, "content": {"rendered": f"<p>{ARTICLE}</p>"}}


def lines(output: str) -> list[dict]:
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "page.html").write_text(page(ARTICLE))
    (folder / "plain.txt").write_text(f"{TITLE}\n\n{ARTICLE}")
    (folder / "post.json").write_text(json.dumps(POST))
    (folder / "posts.json").write_text(json.dumps([POST, POST | {"id": 8}]))
    several = [{"id": "a", "title": TITLE, "text": ARTICLE}, {"title": TITLE, "text": ARTICLE}]
    (folder / "lines.jsonl").write_text("\n".join(map(json.dumps, several)))
    return folder


def test_every_kind_of_file_gets_the_same_verdict(folder: Path, home: Path) -> None:
    done = optflag("score", str(folder), "--json", home=home)
    assert done.returncode == 0, done.stderr
    answers = lines(done.stdout)
    assert len(answers) == 7
    assert {answer["badge"]["text"] for answer in answers} == {"3"}
    assert [answer.get("id") for answer in answers] == ["a", None, None, None, "7", "7", "8"]
    assert all(answer["source"].startswith(str(folder)) for answer in answers)


def test_people_get_words_and_sentences(folder: Path, home: Path) -> None:
    done = optflag("score", str(folder / "page.html"), home=home)
    assert "High consent risk" in done.stdout
    assert "“The data protection authority has opened an investigation" in done.stdout
    assert "Settings > Privacy > Improve Harbourline" in done.stdout


def test_standard_input_is_a_source(home: Path) -> None:
    for given in (page(ARTICLE), json.dumps(POST), f"{TITLE}\n{ARTICLE}"):
        done = optflag("score", "-", "--json", home=home, input=given)
        assert lines(done.stdout)[0]["badge"]["text"] == "3"


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(folder: Path, home: Path) -> None:
    (folder / "lines.jsonl").write_text('{"title": "x"}\n{broken\n[]\n')
    (folder / "empty.json").write_text("")
    done = optflag("score", str(folder), "nowhere.html", "--json", home=home)
    assert done.returncode == 1
    assert len(lines(done.stdout)) == 5
    for fault in ("lines.jsonl:1:", "lines.jsonl:2:", "lines.jsonl:3:", "nowhere.html:"):
        assert fault in done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_that_does_not_answer_is_told_plainly(home: Path) -> None:
    done = optflag("score", "http://127.0.0.1:1/feed", home=home)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "http://127.0.0.1:1/feed" in done.stderr


@needs(SEED)
def test_the_seed_post_raises_all_three_flags(home: Path) -> None:
    answer = lines(optflag("score", str(SEED), "--json", home=home).stdout)[0]
    assert answer["badge"]["text"] == "3"
    assert answer["badge"]["level"] == "high"


def test_wrong_use_ends_with_2(home: Path) -> None:
    assert optflag("score", home=home).returncode == 2
    assert optflag("nonsense", home=home).returncode == 2


def test_evaluate_prints_figures_of_given_data(home: Path, tmp_path: Path) -> None:
    corpus = Path(__file__).parents[2] / "training_data"
    some = next(iter(sorted(corpus.glob("*.jsonl"))))
    done = optflag("evaluate", "--data", str(some), "--json", home=home)
    assert done.returncode == 0, done.stderr
    assert 0.5 < json.loads(done.stdout)["macro_f1"] <= 1


def test_a_version_that_is_not_there_is_told_plainly(home: Path) -> None:
    done = optflag("model", "promote", "1999.01.01-1", home=home)
    assert done.returncode == 1
    assert "There is no model version 1999.01.01-1" in done.stderr


def test_wrong_settings_are_told_plainly(home: Path) -> None:
    done = optflag("token", "list", home=home, settings={"port": "eighty"})
    assert done.returncode == 2
    assert "OPTFLAG_PORT" in done.stderr


def test_a_database_that_is_away_is_told_plainly(home: Path) -> None:
    settings = {"database_url": "postgresql+psycopg://nobody@127.0.0.1:1/none"}
    done = optflag("token", "list", home=home, settings=settings)
    assert done.returncode == 1
    assert "The database does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_value_that_the_database_refuses_is_not_called_a_database_that_is_away() -> None:
    @click.command()
    def insert_twice() -> None:
        with create_engine("sqlite://").connect() as connection:
            connection.execute(text("CREATE TABLE names (name TEXT UNIQUE)"))
            for _ in range(2):
                connection.execute(text("INSERT INTO names VALUES ('ana')"))

    done = CliRunner().invoke(PlainErrors("main", {"insert": insert_twice}), ["insert"])
    assert done.exit_code == 1
    assert "The database refuses this" in done.stderr
    assert "does not answer" not in done.stderr


def test_config_prints_what_is_in_force(home: Path) -> None:
    done = optflag("config", home=home)
    assert f"OPTFLAG_HOME={home}" in done.stdout
    assert "OPTFLAG_PORT=8765" in done.stdout


def test_a_port_that_is_taken_is_told_plainly(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = optflag("serve", "--port", port, home=home, timeout=60)
    assert done.returncode == 1
    assert "Is Optflag running already?" in done.stderr
    assert "Pairing code" not in done.stdout


@pytest.mark.parametrize("command", [["token", "list"], ["model", "rollback"]], ids=" ".join)
def test_what_readers_reported_is_nobody_elses_to_read(command: list[str], tmp_path: Path) -> None:
    optflag(*command, home=tmp_path / "home")
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700


def test_a_reader_who_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).parent / "optflag"), "config"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=variables(tmp_path, {}), **pipes) as running:
        running.stdout.close()
        assert running.stderr.read() == b""
