"""Whose turn it is in a worker."""

import time
from types import SimpleNamespace

import pytest

from server.worker import PATIENCE_SECONDS, Worker


@pytest.mark.parametrize(
    ("ages", "least", "most"),
    [
        ((), 0, 0),
        ((0.1,), PATIENCE_SECONDS - 0.2, PATIENCE_SECONDS - 0.1),
        ((PATIENCE_SECONDS + 1,), 0, 0),
        ((PATIENCE_SECONDS + 1, 0.1), PATIENCE_SECONDS, PATIENCE_SECONDS),
        ((PATIENCE_SECONDS + 2, PATIENCE_SECONDS + 1), PATIENCE_SECONDS, PATIENCE_SECONDS),
    ],
    ids=["idle", "at work", "slow", "slow, and one at work", "two slow ones"],
)
def test_a_request_waits_for_the_one_before_unless_that_is_slow(
    ages: tuple[float, ...], least: float, most: float
) -> None:
    worker = Worker.__new__(Worker)
    worker.cfg = SimpleNamespace(threads=2)
    now = time.monotonic()
    worker._begun = {object(): now - age for age in ages}
    assert least <= worker._wait_for_turn() <= most
