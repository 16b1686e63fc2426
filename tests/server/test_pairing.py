from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import Engine

from server.database import utc_now
from server.services import Services
from server.tokens import (
    CODE_LIFETIME,
    FAILURES_ALLOWED,
    FAILURES_WINDOW,
    Tokens,
    TooManyFailures,
    WrongCode,
)
from tests.server.conftest import ApiClient


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.time = utc_now()

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tokens(engine: Engine, clock: Clock) -> Tokens:
    return Tokens(engine, now=clock)


def test_a_code_buys_one_token(tokens: Tokens) -> None:
    code = tokens.create_code()
    assert tokens.identify(tokens.pair(code, "Firefox"))
    with pytest.raises(WrongCode):
        tokens.pair(code, "Firefox")


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}\n"])
def test_a_code_may_be_typed_carelessly(tokens: Tokens, typed: str) -> None:
    code = tokens.create_code()
    assert tokens.identify(tokens.pair(typed.format(code.lower().replace("-", " ")), "typed"))


def test_a_code_expires(tokens: Tokens, clock: Clock) -> None:
    code = tokens.create_code()
    clock.time += CODE_LIFETIME
    with pytest.raises(WrongCode):
        tokens.pair(code, "late")


def test_after_too_many_wrong_codes_the_right_one_waits_too(tokens: Tokens, clock: Clock) -> None:
    code = tokens.create_code()
    for _ in range(FAILURES_ALLOWED):
        with pytest.raises(WrongCode):
            tokens.pair("AAAA-AAAA", "guesser")
    with pytest.raises(TooManyFailures):
        tokens.pair(code, "reader")
    clock.time += FAILURES_WINDOW
    assert tokens.identify(tokens.pair(code, "reader"))


def test_after_too_many_wrong_tokens_a_good_one_is_still_good(tokens: Tokens) -> None:
    good = tokens.create("someone")
    for _ in range(FAILURES_ALLOWED):
        assert tokens.identify("optflag_abc_def") is None
    with pytest.raises(TooManyFailures):
        tokens.identify("optflag_abc_def")
    assert tokens.identify(good)


NONSENSE = ["", "x", "optflag_", "optflag__", "a_b_c", "optflag_é_ü", "_" * 999, "optflag_\udcff_"]
NONSENSE += ["optflag_\0_x"]


@pytest.mark.parametrize("token", NONSENSE)
def test_nonsense_is_not_a_token(tokens: Tokens, token: str) -> None:
    tokens.create("someone")
    assert tokens.identify(token) is None


def test_a_token_with_one_wrong_letter_is_refused(tokens: Tokens) -> None:
    token = tokens.create("someone")
    assert tokens.identify(token) == token.split("_")[1]
    assert not tokens.identify(token[:-1] + ("a" if token[-1] != "a" else "b"))
    assert not tokens.identify(token.replace("optflag", "other"))


def test_tokens_are_listed_and_revoked(tokens: Tokens) -> None:
    tokens.create("one")
    token = tokens.create("two")
    assert [t.name for t in tokens.list()] == ["one", "two"]
    assert tokens.revoke(token.split("_")[1])
    assert not tokens.identify(token)
    assert not tokens.revoke(token.split("_")[1])
    assert not tokens.revoke("nobody")


def test_a_paired_client_may_call(client: ApiClient, app) -> None:
    code = Services.of(app).tokens.create_code()
    answer = client.post(
        "/api/v1/pair", json={"code": code, "client": "test"}, headers={"Authorization": ""}
    )
    assert answer.status_code == 201
    bearer = {"Authorization": f"Bearer {answer.json['token']}"}
    assert client.get("/api/v1/status", headers=bearer).status_code == 200


def test_codes_differ(tokens: Tokens) -> None:
    assert len({tokens.create_code() for _ in range(50)}) == 50


def test_two_clients_with_one_code_get_one_token(engine: Engine) -> None:
    tokens = Tokens(engine)
    code = tokens.create_code()

    def pair(_: int) -> bool:
        try:
            return bool(tokens.pair(code, "racer"))
        except (WrongCode, TooManyFailures):
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(pair, range(8))) == 1
