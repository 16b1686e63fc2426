import json
import tarfile
from pathlib import Path

import pytest

from classifier.registry import Registry, RegistryError
from classifier.transfer import export, take_in


@pytest.fixture
def here(few_home: Path) -> Registry:
    return Registry(few_home)


@pytest.fixture
def there(tmp_path: Path) -> Registry:
    return Registry(tmp_path / "there")


def test_a_version_is_carried_to_another_host(here: Registry, there: Registry, tmp_path) -> None:
    version = here.champion() or ""
    export(here, version, tmp_path / "model.tar")
    assert take_in(there, tmp_path / "model.tar").version == version
    assert there.champion() is None
    there.promote(version)
    text = "Everyone was opted in by default. Nobody was asked."
    assert there.load().model.judge("T", text) == here.load().model.judge("T", text)


def test_what_training_wrote_beside_the_model_travels_with_it(
    here: Registry, there: Registry, tmp_path: Path
) -> None:
    version = here.champion() or ""
    here.describe(here.info(version), {"card.md": "# A card", "corpus.json": "{}"})
    export(here, version, tmp_path / "model.tar")
    take_in(there, tmp_path / "model.tar")
    assert (there.folder / version / "card.md").read_text() == "# A card"
    assert (there.folder / version / "corpus.json").read_text() == "{}"


def test_no_file_and_no_version_is_written_over(here: Registry, there: Registry, tmp_path) -> None:
    version = here.champion() or ""
    export(here, version, tmp_path / "model.tar")
    with pytest.raises(FileExistsError):
        export(here, version, tmp_path / "model.tar")
    with pytest.raises(RegistryError, match="already"):
        take_in(here, tmp_path / "model.tar")


def test_a_changed_file_is_refused_and_leaves_nothing(
    here: Registry, there: Registry, tmp_path: Path
) -> None:
    version = here.champion() or ""
    model = here.folder / version / "model.joblib"
    export(here, version, tmp_path / "model.tar")
    with tarfile.open(tmp_path / "model.tar") as archive:
        archive.extractall(tmp_path / "open", filter="data")
    (tmp_path / "open" / "model.joblib").write_bytes(model.read_bytes()[:-1] + b"x")
    with tarfile.open(tmp_path / "changed.tar", "w") as archive:
        for name in ("model.json", "model.joblib"):
            archive.add(tmp_path / "open" / name, name)
    with pytest.raises(RegistryError, match="not the file that was saved"):
        take_in(there, tmp_path / "changed.tar")
    assert there.versions() == []


@pytest.mark.parametrize("version", ["../evil", "", "2026.11.26-1/..", "latest"])
def test_a_version_cannot_name_another_folder(
    here: Registry, there: Registry, tmp_path: Path, version: str
) -> None:
    source = here.folder / (here.champion() or "")
    info = json.loads((source / "model.json").read_text()) | {"version": version}
    (tmp_path / "model.json").write_text(json.dumps(info))
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        archive.add(tmp_path / "model.json", "model.json")
        archive.add(source / "model.joblib", "model.joblib")
    with pytest.raises(RegistryError, match="not the name of a version"):
        take_in(there, tmp_path / "evil.tar")


@pytest.mark.parametrize("content", [b"", b"no tar", b"\0" * 10240])
def test_what_is_no_export_is_refused(there: Registry, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.tar").write_bytes(content)
    with pytest.raises(RegistryError, match="not an exported model"):
        take_in(there, tmp_path / "model.tar")
