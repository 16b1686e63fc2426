"""Model versions on disk, and which of them is the champion.

HOME/models/registry.json            {"champion": version, "history": [earlier champions]}
HOME/models/VERSION/model.joblib     the fitted FlagModel
HOME/models/VERSION/model.json       ModelInfo: digest, library versions, thresholds, metrics
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any

import joblib
from filelock import FileLock

from classifier.labels import FLAGS
from classifier.model import FlagModel

# A pickle is only sure to load under the versions that wrote it.
LIBRARIES = ("scikit-learn", "numpy", "scipy", "joblib")

_VERSION = re.compile(r"\d{4}\.\d\d\.\d\d-\d{1,6}")

SMOKE_TEXT = (
    "The company switched everybody on by default and uses their posts to train its AI models "
    "unless they opt out. The data protection authority has opened an investigation."
)


class RegistryError(RuntimeError):
    """The registry cannot do what was asked; the message says why and what to run."""


@dataclass(frozen=True)
class ModelInfo:
    """What model.json says of one version."""

    version: str
    sha256: str
    created: str
    corpus: str
    articles: int
    seed: int
    flags: list[str]
    thresholds: list[float]
    libraries: dict[str, str]
    metrics: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class LoadedModel:
    """A model that passed its checks, ready for use."""

    model: FlagModel
    info: ModelInfo


def libraries() -> dict[str, str]:
    """Installed versions of the libraries that a saved model depends on."""
    return {name: library_version(name) for name in LIBRARIES}


class Registry:
    """The versions below `home`, the folder that OPTFLAG_HOME names. Safe under two writers."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "models"
        self.state_file = self.folder / "registry.json"

    def versions(self) -> list[str]:
        """All versions, oldest first."""
        found = (path.parent.name for path in self.folder.glob("*/model.json"))
        return sorted(found, key=_version_key)

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
            text = (self.folder / version / "model.json").read_text(encoding="utf-8")
            return ModelInfo(**json.loads(text))
        except FileNotFoundError:
            known = ", ".join(self.versions()) or "none yet"
            raise RegistryError(
                f"There is no model version {version}. Known: {known}. `optflag train` makes one."
            ) from None
        except (TypeError, ValueError) as error:
            raise RegistryError(
                f"model.json of version {version} cannot be read ({error}). Run `optflag train`."
            ) from None

    def load(self, version: str | None = None) -> LoadedModel:
        """The model of `version`, or of the champion.

        Raises RegistryError when there is none, when file digest, flags or library versions do
        not fit, or when the model fails on the smoke text.
        """
        version = version or self.champion()
        if version is None:
            raise RegistryError("There is no model yet. Run `optflag train`.")
        info = self.info(version)
        self._check(info)
        try:
            loaded = LoadedModel(joblib.load(self.folder / version / "model.joblib"), info)
            loaded.model.judge("Smoke", SMOKE_TEXT)
        except Exception as error:
            raise RegistryError(
                f"Model {version} does not work here ({error}). Run `optflag train`."
            ) from error
        return loaded

    def _check(self, info: ModelInfo) -> None:
        found = libraries()
        for name, wanted in info.libraries.items():
            if found.get(name) != wanted:
                raise RegistryError(
                    f"Model {info.version} was saved with {name} {wanted}, here is "
                    f"{found.get(name)}. Run `optflag train` to make one that fits."
                )
        if tuple(info.flags) != FLAGS:
            raise RegistryError(f"Model {info.version} has other flags. Run `optflag train`.")
        if _sha256(self.folder / info.version / "model.joblib") != info.sha256:
            raise RegistryError(
                f"model.joblib of version {info.version} is missing or not the file that was "
                "saved. Run `optflag train`, or `optflag model rollback`."
            )

    def save(
        self,
        model: FlagModel,
        *,
        corpus: str,
        articles: int,
        seed: int,
        metrics: dict[str, Any] | None = None,
    ) -> ModelInfo:
        """Write a new version (never over another one) and return its info; promotes nothing."""
        with self._lock():
            version = self._next_version()
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self.folder, prefix=".new-") as draft:
                file = Path(draft) / "model.joblib"
                joblib.dump(model, file, compress=3)
                info = ModelInfo(
                    version=version,
                    sha256=_sha256(file),
                    created=datetime.now(UTC).isoformat(timespec="seconds"),
                    corpus=corpus,
                    articles=articles,
                    seed=seed,
                    flags=list(FLAGS),
                    thresholds=[round(float(t), 4) for t in model.thresholds_],
                    libraries=libraries(),
                    metrics=metrics or {},
                )
                _write_json(Path(draft) / "model.json", asdict(info))
                target = self.folder / version
                target.mkdir()
                os.replace(file, target / "model.joblib")
                os.replace(Path(draft) / "model.json", target / "model.json")
        return info

    def add(self, info: ModelInfo, model_file: bytes) -> ModelInfo:
        """Add a version that another registry made.

        Raises RegistryError when there is one of that name, or when it does not load here; then
        nothing stays behind.
        """
        if not _VERSION.fullmatch(info.version):
            raise RegistryError(f"{info.version!r} is not the name of a version.")
        with self._lock():
            target = self.folder / info.version
            if target.exists():
                raise RegistryError(f"There is a version {info.version} already.")
            target.mkdir()
            (target / "model.joblib").write_bytes(model_file)
            _write_json(target / "model.json", asdict(info))
            try:
                self.load(info.version)
            except RegistryError:
                shutil.rmtree(target)
                raise
        return info

    def promote(self, version: str) -> None:
        """Make `version` the champion; raises RegistryError when it does not load."""
        self.load(version)
        with self._lock():
            state = self._state()
            if state["champion"] and state["champion"] != version:
                state["history"].append(state["champion"])
            state["champion"] = version
            _write_json(self.state_file, state)

    def rollback(self) -> str:
        """Put the champion before this one back to work and return its version."""
        with self._lock():
            state = self._state()
            if not state["history"]:
                raise RegistryError("There is no earlier champion to go back to.")
            earlier: str = state["history"].pop()
            self.load(earlier)
            state["champion"] = earlier
            _write_json(self.state_file, state)
        return earlier

    def _state(self) -> dict[str, Any]:
        try:
            state = json.loads(self.state_file.read_text(encoding="utf-8"))
            return {"champion": state["champion"], "history": list(state["history"])}
        except FileNotFoundError:
            return {"champion": None, "history": []}
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise RegistryError(
                f"{self.state_file} cannot be read ({type(error).__name__}). Restore it, or remove "
                "it and run `optflag model promote VERSION`."
            ) from None

    def _next_version(self) -> str:
        today = datetime.now(UTC).strftime("%Y.%m.%d")
        numbers = [_version_key(v)[1] for v in self.versions() if v.startswith(f"{today}-")]
        return f"{today}-{max(numbers, default=0) + 1}"

    @contextmanager
    def _lock(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / ".lock", timeout=60):
            yield


def _version_key(version: str) -> tuple[str, int]:
    day, _, number = version.partition("-")
    return day, int(number) if number.isdigit() else 0


def _sha256(file: Path) -> str:
    """Hex digest of a file, empty when there is none."""
    if not file.is_file():
        return ""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_json(path: Path, content: dict[str, Any]) -> None:
    """Write beside and replace, so that no reader ever sees half a file."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(draft, path)
