"""The API under gunicorn."""

import gc
import logging
import os
import shutil
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from prometheus_client.multiprocess import mark_process_dead

from classifier.language import detect
from server import logs, metrics
from server.app import create_app
from server.memory import give_memory_back
from server.services import THREADS, Services
from server.settings import Settings


class JsonLogger(Logger):  # type: ignore[misc]
    """Gunicorn's own messages, in the same form and place as ours."""

    def setup(self, cfg: Any) -> None:
        """Write nothing itself, hand everything on."""
        self.error_log = logging.getLogger("gunicorn.error")
        self.error_log.setLevel(logging.WARNING)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class GunicornServer(BaseApplication):  # type: ignore[misc]
    """Workers forked from one process that has loaded the model."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Take the settings over; gunicorn's own command line is not read."""
        for name, value in {
            "bind": self.settings.netloc,
            "workers": self.settings.workers,
            "worker_class": "server.worker.Worker",
            "threads": THREADS,
            "preload_app": True,
            "timeout": 30,
            "logger_class": JsonLogger,
            "control_socket_disable": True,
            "post_fork": self._name_model,
            "worker_exit": self._close,
            "child_exit": _forget_worker,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, with the model in memory that the workers will share."""
        app = create_app(self.settings)
        services = Services.of(app)
        services.models.current()
        metrics.hide_model()  # this process serves nobody
        detect("Load the language model, too.")
        services.close()
        gc.collect()
        gc.freeze()  # the collector would write to each object, and so copy what workers share
        return app

    def _name_model(self, _server: Any, _worker: Any) -> None:
        metrics.show_model(Services.of(self.wsgi()).models.current().info)

    def _close(self, _server: Any, _worker: Any) -> None:
        """What a worker has counted and not yet written is written."""
        Services.of(self.wsgi()).close()


def _forget_worker(_server: Any, worker: Any) -> None:
    """Drop the gauges of a worker that has ended; its counts stay."""
    mark_process_dead(worker.pid)


def run(settings: Settings) -> None:
    """Serve until a signal ends it."""
    logs.configure()
    give_memory_back()
    master, folder = os.getpid(), os.environ["PROMETHEUS_MULTIPROC_DIR"]
    server: Any = GunicornServer(settings)
    try:
        server.run()
    finally:
        if os.getpid() == master:  # a worker that ends passes here as well
            shutil.rmtree(folder, ignore_errors=True)
