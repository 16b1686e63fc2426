"""`optflag feedback …` and `data agreement`: from a reader's report to a line of the corpus."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from classifier import corpus
from classifier.corpus import Span
from server.cli import main
from server.database import open_database
from server.feedback import Feedback, Report
from server.labelling.session import Session
from server.queue import Item, Label, Piece, Queue
from tests.server.cue_model import TEXT, CueModel

HOSTILE = "Ferry\x1b]0;title\x07 \x9b1m \u202eapp"


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
    monkeypatch.setenv("OPTFLAG_HOME", str(tmp_path))
    monkeypatch.setattr("classifier.registry.Registry.load", lambda *_: CueModel())
    engine = open_database(f"sqlite:///{tmp_path / 'optflag.db'}")
    yield Queue(engine)
    engine.dispose()


@pytest.fixture
def item(queue: Queue) -> Item:
    """Two readers say that the model is wrong on the same text."""
    feedback = Feedback(queue._engine, per_minute=99, waiting=99)
    article = {"title": "Ferry app", "text": TEXT}
    for number, note in enumerate((None, "They were asked.")):
        key = f"key-000{number}"
        report = Report(key, "default_opt_in", "wrong", True, 0.9, "1", note, article)
        feedback.add(report, token_id=f"token{number}")
    (item,) = queue.items()
    return item


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_reports_are_listed_together(item: Item) -> None:
    done = run("feedback", "list")
    assert f"{item.id}  {item.received.date()}  ×2  Ferry app" in done.stdout
    line = "2 readers: Default opt-in should not be raised: “They were asked.”"
    assert f"{line}  (token token0, token1)" in done.stdout
    assert "1 waiting, 0 accepted, 0 rejected" in done.stderr


def test_the_list_can_be_narrowed_and_read_by_programs(item: Item, queue: Queue) -> None:
    queue.add([Piece("Imported", "An imported text.", "feed")])

    def listed(*arguments: str) -> list[str]:
        return [
            row["title"] for row in json.loads(run("feedback", "list", "--json", *arguments).stdout)
        ]

    assert listed() == ["Ferry app"]
    assert listed("--source", "all") == ["Ferry app", "Imported"]
    assert listed("--flag", "ai_training") == []
    assert listed("--state", "accepted") == []
    (row,) = json.loads(run("feedback", "list", "--json").stdout)
    assert [report["wants"] for report in row["reports"]] == [False, False]


def test_accepting_takes_the_readers_word_and_the_models_sentences(
    item: Item, tmp_path: Path
) -> None:
    done = run("feedback", "accept", item.id, "--by", "ana")
    assert done.stdout == (
        f"Accepted {item.id}: regulatory_action.\n"
        "  regulatory_action: “The watchdog has opened a case.”\n"
    )
    assert run("feedback", "export").exit_code == 0
    (article,) = corpus.load(tmp_path / "corpus")
    assert article.labels == ("regulatory_action",)
    assert article.source == corpus.Source("feedback", date=item.date)
    assert article in corpus.load_all(tmp_path)


def test_flags_and_evidence_can_be_named(item: Item, queue: Queue) -> None:
    evidence = ("--evidence", "ai_training=boats are", "--evidence", "ai_training=changed its")
    flags = ("--flags", "ai_training,default_opt_in")
    assert run("feedback", "accept", item.id, *flags, *evidence).exit_code == 0
    (line,) = queue.accepted()
    quotes = [(s["label"], TEXT[s["start"] : s["end"]]) for s in line["evidence"]]
    assert quotes == [
        ("default_opt_in", "Everybody was switched on without a notice."),
        ("ai_training", "Harbourline has changed its terms."),
        ("ai_training", "The boats are blue."),
    ]


def test_no_flag_at_all_can_be_named(item: Item, queue: Queue) -> None:
    assert "no flag" in run("feedback", "accept", item.id, "--flags", "none").stdout
    assert next(queue.accepted())["labels"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--flags", "other"), 2, "other is not one of"),
        (("--evidence", "ai_training"), 2, "is not FLAG=WORDS"),
        (("--flags", "ai_training", "--evidence", "ai_training=trains"), 1, "No sentence"),
        (("--flags", "none", "--evidence", "ai_training=boats"), 2, "is not among the flags"),
    ],
)
def test_what_does_not_fit_is_told_and_changes_nothing(
    item: Item, queue: Queue, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = run("feedback", "accept", item.id, *arguments)
    assert (done.exit_code, says in done.stderr) == (code, True)
    assert queue.counts()["waiting"] == 1


def test_an_unknown_item_is_told_plainly(item: Item, queue: Queue) -> None:
    assert run("feedback", "accept", "0" * 16).exit_code == 1
    done = run("feedback", "reject", "0" * 16, item.id)
    assert done.exit_code == 1
    assert "no item 0000000000000000" in done.stderr
    assert queue.counts()["rejected"] == 1


def test_all_that_one_token_sent_is_rejected_at_once(item: Item, queue: Queue) -> None:
    feedback = Feedback(queue._engine, per_minute=99, waiting=99)
    for number in range(5):
        article = {"title": "Spam", "text": f"Spam {number}."}
        report = Report(f"spam-{number}00", "ai_training", "wrong", True, 0.9, "1", article=article)
        feedback.add(report, token_id="token0")
    assert run("feedback", "reject", "--from-token", "token0").stdout == "Rejected: 5.\n"
    assert [waiting.id for waiting in queue.items()] == [item.id]
    assert run("feedback", "reject").exit_code == 2


def test_what_is_forgotten_is_gone_and_the_report_stays(item: Item, queue: Queue) -> None:
    queue.add([Piece("Another", "Another text.", "feed")])
    run("feedback", "accept", item.id)
    done = run("feedback", "forget", item.id, "0" * 16)
    assert (done.exit_code, done.stdout) == (1, "Forgotten: 1.\n")
    assert [other.title for other in queue.items(None)] == ["Another"]
    assert queue.labels(item.id) == []
    assert "Reports without a text: 2." in run("feedback", "list").stderr
    run("feedback", "reject", queue.items()[0].id)
    assert run("feedback", "forget", "--rejected").stdout == "Forgotten of the rejected: 1.\n"
    assert queue.items(None) == []


def test_a_name_has_to_fit_the_database(item: Item) -> None:
    for name in ("", " ", "x" * 201):
        assert run("feedback", "accept", item.id, "--by", name).exit_code == 2


def test_ids_may_be_given_as_the_corpus_writes_them(item: Item, queue: Queue) -> None:
    for command in ("accept", "reject", "forget"):
        assert run("feedback", command, f"q-{item.id}").exit_code == 0, command
    assert queue.items(None) == []


class OneKey:
    """The screen, with a labeller who presses Enter once."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def run(self) -> None:
        if not self.session.blind:
            self.session.save()


@pytest.mark.parametrize("options", [(), ("--blind",)])
def test_what_was_labelled_is_followed_by_the_next_step(
    item: Item, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    terminal = SimpleNamespace(isatty=lambda: True)
    streams = SimpleNamespace(stdin=terminal, stdout=terminal)
    monkeypatch.setattr("server.cli.labelling.sys", streams)
    monkeypatch.setattr("server.cli.labelling.first_champion", lambda _: CueModel())
    monkeypatch.setattr("server.labelling.app.LabelApp", OneKey)
    said = run("data", "label", f"q-{item.id}", *options).stdout
    assert ("optflag feedback export" in said) is not bool(options)


def test_labelling_needs_a_terminal(queue: Queue) -> None:
    done = run("data", "label")
    assert done.exit_code == 2
    assert "needs a terminal" in done.stderr


def test_export_overwrites_a_named_file_only_when_told(item: Item, tmp_path: Path) -> None:
    run("feedback", "accept", item.id)
    file = tmp_path / "mine.jsonl"
    file.write_text("mine")
    assert run("feedback", "export", "--output", str(file)).exit_code == 2
    assert file.read_text() == "mine"
    assert run("feedback", "export", "--output", str(file), "--force").exit_code == 0
    assert [article.title for article in corpus.load(file)] == ["Ferry app"]
    assert [path.name for path in tmp_path.glob(".mine*")] == []


def test_hostile_text_is_listed_and_exported_as_text(queue: Queue, tmp_path: Path) -> None:
    queue.add([Piece(HOSTILE, f"{HOSTILE} =1+1", "feedback")])
    shown = run("feedback", "list").stdout
    assert r"Ferry\x1b]0;title\x07 \x9b1m \u202eapp" in shown
    (item,) = queue.items()
    as_json = run("feedback", "list", "--json").stdout
    assert as_json.replace("\n", "").isprintable()
    assert json.loads(as_json)[0]["title"] == HOSTILE
    run("feedback", "accept", item.id)
    run("feedback", "export")
    (article,) = corpus.load(tmp_path / "corpus")
    assert article.title == HOSTILE


def test_agreement_of_two_labellers(queue: Queue) -> None:
    queue.add([Piece(f"T{number}", f"Text {number}.", "feed") for number in range(4)])
    items = queue.items()
    flag = "ai_training"
    for labeller, said in (("ana", "1100"), ("ben", "1000")):
        for each, yes in zip(items, said, strict=True):
            spans = (Span(flag, 0, 7),) if yes == "1" else ()
            queue.label(Label(each.id, labeller, (flag,) if spans else (), spans))
    done = run("data", "agreement", "ana", "ben")
    assert "4 articles labelled by ana and ben" in done.stdout
    assert "AI training          0.50      1        2           1            0" in done.stdout
    assert "Default opt-in          –      0        4           0            0" in done.stdout
    assert f"{items[1].id}  {items[1].title}\n  ana: ai_training\n  ben: no flag" in done.stdout
    answer = json.loads(run("data", "agreement", "ana", "ben", "--json").stdout)
    assert (answer["items"], answer["flags"][1]["kappa"]) == (4, 0.5)
    assert len(queue.items("accepted")) == 3


def test_agreement_needs_articles_in_common(queue: Queue) -> None:
    done = run("data", "agreement", "ana", "ben")
    assert done.exit_code == 1
    assert "no article in common" in done.stderr
