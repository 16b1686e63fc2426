"""The API's requests and answers (marshmallow); the OpenAPI document is made from them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from classifier.labels import FLAGS
from server.feedback import Report
from server.scoring import MAX_CHARS, MAX_TITLE, Document


def _text(help: str, most: int | None = None, **kwargs: Any) -> fields.String:
    limit = validate.Length(max=most) if most else None
    return fields.String(validate=limit, metadata={"description": help}, **kwargs)


def _kept(help: str, most: int, **kwargs: Any) -> fields.String:
    """Text for the database, which takes neither NUL nor half a surrogate pair."""
    rules = (validate.Length(max=most), validate.Regexp(r"^[^\x00]*$"), _check_storable)
    return fields.String(validate=rules, metadata={"description": help}, **kwargs)


def _check_storable(text: str) -> None:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValidationError("Holds half a surrogate pair, which is no character.")


class ScoreRequest(Schema):
    """A page, or a title and plain text."""

    html = _text("The page's HTML.")
    url = _text(
        "Resolves relative links and helps to tell articles; neither stored nor logged.", 8192
    )
    title = _text("The article's title.", 2000)
    text = _text("The article as plain text, paragraphs separated by blank lines.")
    include_text = fields.Boolean(
        load_default=False,
        metadata={"description": "Return the extracted text, which evidence offsets refer to."},
    )

    @validates_schema
    def check_one_source(self, body: dict[str, Any], **_: object) -> None:
        """Exactly one of html and text."""
        if ("html" in body) == ("text" in body):
            raise ValidationError("Send either html (with url) or text (with title).")

    @post_load
    def make_document(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        """The document to score, apart from the wishes for the answer."""
        include_text = body.pop("include_text")
        return {"document": Document(**body), "include_text": include_text}


class EvidenceSchema(Schema):
    """A sentence of the article that carries the flag."""

    text = _text("The sentence.", required=True)
    start = fields.Integer(required=True, metadata={"description": "Offset into the text."})
    end = fields.Integer(required=True, metadata={"description": "Offset, exclusive."})
    probability = fields.Float(required=True)


class FlagSchema(Schema):
    """The verdict on one flag."""

    flag = fields.String(required=True, validate=validate.OneOf(FLAGS))
    raised = fields.Boolean(required=True)
    unsure = fields.Boolean(
        required=True, metadata={"description": "The probability is close to the threshold."}
    )
    probability = fields.Float(required=True, validate=validate.Range(0, 1))
    threshold = fields.Float(required=True, validate=validate.Range(0, 1))
    evidence = fields.List(fields.Nested(EvidenceSchema), required=True)


class BadgeSchema(Schema):
    """What the toolbar shows."""

    level = fields.String(required=True, validate=validate.OneOf(("none", "low", "medium", "high")))
    text = _text("Number of raised flags, ? for unsure, – when there is no verdict.", required=True)
    color = _text("Background, as #rrggbb; white text is readable on it.", required=True)
    title = _text("The tooltip.", required=True)


class ChoiceSchema(Schema):
    """A way out that the article names."""

    text = _text("Menu path or link text.", required=True)
    url = _text("Where it leads, if the article links it.", required=True, allow_none=True)


class AboutArticleSchema(Schema):
    """What was read."""

    title = fields.String(required=True)
    text_length = fields.Integer(required=True, metadata={"description": "In characters."})
    word_count = fields.Integer(required=True)
    language = _text(
        "ISO 639-1; null where there is too little text.", required=True, allow_none=True
    )
    text = _text("Only with include_text.")


class AboutModelSchema(Schema):
    """The model that judged."""

    version = fields.String(required=True)
    corpus = _text("Digest of the articles that it learned from.", required=True)


class ScoreResponse(Schema):
    """The verdict on one document."""

    verdict = fields.String(
        required=True,
        validate=validate.OneOf(("scored", "not_article", "too_short", "unsupported_language")),
    )
    risk = fields.Integer(
        required=True,
        allow_none=True,
        validate=validate.Range(0, 100),
        metadata={"description": "0 to 100; null unless scored."},
    )
    badge = fields.Nested(BadgeSchema, required=True)
    flags = fields.List(fields.Nested(FlagSchema), required=True)
    choices = fields.List(fields.Nested(ChoiceSchema), required=True)
    article = fields.Nested(AboutArticleSchema, required=True)
    model = fields.Nested(AboutModelSchema, required=True)


class BatchRequest(Schema):
    """Up to 100 documents."""

    documents = fields.List(
        fields.Nested(ScoreRequest), required=True, validate=validate.Length(1, 100)
    )


class BatchItem(Schema):
    """The verdict on a document, or why there is none."""

    result = fields.Nested(ScoreResponse)
    error = fields.Nested(lambda: Problem())


class BatchResponse(Schema):
    """One item for each document, in their order."""

    results = fields.List(fields.Nested(BatchItem), required=True)


class SentArticle(Schema):
    """The article, when the reader chose to send it."""

    title = _kept("As in the verdict.", MAX_TITLE, required=True)
    text = _kept("As in the verdict, with include_text.", MAX_CHARS, required=True)


class FeedbackRequest(Schema):
    """A reader's word on one flag of one verdict."""

    key = fields.String(
        required=True,
        validate=validate.Regexp(r"^[A-Za-z0-9-]{8,64}\Z"),
        metadata={"description": "Made by the client for this report, the same on every retry."},
    )
    flag = fields.String(required=True, validate=validate.OneOf(FLAGS))
    verdict = fields.String(required=True, validate=validate.OneOf(("wrong", "right")))
    raised = fields.Boolean(required=True, metadata={"description": "As the verdict said."})
    probability = fields.Float(required=True, validate=validate.Range(0, 1))
    model = _kept("Version that judged.", 64, required=True)
    note = _kept("In the reader's words.", 2000)
    article = fields.Nested(SentArticle)

    @post_load
    def make_report(self, body: dict[str, Any], **_: object) -> Report:
        """The report to keep."""
        return Report(**body)


class FeedbackResponse(Schema):
    """The report is on disk."""

    key = fields.String(required=True)


class PairRequest(Schema):
    """A pairing code, traded for a token."""

    code = _text("As printed by the server: ABCD-EFGH.", 40, required=True)
    client = _kept("Name to list the token by.", 100, load_default="extension")


class PairResponse(Schema):
    """The token: shown this once."""

    token = fields.String(required=True)


class ModelResponse(AboutModelSchema):
    """The model at work, as its model.json says."""

    created = fields.String(required=True)
    articles = fields.Integer(required=True)
    flags = fields.List(fields.String(), required=True)
    thresholds = fields.List(fields.Float(), required=True)
    metrics = fields.Dict(required=True)


class StatusResponse(Schema):
    """What runs here, and what it keeps."""

    version = _text("Of the server.", required=True)
    api = fields.String(required=True)
    model = fields.Nested(AboutModelSchema, required=True)
    stores = fields.List(fields.String(), required=True)
    logs = fields.List(fields.String(), required=True)


class HealthResponse(Schema):
    """`ok`; with ?verbose also what is at work."""

    status = fields.String(required=True)
    model = _text("Version at work.")
    fault = _text("Why the champion was not taken up, if so.", allow_none=True)
    database = _text("sqlite or postgresql.")


class HealthQuery(Schema):
    """How much to tell."""

    verbose = fields.String(metadata={"description": "Any value: tell what is at work."})


class Problem(Schema):
    """Any error: RFC 9457 problem details."""

    type = _text("urn:optflag:error:SLUG; stable.", required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = _text("What to do next.", required=True)
    request_id = _text("Names the request in the server's log.", required=True)
    errors = fields.Dict(metadata={"description": "For invalid-request: faults by member."})
