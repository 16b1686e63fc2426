import json
from pathlib import Path

import pytest

from classifier import corpus
from classifier.corpus import CorpusError
from classifier.labels import FLAGS

LINE = {
    "id": "t-1",
    "title": "A title",
    "text": "Nobody was asked. It is so.",
    "labels": ["default_opt_in"],
    "evidence": [{"label": "default_opt_in", "start": 0, "end": 17}],
    "genre": "news",
    "region": "EU",
    "sector": "test",
    "facts": "fictional",
}


def write(path: Path, *lines: dict | str) -> Path:
    text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def articles() -> list[corpus.Article]:
    return corpus.load()


def test_the_corpus_that_ships_is_whole(articles: list[corpus.Article]) -> None:
    assert len(articles) >= 1208
    assert {flag for article in articles for flag in article.labels} == set(FLAGS)


def test_no_evidence_of_the_corpus_crosses_a_paragraph(articles: list[corpus.Article]) -> None:
    for article in articles:
        for span in article.evidence:
            assert "\n\n" not in article.text[span.start : span.end], article.id


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"id": "T 1"}, "id: "),
        ({"title": ""}, "title: "),
        ({"title": None}, "title: "),
        ({"labels": ["opt_in"]}, "labels.0: "),
        ({"labels": []}, "labels are not exactly those of the evidence"),
        ({"genre": "poem"}, "genre: "),
        ({"facts": "perhaps"}, "facts: "),
        ({"surprise": 1}, "surprise: "),
        ({"evidence": [{"label": "default_opt_in", "start": -1, "end": 3}]}, "evidence.0.start: "),
        ({"evidence": [{"label": "default_opt_in", "start": 0, "end": -1}]}, "evidence.0.end: "),
        ({"evidence": [{"label": "default_opt_in", "start": 5, "end": 99}]}, "not in the text"),
        ({"evidence": [{"label": "default_opt_in", "start": 9, "end": 9}]}, "not in the text"),
        ({"evidence": [{"label": "default_opt_in", "start": 0, "end": 18}]}, "space at its ends"),
        ({"evidence": [{"label": "default_opt_in", "start": 0.5, "end": 9}]}, "evidence.0.start: "),
    ],
)
def test_a_line_that_does_not_fit_is_named_with_its_fault(
    tmp_path: Path, change: dict, fault: str
) -> None:
    path = write(tmp_path / "some.jsonl", LINE, "", LINE | {"id": "t-2"} | change)
    with pytest.raises(CorpusError, match=r"^some\.jsonl:3: ") as caught:
        corpus.load(path)
    assert fault in str(caught.value)


SOURCE = {"kind": "feed", "address": "https://news.example/a", "date": "2026-11-02"}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"kind": "rumour"}, "source.kind: "),
        ({"kind": "feedback"}, "source.address: feedback carries no address"),
        ({"address": "javascript:alert(1)"}, "source.address: "),
        ({"date": "yesterday"}, "source.date: not a date"),
        ({"licence": ""}, "source.licence: "),
    ],
)
def test_a_source_that_does_not_fit_is_named(tmp_path: Path, change: dict, fault: str) -> None:
    path = write(tmp_path / "some.jsonl", LINE | {"source": SOURCE | change})
    with pytest.raises(CorpusError) as caught:
        corpus.load(path)
    assert fault in str(caught.value)


def test_a_source_is_kept(tmp_path: Path) -> None:
    (article,) = corpus.load(write(tmp_path / "some.jsonl", LINE | {"source": SOURCE}))
    assert article.source == corpus.Source(**SOURCE)


def test_accepted_lines_are_read_behind_the_corpus_that_ships(tmp_path: Path, articles) -> None:
    assert corpus.load_all(tmp_path) == articles
    (tmp_path / "corpus").mkdir()
    write(tmp_path / "corpus" / "accepted.jsonl", LINE)
    assert [article.id for article in corpus.load_all(tmp_path)[len(articles) :]] == ["t-1"]


def test_every_fault_of_every_line_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "some.jsonl", LINE | {"genre": "poem", "facts": "?"}, "{", LINE)
    *faults, article = corpus.scan([path])
    assert [str(fault).split(": ")[0] for fault in faults] == ["some.jsonl:1", "some.jsonl:2"]
    assert "genre: " in str(faults[0])
    assert "facts: " in str(faults[0])
    assert article.id == "t-1"


@pytest.mark.parametrize(
    "line",
    [
        json.dumps(LINE).replace("It is so.", "Half \\ud800 a letter."),
        "[" * 100_000,
        json.dumps(LINE).replace('"start": 0', f'"start": {"1" * 5000}'),
    ],
    ids=["half a character", "too deep", "number too long"],
)
def test_json_that_python_chokes_on_is_a_fault_like_others(tmp_path: Path, line: str) -> None:
    with pytest.raises(CorpusError, match=r"^some\.jsonl:1: "):
        corpus.load(write(tmp_path / "some.jsonl", line))


@pytest.mark.parametrize("line", ["{", "[]", "3", '"text"', "null"])
def test_a_line_that_is_no_object_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(CorpusError, match=r"^some\.jsonl:1: "):
        corpus.load(write(tmp_path / "some.jsonl", line))


def test_an_id_is_used_once_in_all_files(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", LINE)
    write(tmp_path / "b.jsonl", LINE)
    with pytest.raises(CorpusError, match=r"^b\.jsonl:1: id t-1 is in a\.jsonl:1"):
        corpus.load(tmp_path)


def test_an_empty_folder_is_not_an_empty_corpus(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        corpus.load(tmp_path)


def test_the_digest_sees_what_is_learned_and_nothing_else(tmp_path: Path) -> None:
    def digest(**change: object) -> str:
        return corpus.digest(corpus.load(write(tmp_path / "one.jsonl", LINE | change)))

    same = digest()
    assert digest(region="US", sector="other") == same
    assert digest(title="Another") != same
    assert digest(labels=[], evidence=[]) != same


def test_a_line_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_bytes(json.dumps(LINE).encode() + b"\n\xff\n")
    with pytest.raises(CorpusError, match=r"^some\.jsonl:2: not UTF-8"):
        corpus.load(path)
