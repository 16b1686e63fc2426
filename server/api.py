"""The endpoints below /api/v1."""

import time
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from flask import g
from flask.views import MethodView
from flask_smorest import Blueprint

from server import metrics, schemas
from server.body import JsonParser
from server.errors import (
    ApiError,
    InvalidCode,
    KeyReused,
    TooLargeBody,
    TooManyAttempts,
    TooSlow,
    problem_body,
)
from server.extraction import ExtractionError
from server.extraction import TooSlow as ExtractionTooSlow
from server.feedback import KeyReused as ReportKeyReused
from server.feedback import Report, TooManyWaiting, TooMuch
from server.scoring import Answer, Document, score
from server.services import champion, services
from server.tokens import TooManyFailures, WrongCode


class ApiBlueprint(Blueprint):  # type: ignore[misc]
    """A blueprint whose bodies are read with a bound."""

    ARGUMENTS_PARSER = JsonParser()


api = ApiBlueprint("api", __name__, url_prefix="/api/v1", description="Score articles.")

# A batch is cut here, for it holds one of a worker's few threads, and a server that ends waits 30 s
# for what it has begun: what is left is answered with too-slow.
BATCH_SECONDS = 15
# Words that the model does not know are counted in so much of a text: a week has enough of them
# all the same.
SAMPLE_CHARS = 2000


def score_one(document: Document, *, include_text: bool) -> Answer:
    """The verdict on one document. Raises ApiError."""
    try:
        answer = score(document, champion(), extract=services().extract, include_text=True)
    except ExtractionError as error:
        metrics.REFUSALS.labels(error.reason).inc()
        if isinstance(error, ExtractionTooSlow):
            raise TooSlow("This page was given up. Other pages are not affected.") from None
        raise TooLargeBody(f"{error} Send less of the page.") from None
    _count(answer)
    if not include_text:
        del answer["article"]["text"]
    return answer


def _count(answer: Answer) -> None:
    """Into the metrics and the counts of the week: numbers only."""
    unknown = words = 0
    if answer["verdict"] == "scored":  # words of another language would all be new
        sample = answer["article"]["text"][:SAMPLE_CHARS]
        unknown, words = champion().model.unfamiliar(sample)
    metrics.count_answer(answer, unknown=unknown, words=words)
    services().weekly.count(answer, unknown=unknown, words=words)


@api.route("/score")
class Score(MethodView):
    """Score one document."""

    @api.arguments(schemas.ScoreRequest)
    @api.response(200, schemas.ScoreResponse)
    def post(self, body: dict[str, Any]) -> Answer:
        """Score a page or a text.

        Every readable request is answered 200; `verdict` says whether there was an article.
        """
        return score_one(body["document"], include_text=body["include_text"])


@api.route("/score/batch")
class ScoreBatch(MethodView):
    """Score up to 100 documents."""

    @api.arguments(schemas.BatchRequest)
    @api.response(200, schemas.BatchResponse)
    def post(self, body: dict[str, Any]) -> dict[str, Any]:
        """Score up to 100 documents.

        Answered 200 also when single documents fail; those items have `error` for `result`.
        """
        until = time.monotonic() + BATCH_SECONDS
        return {"results": [self._item(document, until) for document in body["documents"]]}

    def _item(self, body: dict[str, Any], until: float) -> dict[str, Any]:
        try:
            if time.monotonic() > until:
                raise TooSlow("The batch took too long. Send the rest again in a smaller one.")
            return {"result": score_one(body["document"], include_text=body["include_text"])}
        except ApiError as error:
            return {"error": problem_body(error)}


@api.route("/feedback")
class SendFeedback(MethodView):
    """A reader's word on a verdict."""

    @api.arguments(schemas.FeedbackRequest)
    @api.response(201, schemas.FeedbackResponse, description="Kept.")
    @api.alt_response(200, schema=schemas.FeedbackResponse, description="Kept before.")
    def post(self, report: Report) -> tuple[dict[str, str], int]:
        """Say that a flag is wrong or right.

        On disk when answered. A retry with the same key changes nothing.
        """
        try:
            new = services().feedback.add(report, token_id=g.token_id)
        except ReportKeyReused:
            raise KeyReused("Make a new key for a new report.") from None
        except TooMuch:
            raise TooManyAttempts("Wait a minute, then send it again with the same key.") from None
        except TooManyWaiting:
            raise TooManyAttempts(
                "Too many of your reports wait for a maintainer. Send it without the article, "
                "or again with the same key when they are seen to."
            ) from None
        if new:
            metrics.FEEDBACK.labels(report.flag, report.verdict).inc()
        return {"key": report.key}, HTTPStatus.CREATED if new else HTTPStatus.OK


@api.route("/pair")
class Pair(MethodView):
    """Trade a pairing code for a token."""

    @api.doc(security=[])
    @api.arguments(schemas.PairRequest)
    @api.response(201, schemas.PairResponse)
    def post(self, body: dict[str, Any]) -> dict[str, str]:
        """Trade a pairing code for a token of one's own."""
        try:
            return {"token": services().tokens.pair(body["code"], body["client"])}
        except WrongCode:
            raise InvalidCode(
                "The code is wrong, used or expired. `optflag token code` prints a new one."
            ) from None
        except TooManyFailures:
            raise TooManyAttempts("Wait a minute, then try again.") from None


@api.route("/model")
class Model(MethodView):
    """The model at work."""

    @api.response(200, schemas.ModelResponse)
    def get(self) -> Any:
        """Version, thresholds and figures of the model at work."""
        return champion().info


@api.route("/status")
class Status(MethodView):
    """What runs here."""

    @api.response(200, schemas.StatusResponse)
    def get(self) -> dict[str, Any]:
        """Versions, and what is stored and logged."""
        return {
            "version": version("optflag"),
            "api": "v1",
            "model": champion().info,
            "stores": [
                "hashes of API tokens and pairing codes, with the tokens' names",
                "readers' reports, with an article's text only when the reader sent it",
                "articles that a maintainer imported, and labels with the labellers' names",
                "by week: how many articles got which verdict and probability, and how many of "
                "their words the model did not know",
            ],
            "logs": ["time, request id, method, endpoint, status, duration"],
        }
