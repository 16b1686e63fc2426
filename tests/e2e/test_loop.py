"""The loop, whole, on the real parts: a reader's "this is wrong" becomes a better model at work."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Playwright

from classifier import corpus
from classifier.labels import FLAGS
from tests.classifier.tiny import write
from tests.conftest import optflag, variables

from .chromium import Chromium
from .conftest import pair
from .driver import settled, until
from .loop_articles import COOKS, FERRY, SINGERS, WALKERS, Written
from .network import Network
from .review_browser import ChromiumReview, text
from .server import Server

EVERY = 8  # of the corpus's articles: enough to learn from
# The command line as it is, but that training composes few articles: seconds, not a minute.
QUICK_TRAINING = """
import sys
from server.cli import main
from tests.classifier.tiny import few_composed
with few_composed():
    main(sys.argv[1:])
"""
KNOWN = 12  # articles whose verdict must not change
FLAG = "ai_training"
CORRECTED = (FERRY, COOKS, WALKERS)  # SINGERS is of the same kind; nobody corrects it


class Place:
    """A home with a small corpus of its own, and the server that runs there."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.corpus = home / "small"
        self.corpus.mkdir()
        self.articles = [a for a in corpus.load() if a.genre != corpus.SENTENCE][::EVERY]
        single = corpus.load(corpus.DEFAULT_FOLDER / "s04.jsonl")
        write([*self.articles, *single], self.corpus / "base.jsonl")
        self.train()
        self.server = Server(home)
        self.token = self.server.token()

    def run(self, *arguments: str) -> str:
        """What a command prints; it must succeed."""
        done = optflag(*arguments, home=self.home)
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def train(self) -> Any:
        """What `optflag train --json` says; it ends with 1 unless the model is promoted."""
        done = subprocess.run(
            [sys.executable, "-c", QUICK_TRAINING, "train", "--corpus", self.corpus, "--json"],
            env=variables(self.home, {}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return json.loads(done.stdout)

    def champion(self) -> str:
        """The version that the running server answers with."""
        return str(json.loads(self.server.get("/api/v1/model", self.token))["version"])

    def verdicts(self) -> list[list[str]]:
        """The flags that the running server raises for KNOWN articles that it learned."""
        known = [a for a in self.articles if len(a.text.split()) > 150][:: len(self.articles) // 30]
        documents = [{"title": a.title, "text": a.text} for a in known[:KNOWN]]
        assert len(documents) == KNOWN
        request = Request(
            f"{self.server.address}/api/v1/score/batch",
            json.dumps({"documents": documents}).encode(),
            {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        with urlopen(request, timeout=60) as answer:
            results = json.load(answer)["results"]
        return [[f["flag"] for f in r["result"]["flags"] if f["raised"]] for r in results]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    place.server.close()


@pytest.fixture
def reader(play: Playwright, network: Network, place: Place, tmp_path: Path) -> Iterator[Chromium]:
    """Chromium with the extension, paired."""
    browser = Chromium(play, tmp_path / "profile", network.port)
    pair(browser, place.server)
    yield browser
    browser.close()


def read(reader: Chromium, network: Network, article: Written) -> str:
    """The number on the badge after a click on the icon, on another day than the time before."""
    reader.worker("await chrome.storage.session.clear()")  # answers are remembered for a while
    network.extra[f"{article.name}.html"] = article.page
    reader.goto(f"http://news.test/{article.name}.html")
    reader.click_icon()
    return settled(reader).text


def say_wrong(reader: Chromium) -> None:
    """What a reader does who misses a flag, and lets the text go along."""
    popup = reader.open("popup/popup.html?tab={tab}")
    flag = f".flags > li:nth-child({FLAGS.index(FLAG) + 1})"
    popup.click(f"{flag} .opinion summary")
    popup.click(f"{flag} .opinion [type=checkbox]")
    popup.click(f"{flag} .opinion button:last-of-type")
    said = f"{flag} .opinion [role=status]"
    until(lambda: popup.texts(said)[0], "Thank you. The server keeps it.".__eq__)
    popup.close()


def correct(desk: ChromiumReview, article: Written) -> None:
    """What a maintainer does: mark the sentences that say it, save, go on."""
    assert text(desk, "h1") == article.title
    assert "1 reader: AI training should be raised." in text(desk, ".reports")
    for number in range(article.says):
        if number:
            desk.press("j")
        desk.press(FLAG[0])
    desk.follow("Enter")


def test_a_reader_s_correction_becomes_a_better_model_and_can_be_taken_back(
    place: Place, reader: Chromium, network: Network, play: Playwright
) -> None:
    first, known = place.champion(), place.verdicts()
    assert read(reader, network, SINGERS) == "✓"
    for article in CORRECTED:
        assert read(reader, network, article) == "✓"
        say_wrong(reader)

    desk = ChromiumReview(play)
    desk.goto(f"{place.server.address}/review/sign-in")
    desk.type(place.run("token", "create", "Ana", "--role", "maintainer").strip())
    desk.follow("Enter")
    desk.follow("n")
    waiting = {article.title: article for article in CORRECTED}
    while waiting:
        correct(desk, waiting.pop(text(desk, "h1")))
    assert "Nothing waits for you any more." in text(desk, "main")
    desk.close()

    place.run("feedback", "export", "--output", str(place.corpus / "accepted.jsonl"))
    trained = place.train()
    assert trained["promoted"]
    small = ("--corpus", str(place.corpus))
    compared = place.run("model", "compare", first, trained["version"], *small)
    assert f"Corpus: {len(CORRECTED)} added" in compared

    until(place.champion, trained["version"].__eq__)
    assert read(reader, network, SINGERS) == "1"
    popup = reader.open("popup/popup.html?tab={tab}")
    assert "AI helper" in popup.text(".flags > li.raised blockquote")
    popup.close()
    assert place.verdicts() == known

    place.run("model", "rollback")
    until(place.champion, first.__eq__)
    assert read(reader, network, SINGERS) == "✓"
