import json
import multiprocessing
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from classifier import registry as registry_module
from classifier.model import FlagModel
from classifier.registry import ChampionChanged, LoadedModel, Registry, RegistryError
from classifier.versions import parameters_digest


@pytest.fixture
def registry(few_home: Path) -> Registry:
    return Registry(few_home)


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
        ({"flags": None}, "does not work here"),
        ({"libraries": []}, "does not work here"),
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


def test_a_file_that_the_system_does_not_give_is_refused_without_its_path(
    registry: Registry,
) -> None:
    path = registry.folder / (registry.champion() or "") / "model.json"
    path.unlink()
    path.mkdir()
    with pytest.raises(RegistryError, match=r"Is a directory.*optflag train") as caught:
        registry.load()
    registry.state_file.write_text("[]")
    with pytest.raises(RegistryError, match=r"models/registry\.json of OPTFLAG_HOME") as state:
        registry.load()
    assert str(registry.folder.parent) not in f"{caught.value} {state.value}"


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


def save_for_ever(home: Path, model: FlagModel, promote: bool) -> None:
    registry = Registry(home)
    while True:
        info = registry.save(model, corpus="sha256:x", articles=1, seed=1)
        if promote:
            registry.promote(info.version)


def is_whole(registry: Registry) -> bool:
    loaded = [registry.load(version).info.version for version in registry.versions()]
    return registry.champion() in loaded


def test_two_trainers_at_once_and_a_kill_leave_the_registry_whole(registry: Registry) -> None:
    home, model = registry.folder.parent, registry.load().model
    fork = multiprocessing.get_context("fork")
    for _ in range(3):
        trainers = [
            fork.Process(target=save_for_ever, args=(home, model, promote))
            for promote in (True, False)
        ]
        for trainer in trainers:
            trainer.start()
        before, until = len(registry.versions()), time.monotonic() + 60
        while len(registry.versions()) < before + 2 and time.monotonic() < until:
            time.sleep(0.01)
        for trainer in trainers:
            os.kill(trainer.pid or 0, signal.SIGKILL)
            trainer.join()
    assert len(registry.versions()) > 6
    assert is_whole(registry)
    save_again(registry, registry.load())
    assert [path.name for path in registry.folder.glob(".draft*")] == []


STEPS = ["model", "others", "info", "rename"]


@pytest.mark.parametrize("step", STEPS)
def test_an_interrupt_at_any_step_of_saving_leaves_nothing(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    loaded, before = registry.load(), sorted(os.listdir(registry.folder))
    names = {"model": "file_digest", "others": "write_text", "info": "write_json"}
    if step == "rename":
        monkeypatch.setattr(registry_module.os, "rename", interrupt)
    else:
        monkeypatch.setattr(registry_module, names[step], interrupt)
    with pytest.raises(KeyboardInterrupt):
        registry.save(
            loaded.model, corpus="", articles=1, seed=1, describe=lambda _: {"card.md": "…"}
        )
    monkeypatch.undo()
    assert sorted(os.listdir(registry.folder)) == before
    assert is_whole(registry)


def test_a_folder_that_a_kill_left_is_not_a_version_and_goes_away(registry: Registry) -> None:
    (registry.folder / ".draft-1").mkdir()
    (registry.folder / ".draft-1" / "model.json").write_text("{}")
    before = registry.versions()
    assert len(before) == 1
    save_again(registry, registry.load())
    assert not (registry.folder / ".draft-1").exists()


def test_a_promotion_over_another_champion_is_refused(registry: Registry) -> None:
    first = registry.champion()
    second, third = (save_again(registry, registry.load()) for _ in range(2))
    registry.promote_over(second, first)
    with pytest.raises(ChampionChanged):
        registry.promote_over(third, first)
    assert registry.champion() == second


def test_removing_spares_the_champion_and_the_way_back(registry: Registry) -> None:
    first = registry.champion() or ""
    second, third = (save_again(registry, registry.load()) for _ in range(2))
    registry.promote(second)
    with pytest.raises(RegistryError, match="is at work"):
        registry.remove(second)
    with pytest.raises(RegistryError, match="rollback"):
        registry.remove(first)
    registry.remove(third)
    assert registry.versions() == [first, second]
    registry.remove(first, even_the_way_back=True)
    assert registry.versions() == [second]
    with pytest.raises(RegistryError, match="no earlier champion"):
        registry.rollback()


def test_a_version_number_is_not_given_anew_while_a_later_one_exists(registry: Registry) -> None:
    second, third = (save_again(registry, registry.load()) for _ in range(2))
    registry.remove(second)
    assert save_again(registry, registry.load()) not in (second, third)


def test_the_digest_of_parameters_sees_every_one_of_them(few_model: FlagModel) -> None:
    before = parameters_digest(few_model)
    few_model.article_scorer_.coef_[5, 1] += 1e-9
    after = parameters_digest(few_model)
    few_model.article_scorer_.coef_[5, 1] -= 1e-9
    assert before != after
