"""The corpus: articles with labels and evidence spans, one JSON object a line."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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

DEFAULT_FOLDER = Path(__file__).resolve().parent.parent / "training_data"


class CorpusError(ValueError):
    """A line that does not fit. The message names file, line and fault."""

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
class Article:
    """One labelled article (or a single sentence, by its genre). `labels` in the order of FLAGS.

    `event` names the affair that the article is about where several articles tell the same.
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


class _SpanSchema(Schema):
    label = fields.String(required=True, validate=validate.OneOf(FLAGS))
    start = fields.Integer(required=True, strict=True, validate=validate.Range(min=0))
    end = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))


class _ArticleSchema(Schema):
    id = fields.String(required=True, validate=validate.Regexp(r"^[a-z0-9][a-z0-9-]*\Z"))
    title = fields.String(required=True)
    text = fields.String(required=True, validate=validate.Length(min=1))
    labels = fields.List(fields.String(validate=validate.OneOf(FLAGS)), required=True)
    evidence = fields.List(fields.Nested(_SpanSchema), required=True)
    genre = fields.String(required=True, validate=validate.OneOf(GENRES))
    region = fields.String(required=True, validate=validate.Length(min=1))
    sector = fields.String(required=True, validate=validate.Length(min=1))
    facts = fields.String(required=True, validate=validate.OneOf(["fictional", "real"]))
    event = fields.String(validate=validate.Length(min=1))

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
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise FileNotFoundError(f"no .jsonl file in {path}")
    articles: list[Article] = []
    seen: dict[str, str] = {}
    for file in files:
        for number, article in _read(file):
            if article.id in seen:
                raise CorpusError(file.name, number, f"id {article.id} is in {seen[article.id]}")
            seen[article.id] = f"{file.name}:{number}"
            articles.append(article)
    return articles


def _read(file: Path) -> Iterator[tuple[int, Article]]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, parse(line, source=file.name, number=number)


def parse(line: bytes, *, source: str, number: int) -> Article:
    """The article of one line in UTF-8. Raises CorpusError with `source` and `number`."""
    try:
        fields_of_line = _SCHEMA.loads(line.decode())
    except UnicodeDecodeError as error:
        raise CorpusError(source, number, f"not UTF-8: {error.reason}") from None
    except ValidationError as error:
        raise CorpusError(source, number, _first_fault(error.messages)) from None
    except json.JSONDecodeError as error:
        raise CorpusError(source, number, f"not JSON: {error.msg}") from None
    fields_of_line["labels"] = tuple(f for f in FLAGS if f in fields_of_line["labels"])
    fields_of_line["evidence"] = tuple(Span(**span) for span in fields_of_line["evidence"])
    return Article(**fields_of_line)


def _first_fault(messages: Any, path: str = "") -> str:
    """The first message of marshmallow's nested errors, with the member that it is about."""
    if isinstance(messages, dict):
        key, rest = next(iter(messages.items()))
        return _first_fault(rest, path if key == "_schema" else f"{path}.{key}".lstrip("."))
    message = messages[0] if isinstance(messages, list) else messages
    return f"{path}: {message}" if path else str(message)


def digest(articles: Sequence[Article]) -> str:
    """`sha256:…` over what a model learns from, in order of id."""
    sha = hashlib.sha256()
    for article in sorted(articles, key=lambda article: article.id):
        spans = sorted((span.label, span.start, span.end) for span in article.evidence)
        learned = [article.id, article.title, article.text, article.labels, spans]
        sha.update(json.dumps(learned, ensure_ascii=False).encode())
    return f"sha256:{sha.hexdigest()}"
