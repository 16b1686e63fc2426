"""What lies in the folder of a model version, and how its files are written."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any

from scipy.sparse import csr_matrix

MODEL, INFO = "model.joblib", "model.json"
# What training writes beside them: what was learned from each article, and pages for people.
LEARNED, CARD, REPORT = "corpus.json", "card.md", "report.html"

# A pickle is only sure to load under the versions that wrote it.
LIBRARIES = ("scikit-learn", "numpy", "scipy", "joblib")


@dataclass(frozen=True)
class ModelInfo:
    """What model.json says of one version.

    sha256: of model.joblib. parameters: digest of what the model has learned, the same for the
    same corpus, seed and libraries. recipe: the model's own settings.
    decision: what training found beside the champion, and whether it was told to promote anyway.
    """

    version: str
    sha256: str
    created: str
    corpus: str
    articles: int
    seed: int
    flags: list[str]
    thresholds: list[float]
    libraries: dict[str, str]
    parameters: str = ""
    recipe: dict[str, Any] = field(default_factory=dict)
    metrics: dict[str, Any] = field(default_factory=dict)
    decision: dict[str, Any] = field(default_factory=dict)


def version_key(version: str) -> tuple[str, int]:
    """What to order versions by, the oldest first."""
    day, _, number = version.partition("-")
    return day, int(number) if number.isdigit() else 0


def libraries() -> dict[str, str]:
    """Installed versions of the libraries that a saved model depends on."""
    return {name: library_version(name) for name in LIBRARIES}


def parameters_digest(model: object) -> str:
    """`sha256:…` over the learned attributes of an estimator (those that end in `_`).

    Independent of the process: sets and dicts are taken in order. `out_of_fold_`, which tells of
    the training and takes no part in judging, is left out.
    """
    sha = hashlib.sha256()
    for part in _parts(model):
        sha.update(part)
    return f"sha256:{sha.hexdigest()}"


def _parts(value: object) -> list[bytes]:
    if isinstance(value, csr_matrix):
        return [
            part for array in (value.data, value.indices, value.indptr) for part in _parts(array)
        ]
    if hasattr(value, "tobytes"):
        return [f"{value.dtype}{value.shape}".encode(), value.tobytes()]  # type: ignore[attr-defined]
    if isinstance(value, set | frozenset):
        return [repr(sorted(value)).encode()]
    if isinstance(value, Mapping):
        return [part for key in sorted(value) for part in (repr(key).encode(), *_parts(value[key]))]
    if hasattr(value, "__dict__"):
        learned = {n: v for n, v in vars(value).items() if n != "out_of_fold_"}
        return _parts(learned)
    return [repr(value).encode()]


def file_digest(file: Path) -> str:
    """Hex sha256 of a file, empty when there is none."""
    if not file.is_file():
        return ""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_text(path: Path, content: str) -> None:
    """Write beside and replace, so that no reader ever sees half a file."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(content, encoding="utf-8")
    os.replace(draft, path)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """The same for one JSON object."""
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
