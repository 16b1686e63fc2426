"""The API under gunicorn."""

import gc
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from prometheus_client.multiprocess import mark_process_dead

from classifier.language import detect
from server import logs
from server.app import create_app
from server.services import Services
from server.settings import Settings


class GunicornServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn with sync workers, forked from one process that has loaded the model."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Take the settings over; gunicorn's own command line is not read."""
        host = f"[{self.settings.host}]" if ":" in self.settings.host else self.settings.host
        for name, value in {
            "bind": f"{host}:{self.settings.port}",
            "workers": self.settings.workers,
            "preload_app": True,
            "timeout": 30,
            "loglevel": "warning",
            "child_exit": _forget_worker,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, with the model in memory that the workers will share."""
        app = create_app(self.settings)
        services = Services.of(app)
        services.models.current()
        detect("Load the language model, too.")
        services.close()
        gc.collect()
        gc.freeze()  # the collector would write to each object, and so copy what workers share
        return app


def _forget_worker(_server: Any, worker: Any) -> None:
    """Drop the gauges of a worker that has ended; its counts stay."""
    mark_process_dead(worker.pid)


def run(settings: Settings) -> None:
    """Serve until a signal ends it."""
    logs.configure()
    server: Any = GunicornServer(settings)
    server.run()
