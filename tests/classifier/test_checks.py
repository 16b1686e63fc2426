import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from classifier import corpus
from classifier.checks import check, doubts, giveaways
from classifier.cli import data
from classifier.corpus import Article, Source, Span
from classifier.labels import FLAGS
from classifier.statistics import statistics
from tests.classifier.test_corpus import LINE
from tests.classifier.test_corpus import write as write_lines
from tests.classifier.test_duplicates import OTHER, TEXT

TRAINED = "Users' posts trained it. Nobody was asked."


def article(id_: str, text: str, *spans: Span, labels: tuple[str, ...] | None = None) -> Article:
    named = labels if labels is not None else tuple({span.label for span in spans})
    return Article(id_, f"Title {id_}", text, named, spans, "news", "EU", "test", "fictional")


def kinds(*articles: Article, others: dict[str, str] | None = None) -> list[tuple[str, bool]]:
    return [(found.kind, found.is_fault) for found in check(articles, others)]


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (0, 24, []),
        (25, 42, []),
        (0, 42, []),
        (0, 8, [("word", True)]),
        (3, 24, [("word", True)]),
        (13, 24, [("bounds", False)]),
        (0, 13, [("bounds", False)]),
    ],
)
def test_evidence_is_whole_sentences(start: int, end: int, found: list) -> None:
    assert kinds(article("a-1", TRAINED, Span("ai_training", start, end))) == found


def test_a_sentence_behind_a_dateline_is_whole() -> None:
    text = f"DUBLIN, Oct 9 - {TRAINED}"
    assert kinds(article("a-1", text, Span("ai_training", 16, 40))) == []


def test_copies_are_faults_and_passages_are_notes() -> None:
    first = article("a-1", TEXT)
    assert kinds(first, article("a-2", f"{OTHER} {TEXT}")) == [("copy", True)]
    assert kinds(first, article("a-2", TEXT, labels=("ai_training",))) == [("conflict", True)]
    long = article("a-2", f"{' '.join(f'word{n} else' for n in range(90))} {TEXT[:150]}")
    longer = article("a-1", f"{' '.join(f'other{n} then' for n in range(90))} {TEXT[:150]}")
    assert kinds(longer, long) == [("passage", False)]


def test_an_article_that_is_evaluated_on_is_a_fault() -> None:
    assert kinds(article("a-1", TEXT), others={"real-1": TEXT}) == [("leak", True)]
    assert kinds(article("a-1", TEXT), others={"real-1": OTHER}) == []


def test_a_word_that_gives_a_flag_away_is_noted_and_words_of_the_matter_are_not() -> None:
    told = [article(f"a-{n}", f"Gloopix fined, number {n}.", labels=(FLAGS[2],)) for n in range(20)]
    others = [article(f"b-{n}", f"Plain text, number {n}.") for n in range(60)]
    (found,) = giveaways([*told, *others])
    assert found.words == "regulatory_action: “gloopix” in 20 articles, 20 of them with the flag"


def test_doubted_labels_are_those_that_cross_validation_contradicts() -> None:
    articles = [article(f"a-{n}", TRAINED) for n in range(40)]
    labels = np.zeros((40, 3), dtype=bool)
    labels[:10] = True
    rng = np.random.default_rng(0)
    probabilities = np.where(labels, 0.85, 0.1) + rng.normal(0, 0.02, (40, 3))
    probabilities[3, 1], probabilities[30, 1] = 0.02, 0.97
    found = doubts(articles, labels, probabilities)
    assert [finding.ids for finding in found][:2] == [("a-30",), ("a-3",)]
    assert all(finding.kind == "doubt" for finding in found)
    assert len(found) == 2


def run(*arguments: str, home: Path):
    return CliRunner().invoke(data, arguments, env={"OPTFLAG_HOME": str(home)})


def test_a_corpus_without_a_fault_ends_with_0(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "some.jsonl", LINE)
    done = run("check", "--corpus", str(path), home=tmp_path)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("1 text, no fault. sha256:")
    assert done.stderr.startswith("Reading the corpus\n")  # some seconds, told as they go
    assert "labels are not doubted" in done.output


def test_every_fault_is_told_and_ends_with_1(tmp_path: Path) -> None:
    odd = LINE | {"id": "t-2", "text": "Hostile \x1b[31m\u202e text. " + LINE["text"]}
    odd["evidence"] = [{"label": "default_opt_in", "start": 3, "end": 38}]
    path = write_lines(tmp_path / "some.jsonl", LINE, "{", LINE | {"genre": "poem"}, odd)
    against = tmp_path / "real.jsonl"
    against.write_text(json.dumps({"id": "real-1", "text": LINE["text"]}))
    done = run("check", "--corpus", str(path), "--against", str(against), home=tmp_path)
    assert done.exit_code == 1
    for words in (
        "some.jsonl:2: not JSON",
        "some.jsonl:3: genre",
        "t-2: default_opt_in 3–38",
        "3 faults",
    ):
        assert words in done.output
    assert "\x1b" not in done.output
    assert "\u202e" not in done.output
    assert "feedback reject" not in done.output
    printed = json.loads(run("check", "--corpus", str(path), "--json", home=tmp_path).stdout)
    assert [finding["fault"] for finding in printed["findings"]] == [True, True, True]


def test_what_to_do_about_a_fault_from_the_queue_is_told(tmp_path: Path) -> None:
    text = f"{LINE['text']} {TEXT}"
    lines = (LINE | {"id": "q-1", "text": text}, LINE | {"id": "q-2", "text": text + " Yes."})
    path = write_lines(tmp_path / "some.jsonl", *lines)
    done = run("check", "--corpus", str(path), home=tmp_path)
    assert done.exit_code == 1
    assert "`optflag data label ID`" in done.stderr
    assert "`optflag feedback export`" in done.stderr


def test_the_champion_doubts_what_it_has_not_learned(
    few_home: Path, few_articles: list[Article], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from classifier.changes import learned, to_json
    from classifier.cli import health
    from classifier.registry import Registry

    registry = Registry(few_home)
    info = registry.info(registry.champion() or "")
    registry.describe(info, {"corpus.json": to_json(learned(few_articles))})
    asked: list[str] = []

    def predict(self: object, documents: list[str]) -> np.ndarray:
        asked.extend(documents)
        return np.full((len(documents), 3), 0.5)

    monkeypatch.setattr(health.FlagModel, "predict_proba", predict)
    monkeypatch.setenv("OPTFLAG_HOME", str(few_home))
    changed = replace(few_articles[0], text="Another text.")
    new = article("new-1", TRAINED)
    views = health._seen_by_champion([changed, *few_articles[1:], new])
    assert asked == [f"{new.title}\n\n{new.text}"]
    assert few_articles[0].id not in views
    assert few_articles[1].id in views


def test_the_corpus_is_counted_in_every_way() -> None:
    dated = replace(article("a-1", "one two"), source=Source("feed", date="2025-03-01"))
    sentence = replace(article("a-2", "One."), genre=corpus.SENTENCE)
    flagged = article("a-3", "word " * 1700, labels=("ai_training",))
    found = statistics([dated, sentence, flagged])
    told = {
        name: [(g.value, g.articles, g.flagged) for g in groups] for name, groups in found.items()
    }
    assert told["flags"] == [("ai_training", 1, 1), ("no flag", 1, 0)]
    assert told["genre"] == [("news", 2, 1), ("sentence", 1, 0)]
    assert told["length"] == [("under 100 words", 1, 0), ("from 1600 words", 1, 1)]
    assert told["year"] == [("2025", 1, 0), ("not known", 1, 1)]
    assert told["source"] == [("feed", 1, 0), ("written for the corpus", 1, 1)]


def test_stats_are_printed_for_people_and_programs(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "some.jsonl", LINE)
    assert "default_opt_in" in run("stats", "--corpus", str(path), home=tmp_path).output
    printed = json.loads(run("stats", "--corpus", str(path), "--json", home=tmp_path).stdout)
    assert printed["region"] == [{"value": "EU", "articles": 1, "flagged": 1}]
