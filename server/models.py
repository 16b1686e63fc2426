"""The model at work in this process, kept in step with the registry's champion."""

import logging
import threading
import time
from pathlib import Path

from classifier.registry import LoadedModel, Registry, RegistryError
from server import metrics

log = logging.getLogger(__name__)

# A new champion is at work within this time of its promotion, for one file status a look.
LOOK_AGAIN = 0.5


class ModelHolder:
    """Loads the champion and takes up a new one while requests run.

    A champion that does not load is told (`fault`, log, metric); the one before it serves on.
    """

    def __init__(self, home: Path) -> None:
        self._registry = Registry(home)
        self._loaded: LoadedModel | None = None
        self._seen: int | None = None
        self._next_look = 0.0
        self._lock = threading.Lock()
        self.fault: str | None = None

    def current(self) -> LoadedModel:
        """The model to score with. Raises RegistryError when there has been no working one."""
        if time.monotonic() >= self._next_look:
            with self._lock:
                now = time.monotonic()
                if now >= self._next_look:  # else another request has looked meanwhile
                    self._look()
                    self._next_look = now + LOOK_AGAIN
        if self._loaded is None:
            raise RegistryError(self.fault or "There is no model yet. Run `optflag train`.")
        return self._loaded

    def _look(self) -> None:
        seen = self._changed_at()
        if seen == self._seen:
            return
        self._seen = seen
        try:
            self._take_up(self._registry.load())
            self.fault = None
        except RegistryError as error:
            self.fault = str(error)
            log.error("the champion was not taken up: %s", error)
            self._fall_back()
            metrics.MODEL_FAULT.set(1)

    def _fall_back(self) -> None:
        """Take up the latest earlier champion that works: a new worker may hold an older one."""
        try:
            earlier = reversed(self._registry.history())
        except RegistryError:
            return
        for version in earlier:
            try:
                self._take_up(self._registry.load(version))
                return
            except RegistryError as error:
                log.error("the champion before it was not taken up: %s", error)

    def _take_up(self, loaded: LoadedModel) -> None:
        self._loaded = loaded
        metrics.show_model(loaded.info)
        log.info("model %s is at work", loaded.info.version)

    def _changed_at(self) -> int | None:
        try:
            return self._registry.state_file.stat().st_mtime_ns
        except FileNotFoundError:
            return None
