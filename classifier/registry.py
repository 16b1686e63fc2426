"""Model versions on disk, and which of them is the champion.

HOME/models/registry.json            {"champion": version, "history": [earlier champions]}
HOME/models/VERSION/model.joblib     the fitted FlagModel
HOME/models/VERSION/model.json       ModelInfo: digests, library versions, thresholds, metrics
HOME/models/VERSION/…                what training tells of it, see classifier/versions.py

A version appears by one rename, and so does a new state: a kill at any moment leaves both whole.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import joblib
from filelock import FileLock

from classifier.changes import Learned, from_json
from classifier.home import make_home
from classifier.labels import FLAGS
from classifier.model import FlagModel
from classifier.versions import (
    INFO,
    LEARNED,
    MODEL,
    ModelInfo,
    file_digest,
    libraries,
    parameters_digest,
    version_key,
    write_json,
    write_text,
)

_VERSION = re.compile(r"\d{4}\.\d\d\.\d\d-\d{1,6}")
_DRAFT = ".draft-"  # folders that are being written, or being removed

SMOKE_TEXT = (
    "The company switched everybody on by default and uses their posts to train its AI models "
    "unless they opt out. The data protection authority has opened an investigation."
)

Describe = Callable[[ModelInfo], Mapping[str, str]]


class RegistryError(RuntimeError):
    """The registry cannot do what was asked; the message says why and what to run."""


class ChampionChanged(RegistryError):
    """Another version was promoted since one looked."""


@dataclass(frozen=True)
class LoadedModel:
    """A model that passed its checks, ready for use."""

    model: FlagModel
    info: ModelInfo


class Registry:
    """The versions below `home`, the folder that OPTFLAG_HOME names. Safe under two writers."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "models"
        self.state_file = self.folder / "registry.json"

    def versions(self) -> list[str]:
        """All versions, oldest first."""
        found = (path.parent.name for path in self.folder.glob(f"*/{INFO}"))
        return sorted((name for name in found if name[0] != "."), key=version_key)

    def champion(self) -> str | None:
        """The version at work, None before the first promotion."""
        champion: str | None = self._state()["champion"]
        return champion

    def history(self) -> list[str]:
        """Earlier champions, the latest last."""
        history: list[str] = self._state()["history"]
        return history

    def info(self, version: str) -> ModelInfo:
        """What model.json says. Raises RegistryError when there is no such version."""
        try:
            text = (self.folder / version / INFO).read_text(encoding="utf-8")
            return ModelInfo(**json.loads(text))
        except FileNotFoundError:
            known = ", ".join(self.versions()) or "none yet"
            raise RegistryError(
                f"There is no model version {version}. Known: {known}. `optflag train` makes one."
            ) from None
        except (OSError, TypeError, ValueError) as error:
            raise RegistryError(
                f"model.json of version {version} cannot be read ({_words(error)}). Run "
                "`optflag train`."
            ) from None

    def learned(self, version: str) -> dict[str, Learned]:
        """What a version learned from each text, by id; {} when training did not write it down."""
        try:
            text = (self.folder / version / LEARNED).read_text(encoding="utf-8")
            return from_json(text)
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise RegistryError(f"{LEARNED} of version {version} cannot be read: {error}") from None

    def load(self, version: str | None = None) -> LoadedModel:
        """The model of `version`, or of the champion.

        Raises RegistryError when there is none, when file digest, flags or library versions do
        not fit, or when the model fails on the smoke text.
        """
        version = version or self.champion()
        if version is None:
            raise RegistryError("There is no model yet. Run `optflag train`.")
        return _load(self.info(version), self.folder / version / MODEL)

    def save(
        self,
        model: FlagModel,
        *,
        corpus: str,
        articles: int,
        seed: int,
        metrics: dict[str, Any] | None = None,
        decision: dict[str, Any] | None = None,
        describe: Describe | None = None,
    ) -> ModelInfo:
        """Write a new version (never over another one) and return its info; promotes nothing.

        describe: makes further files of the version, name → text.
        """
        with self._draft() as draft:
            joblib.dump(model, draft / MODEL, compress=3)
            info = ModelInfo(
                version=self._next_version(),
                sha256=file_digest(draft / MODEL),
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                corpus=corpus,
                articles=articles,
                seed=seed,
                flags=list(FLAGS),
                thresholds=[round(float(t), 4) for t in model.thresholds_],
                libraries=libraries(),
                parameters=parameters_digest(model),
                recipe=model.get_params(),
                metrics=metrics or {},
                decision=decision or {},
            )
            _write(draft, info, describe(info) if describe else {})
            os.rename(draft, self.folder / info.version)
        return info

    def add(self, info: ModelInfo, model_file: bytes, others: Mapping[str, str]) -> ModelInfo:
        """Add a version that another registry made. others: its further files, name → text.

        Raises RegistryError when there is one of that name, or when it does not load here; then
        nothing stays behind.
        """
        if not _VERSION.fullmatch(info.version):
            raise RegistryError(f"{info.version!r} is not the name of a version.")
        with self._draft() as draft:
            if (self.folder / info.version).exists():
                raise RegistryError(f"There is a version {info.version} already.")
            (draft / MODEL).write_bytes(model_file)
            _load(info, draft / MODEL)
            _write(draft, info, others)
            os.rename(draft, self.folder / info.version)
        return info

    def describe(self, info: ModelInfo, others: Mapping[str, str]) -> None:
        """Write model.json and further files of a version anew."""
        with self._lock():
            self.info(info.version)
            _write(self.folder / info.version, info, others)

    def promote(self, version: str) -> None:
        """Make `version` the champion; raises RegistryError when it does not load."""
        with self._lock():
            self._promote(version, self._state())

    def promote_over(self, version: str, champion: str | None) -> None:
        """The same, unless another one than `champion` is at work: then raises ChampionChanged."""
        with self._lock():
            state = self._state()
            if state["champion"] != champion:
                raise ChampionChanged(f"Model {state['champion']} was promoted meanwhile.")
            self._promote(version, state)

    def _promote(self, version: str, state: dict[str, Any]) -> None:
        self.load(version)
        if state["champion"] and state["champion"] != version:
            state["history"].append(state["champion"])
        state["champion"] = version
        write_json(self.state_file, state)

    def rollback(self) -> str:
        """Put the champion before this one back to work and return its version."""
        with self._lock():
            state = self._state()
            if not state["history"]:
                raise RegistryError("There is no earlier champion to go back to.")
            earlier: str = state["history"].pop()
            self.load(earlier)
            state["champion"] = earlier
            write_json(self.state_file, state)
        return earlier

    def remove(self, version: str, *, even_the_way_back: bool = False) -> None:
        """Remove a version. Raises RegistryError for the champion, for one that is not there, and,
        unless told, for the version that `rollback` goes to.
        """
        with self._lock():
            self.info(version)
            state = self._state()
            if version == state["champion"]:
                raise RegistryError(f"Model {version} is at work. Promote another one first.")
            if version in state["history"][-1:] and not even_the_way_back:
                raise RegistryError(f"`optflag model rollback` goes to {version}. Add --force.")
            if version in state["history"]:
                state["history"] = [name for name in state["history"] if name != version]
                write_json(self.state_file, state)
            gone = self.folder / f"{_DRAFT}{version}"
            os.rename(self.folder / version, gone)
            shutil.rmtree(gone)

    def _state(self) -> dict[str, Any]:
        try:
            state = json.loads(self.state_file.read_text(encoding="utf-8"))
            return {"champion": state["champion"], "history": list(state["history"])}
        except FileNotFoundError:
            return {"champion": None, "history": []}
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise RegistryError(
                f"models/{self.state_file.name} of OPTFLAG_HOME cannot be read "
                f"({type(error).__name__}). Restore it, or remove it and run "
                "`optflag model promote VERSION`."
            ) from None

    def _next_version(self) -> str:
        today = datetime.now(UTC).strftime("%Y.%m.%d")
        taken = [path.name for path in self.folder.glob(f"{today}-*")]
        return f"{today}-{max((version_key(name)[1] for name in taken), default=0) + 1}"

    @contextmanager
    def _draft(self) -> Iterator[Path]:
        """A folder to make a version in, while nobody else writes; it is renamed or goes away."""
        with self._lock():
            for left_behind in self.folder.glob(f"{_DRAFT}*"):  # by a kill: we hold the lock
                shutil.rmtree(left_behind)
            draft = self.folder / f"{_DRAFT}{os.getpid()}"
            draft.mkdir()
            try:
                yield draft
            finally:
                shutil.rmtree(draft, ignore_errors=True)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        make_home(self.folder.parent)
        self.folder.mkdir(exist_ok=True)
        with FileLock(self.folder / ".lock", timeout=60):
            yield


def _load(info: ModelInfo, file: Path) -> LoadedModel:
    """The model in `file`, checked against `info` and on the smoke text."""
    try:
        _check(info, file)
        loaded = LoadedModel(joblib.load(file), info)
        loaded.model.judge("Smoke", SMOKE_TEXT)
    except RegistryError:
        raise
    except Exception as error:
        raise RegistryError(
            f"Model {info.version} does not work here ({_words(error)}). Run `optflag train`."
        ) from error
    return loaded


def _words(error: Exception) -> object:
    """What went wrong, without the path that the system's errors name: /readyz is for everybody."""
    return getattr(error, "strerror", None) or error


def _check(info: ModelInfo, file: Path) -> None:
    found = libraries()
    for name, wanted in info.libraries.items():
        if found.get(name) != wanted:
            raise RegistryError(
                f"Model {info.version} was saved with {name} {wanted}, here is "
                f"{found.get(name)}. Run `optflag train` to make one that fits."
            )
    if tuple(info.flags) != FLAGS:
        raise RegistryError(f"Model {info.version} has other flags. Run `optflag train`.")
    if file_digest(file) != info.sha256:
        raise RegistryError(
            f"model.joblib of version {info.version} is missing or not the file that was "
            "saved. Run `optflag train`, or `optflag model rollback`."
        )


def _write(folder: Path, info: ModelInfo, others: Mapping[str, str]) -> None:
    for name, text in others.items():
        write_text(folder / name, text)
    write_json(folder / INFO, asdict(info))
