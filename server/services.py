"""What the endpoints work with; one set for each application."""

import logging
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from classifier.home import make_home
from classifier.registry import LoadedModel, RegistryError
from server.database import open_database
from server.errors import NotReady
from server.extraction_worker import ExtractorPool
from server.feedback import Feedback
from server.models import ModelHolder
from server.scoring import Extract
from server.settings import Settings
from server.tokens import Tokens
from server.weekly import WeeklyCounts

# Of a worker: a slow page holds one of them for its seconds, the other goes on. Each more lengthens
# the tail under full load, for they share one core, and costs the memory of a process to extract.
THREADS = 2

log = logging.getLogger(__name__)


@dataclass
class Services:
    """Database, models and extraction; `close` before the process forks or ends."""

    engine: Engine
    tokens: Tokens
    feedback: Feedback
    weekly: WeeklyCounts
    models: ModelHolder
    extractor: ExtractorPool
    extract: Extract  # extractor.extract; tests put theirs in its place

    @classmethod
    def open(cls, settings: Settings) -> "Services":
        """Open what `settings` name; the database is brought up to date, no model is loaded yet."""
        make_home(settings.home)
        engine = open_database(settings.database_url)
        memory = settings.page_megabytes * 2**20
        extractor = ExtractorPool(THREADS, keep=1, seconds=settings.page_seconds, memory=memory)
        return cls(
            engine,
            Tokens(engine),
            Feedback(
                engine,
                per_minute=settings.feedback_per_minute,
                waiting=settings.feedback_waiting,
            ),
            WeeklyCounts(engine),
            ModelHolder(settings.home),
            extractor,
            extractor.extract,
        )

    @classmethod
    def of(cls, app: Flask) -> "Services":
        """The services of `app`."""
        services: Services = app.extensions["optflag"]
        return services

    def close(self) -> None:
        """Give all connections back and end the extraction process."""
        self.weekly.close()
        self.engine.dispose()
        self.extractor.close()

    def check_database(self) -> None:
        """Raises NotReady when the database does not answer."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            log.error("the database does not answer: %s", type(error).__name__)
            raise NotReady("The database does not answer. See the server's log.") from None


def services() -> Services:
    """The services of the application that handles this request."""
    return Services.of(current_app)


def champion() -> LoadedModel:
    """The model to score with. Raises NotReady when there is none."""
    try:
        return services().models.current()
    except RegistryError as error:
        raise NotReady(str(error)) from None
