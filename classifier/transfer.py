"""A model version as one file, to carry it from host to host."""

import io
import json
import tarfile
from pathlib import Path

from classifier.registry import Registry, RegistryError
from classifier.versions import CARD, INFO, LEARNED, MODEL, REPORT, ModelInfo

MEMBERS = (INFO, MODEL)
FURTHER = (LEARNED, CARD, REPORT)  # where training wrote them
MAX_BYTES = 200 * 1024 * 1024  # ten times what a model may weigh


def export(registry: Registry, version: str, target: Path) -> None:
    """Write `version` to the tar file `target`; never over another file.

    Raises RegistryError when the version does not load, FileExistsError.
    """
    registry.load(version)
    with target.open("xb") as file, tarfile.open(fileobj=file, mode="w") as archive:
        for name in (*MEMBERS, *FURTHER):
            path = registry.folder / version / name
            if name in MEMBERS or path.is_file():
                archive.add(path, arcname=name)


def take_in(registry: Registry, source: Path) -> ModelInfo:
    """Add the version in the tar file `source` to the registry; promotes nothing.

    A model file is a pickle: take in only what you exported yourself. Raises RegistryError when it
    is not such a file, when there is the version already, or when it does not load here.
    """
    try:
        content = _read(source)
        info = ModelInfo(**json.loads(content[INFO]))
        further = {name: content[name].decode() for name in FURTHER if name in content}
        model = content[MODEL]
    except (tarfile.TarError, KeyError, TypeError, ValueError) as error:
        raise RegistryError(f"{source} is not an exported model ({error}).") from None
    return registry.add(info, model, further)


def _read(source: Path) -> dict[str, bytes]:
    content: dict[str, bytes] = {}
    with tarfile.open(source) as archive:
        for member in archive:
            if member.name in (*MEMBERS, *FURTHER) and member.isfile() and member.size <= MAX_BYTES:
                file = archive.extractfile(member) or io.BytesIO()
                content[member.name] = file.read()
    return content
