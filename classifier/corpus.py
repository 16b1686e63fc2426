"""The corpus: articles with labels and evidence spans, one JSON object a line."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from classifier.labels import FLAGS

# A single sentence, as it could stand in an article; it has no title.
SENTENCE = "sentence"

GENRES = (
    *("news", "wire", "blog", "howto", "corporate", "opinion", "newsletter", "legal-alert"),
    *("press-release", "forum", "research", "review", "feature", "page"),
    SENTENCE,
)

# How a text came here: a reader's report, or the kind of file or site that it was read from.
SOURCES = ("feedback", "wordpress", "feed", "html", "text", "warc")

DEFAULT_FOLDER = Path(__file__).resolve().parent.parent / "training_data"


class CorpusError(ValueError):
    """A line that does not fit. The message names file, line and all its faults."""

    def __init__(self, source: str, line: int, fault: str) -> None:
        super().__init__(f"{source}:{line}: {fault}")
        self.source, self.line, self.fault = source, line, fault


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of evidence: characters `start` to `end` (exclusive) of the article's text."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text that was not written for the corpus comes from. kind: one of SOURCES.

    date: when it was published or received, ISO 8601. Feedback has no address.
    """

    kind: str
    address: str | None = None
    date: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One labelled article (or a single sentence, by its genre). `labels` in the order of FLAGS.

    `event` names the affair that the article is about where several articles tell the same.
    `source` is None for what was written for the corpus.
    """

    id: str
    title: str
    text: str
    labels: tuple[str, ...]
    evidence: tuple[Span, ...]
    genre: str
    region: str
    sector: str
    facts: str
    event: str | None = None
    source: Source | None = None


def _check_encodable(text: str) -> None:
    """JSON can name half a character (a lone surrogate), which no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValidationError("holds half a character (a lone surrogate)") from None


def _check_date(text: str) -> None:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise ValidationError("not a date in the form of ISO 8601") from None


class _SpanSchema(Schema):
    label = fields.String(required=True, validate=validate.OneOf(FLAGS))
    start = fields.Integer(required=True, strict=True, validate=validate.Range(min=0))
    end = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))


class _SourceSchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(SOURCES))
    address = fields.Url(schemes={"http", "https"}, require_tld=False, allow_none=True)
    date = fields.String(validate=_check_date, allow_none=True)
    licence = fields.String(validate=(validate.Length(min=1), _check_encodable), allow_none=True)

    @validates_schema
    def check_privacy(self, source: dict[str, Any], **_: object) -> None:
        """Where a reader was is nobody's business."""
        if source["kind"] == "feedback" and source.get("address"):
            raise ValidationError("feedback carries no address", "address")


class _ArticleSchema(Schema):
    id = fields.String(required=True, validate=validate.Regexp(r"^[a-z0-9][a-z0-9-]*\Z"))
    title = fields.String(required=True, validate=_check_encodable)
    text = fields.String(required=True, validate=(validate.Length(min=1), _check_encodable))
    labels = fields.List(fields.String(validate=validate.OneOf(FLAGS)), required=True)
    evidence = fields.List(fields.Nested(_SpanSchema), required=True)
    genre = fields.String(required=True, validate=validate.OneOf(GENRES))
    region = fields.String(required=True, validate=validate.Length(min=1))
    sector = fields.String(required=True, validate=validate.Length(min=1))
    facts = fields.String(required=True, validate=validate.OneOf(["fictional", "real"]))
    event = fields.String(validate=validate.Length(min=1))
    source = fields.Nested(_SourceSchema)

    @validates_schema
    def check_title(self, line: dict[str, Any], **_: object) -> None:
        """An article has a title."""
        if not line["title"] and line["genre"] != SENTENCE:
            raise ValidationError("an article needs a title", "title")

    @validates_schema
    def check_evidence(self, line: dict[str, Any], **_: object) -> None:
        """Spans lie in the text, hold no outer space, and carry exactly the labels."""
        text = line["text"]
        for span in line["evidence"]:
            quote = text[span["start"] : span["end"]]
            if not quote or span["end"] > len(text):
                raise ValidationError(f"span {span['start']}–{span['end']} is not in the text")
            if quote != quote.strip():
                raise ValidationError(f"span {span['start']}–{span['end']} has space at its ends")
        if set(line["labels"]) != {span["label"] for span in line["evidence"]}:
            raise ValidationError("labels are not exactly those of the evidence")


_SCHEMA = _ArticleSchema()


def load(path: Path = DEFAULT_FOLDER) -> list[Article]:
    """All articles of a `.jsonl` file, or of the `.jsonl` files of a folder in order of name.

    Raises CorpusError at the first line that does not fit, FileNotFoundError without any file.
    """
    return _whole(scan(files(path)))


def load_all(home: Path) -> list[Article]:
    """The corpus that ships with Optflag and, behind it, the lines that were accepted in `home`.

    Raises CorpusError at the first line that does not fit.
    """
    return _whole(scan(all_files(home)))


def files(path: Path) -> list[Path]:
    """The file, or the `.jsonl` files of a folder by name. Raises FileNotFoundError for none."""
    found = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not found:
        raise FileNotFoundError(f"no .jsonl file in {path}")
    return found


def all_files(home: Path) -> list[Path]:
    """The files of the corpus that ships with Optflag, then those in the folder `corpus` of `home`.

    `optflag feedback export` writes there.
    """
    return [*files(DEFAULT_FOLDER), *sorted((home / "corpus").glob("*.jsonl"))]


def _whole(lines: Iterable[Article | CorpusError]) -> list[Article]:
    articles = []
    for line in lines:
        if isinstance(line, CorpusError):
            raise line
        articles.append(line)
    return articles


def scan(files: Sequence[Path]) -> Iterator[Article | CorpusError]:
    """The article of each line, or what does not fit there; an id may come once in all files."""
    seen: dict[str, str] = {}
    for file in files:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _scan_line(line, file.name, number, seen)


def _scan_line(
    line: bytes, source: str, number: int, seen: dict[str, str]
) -> Article | CorpusError:
    try:
        article = parse(line, source=source, number=number)
    except CorpusError as error:
        return error
    if article.id in seen:
        return CorpusError(source, number, f"id {article.id} is in {seen[article.id]}")
    seen[article.id] = f"{source}:{number}"
    return article


def parse(line: bytes, *, source: str, number: int) -> Article:
    """The article of one line in UTF-8. Raises CorpusError with `source` and `number`."""
    try:
        members = _SCHEMA.loads(line.decode())
    except UnicodeDecodeError as error:
        raise CorpusError(source, number, f"not UTF-8: {error.reason}") from None
    except ValidationError as error:
        raise CorpusError(source, number, "; ".join(_faults(error.messages))) from None
    except json.JSONDecodeError as error:
        raise CorpusError(source, number, f"not JSON: {error.msg}") from None
    except (ValueError, RecursionError):
        raise CorpusError(source, number, "not JSON: too deep, or a number too long") from None
    members["labels"] = tuple(f for f in FLAGS if f in members["labels"])
    members["evidence"] = tuple(Span(**span) for span in members["evidence"])
    if "source" in members:
        members["source"] = Source(**members["source"])
    return Article(**members)


def _faults(messages: Any, path: str = "") -> Iterator[str]:
    """The messages of marshmallow's nested errors, with the member that each is about."""
    if isinstance(messages, dict):
        for key, rest in messages.items():
            yield from _faults(rest, path if key == "_schema" else f"{path}.{key}".lstrip("."))
    else:
        for message in messages if isinstance(messages, list) else [messages]:
            yield f"{path}: {message}" if path else str(message)


def digest(articles: Sequence[Article]) -> str:
    """`sha256:…` over what a model learns from, in order of id."""
    sha = hashlib.sha256()
    for article in sorted(articles, key=lambda article: article.id):
        spans = sorted((span.label, span.start, span.end) for span in article.evidence)
        learned = [article.id, article.title, article.text, article.labels, spans]
        sha.update(json.dumps(learned, ensure_ascii=False).encode())
    return f"sha256:{sha.hexdigest()}"
