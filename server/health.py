"""How the server is: for whoever watches it."""

from typing import Any

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint
from prometheus_client import CONTENT_TYPE_LATEST

from server import metrics, schemas
from server.services import champion, services

health = Blueprint("health", __name__, description="For whoever watches the server.")


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
    @health.arguments(schemas.HealthQuery, location="query")
    @health.response(200, schemas.HealthResponse)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """`ok` when there is a model that has scored a smoke text, and the database answers."""
        model = champion()
        services().check_database()
        if "verbose" not in query:
            return {"status": "ok"}
        return {
            "status": "ok",
            "model": model.info.version,
            "fault": services().models.fault,
            "database": services().engine.dialect.name,
        }


@health.route("/metrics")
class Metrics(MethodView):
    """Prometheus metrics."""

    @health.response(200, content_type="text/plain")
    def get(self) -> Response:
        """All workers' metrics in Prometheus's text format."""
        return Response(metrics.exposition(), content_type=CONTENT_TYPE_LATEST)
