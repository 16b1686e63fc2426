import json
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from classifier.registry import LoadedModel, Registry, RegistryError
from server import models
from server.models import ModelHolder


@pytest.fixture(autouse=True)
def _look_always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "LOOK_AGAIN", 0.0)


@pytest.fixture
def own_home(trained_home: Path, tmp_path: Path) -> Path:
    """A copy that a test may break."""
    shutil.copytree(trained_home / "models", tmp_path / "models")
    return tmp_path


def add_copy(home: Path, version: str) -> None:
    """Another version, alike but for its name."""
    folder = home / "models"
    shutil.copytree(folder / (Registry(home).champion() or ""), folder / version)
    info = json.loads((folder / version / "model.json").read_text())
    (folder / version / "model.json").write_text(json.dumps(info | {"version": version}))


def test_a_new_champion_is_taken_up(own_home: Path) -> None:
    holder = ModelHolder(own_home)
    before = holder.current().info.version
    add_copy(own_home, "2099.12.01-1")
    Registry(own_home).promote("2099.12.01-1")
    assert holder.current().info.version == "2099.12.01-1"
    Registry(own_home).rollback()
    assert holder.current().info.version == before


def test_a_broken_champion_is_not_taken_up(own_home: Path) -> None:
    holder = ModelHolder(own_home)
    before = holder.current().info.version
    add_copy(own_home, "2099.12.01-1")
    Registry(own_home).promote("2099.12.01-1")
    (own_home / "models" / "2099.12.01-1" / "model.joblib").write_bytes(b"broken")
    assert holder.current().info.version == before
    assert "2099.12.01-1" in (holder.fault or "")


def test_a_request_that_comes_while_the_champion_is_loaded_waits_for_it(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "LOOK_AGAIN", 60.0)
    holder = ModelHolder(own_home)
    holder.current()
    add_copy(own_home, "2099.12.01-1")
    Registry(own_home).promote("2099.12.01-1")
    load, loads = holder._registry.load, threading.Event()

    def slowly(version: str | None = None) -> LoadedModel:
        loads.set()
        time.sleep(0.2)
        return load(version)

    monkeypatch.setattr(holder._registry, "load", slowly)
    holder._next_look = 0.0
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(holder.current)
        loads.wait(20)
        assert holder.current().info.version == "2099.12.01-1"
        assert first.result().info.version == "2099.12.01-1"


def test_without_a_model_the_error_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="optflag train"):
        ModelHolder(tmp_path).current()


def test_the_registry_is_looked_at_now_and_then_only(own_home: Path, monkeypatch) -> None:
    monkeypatch.setattr(models, "LOOK_AGAIN", 60.0)
    holder = ModelHolder(own_home)
    before = holder.current().info.version
    add_copy(own_home, "2099.12.01-1")
    Registry(own_home).promote("2099.12.01-1")
    assert holder.current().info.version == before
    holder._next_look = time.monotonic()
    assert holder.current().info.version == "2099.12.01-1"
