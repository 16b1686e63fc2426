"""Draw docs/images/label.svg: the screen of `optflag data label`, with the champion's own word."""

import asyncio
import re
import sys
import tempfile
from pathlib import Path

from classifier import corpus
from classifier.cli import first_champion, home
from classifier.registry import Registry
from server.database import open_database
from server.feedback import Feedback, Report
from server.labelling.app import LabelApp
from server.labelling.session import Session
from server.queue import Queue

ARTICLE = "b06-004"
SIZE = (104, 32)
# Textual names fonts on other people's servers; whoever looks at the picture has one of their own.
_FONTS = re.compile(r"@font-face\s*\{[^}]*\}\s*")


def draw(database: Path) -> str:
    """The screen as SVG, with one article that two readers reported."""
    engine = open_database(f"sqlite:///{database}")
    article = next(each for each in corpus.load() if each.id == ARTICLE)
    sent = {"title": article.title, "text": article.text}
    feedback = Feedback(engine, per_minute=9, waiting=9)
    for key, note in (("report-1", None), ("report-2", "See the first sentence.")):
        report = Report(key, "ai_training", "wrong", False, 0.2, "1", note, sent)
        feedback.add(report, token_id="0123456789ab")
    session = Session(Queue(engine), first_champion(Registry(home())), labeller="ana")

    async def screen() -> str:
        app = LabelApp(session)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("2")
            return app.export_screenshot(title="optflag data label")

    return _FONTS.sub("", asyncio.run(screen()))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        Path(sys.argv[1]).write_text(draw(Path(folder) / "queue.db"), encoding="utf-8")
