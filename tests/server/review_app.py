"""The review pages as their tests use them: signed in, with a model that is quick and sure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient

from classifier.evidence import Evidence, FlagResult
from classifier.labels import FLAGS
from classifier.sentences import split
from server.app import create_app
from server.queue import Item, Piece, Queue, text_id
from server.scoring import MAX_CHARS
from server.services import Services
from server.settings import from_environment
from server.tokens import Role

HERE = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
WORDS = dict(zip(FLAGS, ("switched on", "to train", "fined"), strict=True))

TEXT = (
    "Everybody was switched on in March. The messages are used to train an assistant.\n\n"
    "The weather was fine. Nobody has said more."
)


@dataclass
class WordModel:
    """Stands for a loaded model: a flag is raised by the sentences that hold its word."""

    version: str = "2026.01.02-3"
    thresholds_ = np.array([0.6, 0.6, 0.6])

    @property
    def model(self) -> "WordModel":
        return self

    @property
    def info(self) -> "WordModel":
        return self

    def predict_proba(self, documents: list[str]) -> Any:
        return np.array([[0.9 if w in d else 0.1 for w in WORDS.values()] for d in documents])

    def judge(self, title: str, text: str) -> list[FlagResult]:
        return [self._result(flag, text) for flag in FLAGS]

    def _result(self, flag: str, text: str) -> FlagResult:
        found = [s for s in split(text) if WORDS[flag] in s.text]
        evidence = tuple(Evidence(s.text, s.start, s.end, 0.9) for s in found)
        return FlagResult(flag, 0.9 if found else 0.1, 0.6, bool(found), False, evidence)


class Pages:
    """A browser without script: it follows redirects and sends what a form would send."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.tokens = Services.of(app).tokens
        self.queue = Queue(Services.of(app).engine)

    def get(self, path: str) -> str:
        """The page at `path`."""
        self.answer = self.client.get(path, follow_redirects=True)
        page: str = self.answer.get_data(as_text=True)
        self.answer.close()
        return page

    def post(self, path: str, **fields: Any) -> str:
        """The page after a form was sent."""
        kind = "application/x-www-form-urlencoded"  # browsers say so of an empty form, too
        self.answer = self.client.post(
            path, data=fields, headers=HERE, content_type=kind, follow_redirects=True
        )
        return self.answer.get_data(as_text=True)

    def sign_in(self, token: str) -> str:
        """The page after a token was typed in."""
        return self.post("/review/sign-in", token=token)

    def add(self, text: str = TEXT, title: str = "Ferry app", **about: Any) -> Item:
        """A new item of the queue."""
        self.queue.add([Piece(title, text, about.pop("source", "feed"), **about)])
        return self.queue.item(text_id(text[:MAX_CHARS]))

    def decide(self, item: Item, action: str, mark: list[str] | None = None, **more: Any) -> str:
        """Send an item's form as it is, or with other boxes ticked."""
        page = self.get(f"/review/items/{item.id}")
        guess = values(page, "guess")
        said = checked(page) if mark is None else mark
        return self.post(f"/review/items/{item.id}", action=action, mark=said, guess=guess, **more)


def values(page: str, name: str) -> list[str]:
    """The values of the inputs of this name."""
    return re.findall(f'<input[^>]* name="{name}" value="([^"]*)"', page)


def checked(page: str) -> list[str]:
    """The values of the ticked boxes."""
    inputs = re.findall(r"<input[^>]*>", page)
    return [m[1] for i in inputs if " checked" in i and (m := re.search(r'value="([^"]*)"', i))]


def words(page: str) -> str:
    """What a reader sees of the page."""
    body = re.sub(r"<!--.*?-->", "", page[page.index("<body") :], flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    """The pages, nobody signed in."""
    app = create_app(from_environment({}, home=tmp_path))
    monkeypatch.setattr(Services.of(app).models, "current", lambda: WordModel())
    yield Pages(app)
    Services.of(app).close()


@pytest.fixture
def signed_in(pages: Pages) -> Pages:
    """The pages, as Ana sees them."""
    pages.sign_in(pages.tokens.create("Ana", role=Role.MAINTAINER))
    return pages
