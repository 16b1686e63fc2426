"""The endpoints below /api/v1, and the two that say how the server is."""

from importlib.metadata import version
from typing import Any

from flask import Flask, current_app
from flask.views import MethodView
from flask_smorest import Blueprint

from classifier.registry import LoadedModel, RegistryError
from server import schemas
from server.errors import InvalidCode, NotReady, TooLargeBody, TooManyAttempts, TooSlow
from server.extraction import ExtractionError
from server.extraction import TooSlow as ExtractionTooSlow
from server.models import ModelHolder
from server.scoring import Document, Extract, score
from server.store import Store, TooManyFailures, WrongCode

api = Blueprint("api", __name__, url_prefix="/api/v1", description="Score articles.")
health = Blueprint("health", __name__, description="For whoever watches the server.")


class Services:
    """What the endpoints work with; one for each application."""

    def __init__(self, store: Store, models: ModelHolder, extract: Extract) -> None:
        self.store, self.models, self.extract = store, models, extract

    @classmethod
    def of(cls, app: Flask) -> "Services":
        """The services of `app`."""
        services: Services = app.extensions["optflag"]
        return services


def services() -> Services:
    """The services of the application that handles this request."""
    return Services.of(current_app)


def champion() -> LoadedModel:
    """The model to score with. Raises NotReady when there is none."""
    try:
        return services().models.current()
    except RegistryError as error:
        raise NotReady(str(error)) from None


@api.route("/score")
class Score(MethodView):
    """Score one document."""

    @api.arguments(schemas.ScoreRequest)
    @api.response(200, schemas.ScoreResponse)
    def post(self, body: dict[str, Any]) -> dict[str, Any]:
        """Score a page or a text.

        Every readable request is answered 200; `verdict` says whether there was an article.
        """
        document: Document = body["document"]
        try:
            return score(
                document,
                champion(),
                extract=services().extract,
                include_text=body["include_text"],
            )
        except ExtractionTooSlow:
            raise TooSlow("This page was given up. Other pages are not affected.") from None
        except ExtractionError as error:
            raise TooLargeBody(f"{error} Send less of the page.") from None


@api.route("/pair")
class Pair(MethodView):
    """Trade a pairing code for a token."""

    @api.doc(security=[])
    @api.arguments(schemas.PairRequest)
    @api.response(201, schemas.PairResponse)
    def post(self, body: dict[str, Any]) -> dict[str, str]:
        """Trade a pairing code for a token of one's own."""
        try:
            return {"token": services().store.pair(body["code"], body["client"])}
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
            "stores": ["hashes of API tokens and pairing codes, with the tokens' names"],
            "logs": ["time, request id, method, endpoint, status, duration"],
        }


@health.route("/livez")
class Live(MethodView):
    """Whether the process answers."""

    @health.doc(security=[])
    @health.response(200, schemas.HealthResponse)
    def get(self) -> dict[str, str]:
        """`ok` while the process answers."""
        return {"status": "ok"}


@health.route("/readyz")
class Ready(MethodView):
    """Whether pages can be scored."""

    @health.doc(security=[])
    @health.response(200, schemas.HealthResponse)
    def get(self) -> dict[str, str]:
        """`ok` when there is a model and it has scored a smoke text."""
        champion()
        return {"status": "ok"}
