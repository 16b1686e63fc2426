import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from classifier.registry import LoadedModel, Registry, RegistryError


@pytest.fixture
def registry(trained_home: Path, tmp_path: Path) -> Registry:
    shutil.copytree(trained_home / "models", tmp_path / "models")
    return Registry(tmp_path)


def save_again(registry: Registry, loaded: LoadedModel) -> str:
    info = registry.save(loaded.model, corpus="sha256:x", articles=1, seed=1)
    return info.version


def test_a_saved_model_judges_as_before(registry: Registry) -> None:
    loaded = registry.load()
    again = registry.load(save_again(registry, loaded))
    text = "Everyone was opted in by default. Nobody was asked."
    assert again.model.judge("Title", text) == loaded.model.judge("Title", text)


def test_versions_count_up_and_nothing_is_written_over(registry: Registry) -> None:
    loaded = registry.load()
    made = [save_again(registry, loaded) for _ in range(10)]
    assert len(set(made)) == 10
    assert registry.versions()[-10:] == made


def test_two_writers_at_once_get_two_versions(registry: Registry) -> None:
    loaded = registry.load()
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _: save_again(registry, loaded), range(4)))
    assert len(set(made)) == 4


def test_promote_and_rollback(registry: Registry) -> None:
    first = registry.champion()
    second = save_again(registry, registry.load())
    registry.promote(second)
    assert registry.champion() == second
    assert registry.rollback() == first
    with pytest.raises(RegistryError, match="no earlier champion"):
        registry.rollback()


def test_promoting_the_champion_again_changes_nothing(registry: Registry) -> None:
    first = registry.champion()
    assert first
    registry.promote(first)
    with pytest.raises(RegistryError, match="no earlier champion"):
        registry.rollback()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"libraries": {"scikit-learn": "0.1"}}, "scikit-learn 0.1"),
        ({"flags": ["other"]}, "other flags"),
        ({"sha256": "0" * 64}, "not the file that was saved"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(registry: Registry, change: dict, words: str) -> None:
    version = registry.champion() or ""
    path = registry.folder / version / "model.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(RegistryError, match=words) as caught:
        registry.load()
    assert "optflag" in str(caught.value)


@pytest.mark.parametrize("content", ["", "{", "{}", "[]", "null"])
def test_a_broken_model_json_is_refused(registry: Registry, content: str) -> None:
    (registry.folder / (registry.champion() or "") / "model.json").write_text(content)
    with pytest.raises(RegistryError, match="optflag train"):
        registry.load()


def test_a_model_file_that_is_gone_is_refused(registry: Registry) -> None:
    (registry.folder / (registry.champion() or "") / "model.joblib").unlink()
    with pytest.raises(RegistryError, match="is missing or not the file"):
        registry.load()


def test_a_version_that_does_not_load_is_not_promoted(registry: Registry) -> None:
    first = registry.champion()
    second = save_again(registry, registry.load())
    (registry.folder / second / "model.joblib").write_bytes(b"broken")
    with pytest.raises(RegistryError):
        registry.promote(second)
    assert registry.champion() == first


def test_an_empty_home_has_no_champion(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    assert registry.champion() is None
    assert registry.versions() == []
    with pytest.raises(RegistryError, match="optflag train"):
        registry.load()
