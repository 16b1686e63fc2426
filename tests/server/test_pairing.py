from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.store import CODE_LIFETIME, FAILURES_WINDOW, Store, TooManyFailures, WrongCode
from tests.server.conftest import ApiClient


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.time = datetime.now(UTC).replace(tzinfo=None)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Store:
    return Store(f"sqlite:///{tmp_path / 'optflag.db'}", now=clock)


def test_a_code_buys_one_token(store: Store) -> None:
    code = store.create_code()
    assert store.accepts(store.pair(code, "Firefox"))
    with pytest.raises(WrongCode):
        store.pair(code, "Firefox")


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}\n"])
def test_a_code_may_be_typed_carelessly(store: Store, typed: str) -> None:
    code = store.create_code()
    assert store.accepts(store.pair(typed.format(code.lower().replace("-", " ")), "typed"))


def test_a_code_expires(store: Store, clock: Clock) -> None:
    code = store.create_code()
    clock.time += CODE_LIFETIME
    with pytest.raises(WrongCode):
        store.pair(code, "late")


def test_after_too_many_wrong_codes_the_right_one_waits_too(store: Store, clock: Clock) -> None:
    code = store.create_code()
    for _ in range(10):
        with pytest.raises(WrongCode):
            store.pair("AAAA-AAAA", "guesser")
    with pytest.raises(TooManyFailures):
        store.pair(code, "reader")
    clock.time += FAILURES_WINDOW
    assert store.accepts(store.pair(code, "reader"))


@pytest.mark.parametrize(
    "token", ["", "x", "optflag_", "optflag__", "a_b_c", "optflag_é_ü", "_" * 999]
)
def test_nonsense_is_not_a_token(store: Store, token: str) -> None:
    store.create_token("someone")
    assert not store.accepts(token)


def test_a_token_with_one_wrong_letter_is_refused(store: Store) -> None:
    token = store.create_token("someone")
    assert store.accepts(token)
    assert not store.accepts(token[:-1] + ("a" if token[-1] != "a" else "b"))
    assert not store.accepts(token.replace("optflag", "other"))


def test_tokens_are_listed_and_revoked(store: Store) -> None:
    store.create_token("one")
    token = store.create_token("two")
    assert [t.name for t in store.tokens()] == ["one", "two"]
    assert store.revoke(token.split("_")[1])
    assert not store.accepts(token)
    assert not store.revoke(token.split("_")[1])
    assert not store.revoke("nobody")


def test_a_paired_client_may_call(client: ApiClient, app) -> None:
    code = app.extensions["optflag"].store.create_code()
    answer = client.post(
        "/api/v1/pair", json={"code": code, "client": "test"}, headers={"Authorization": ""}
    )
    assert answer.status_code == 201
    bearer = {"Authorization": f"Bearer {answer.json['token']}"}
    assert client.get("/api/v1/status", headers=bearer).status_code == 200


def test_codes_differ(store: Store) -> None:
    assert len({store.create_code() for _ in range(50)}) == 50


def test_two_clients_with_one_code_get_one_token(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'optflag.db'}")
    code = store.create_code()

    def pair(_: int) -> bool:
        try:
            return bool(store.pair(code, "racer"))
        except (WrongCode, TooManyFailures):
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(pair, range(8))) == 1
