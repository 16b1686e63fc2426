"""What a maintainer finds at /review: three articles that wait, and a token to sign in with."""

from server.database import feedback, labels, open_database, queue
from server.extraction import extract
from server.feedback import Feedback, Report
from server.queue import Item, Piece, Queue
from server.tokens import Role, Tokens

from .network import PAGES
from .server import Server

NOTE = "It says that a law is planned. <b>Nobody</b> has been fined yet."
CALM = "A Choir"
MIXED = (
    "החברה הפעילה את ההגדרה לכל המשתמשים. The messages are used to train its AI models.\n\n"
    "A line with \u202eoverrides\u202c, <b>markup</b> and a " + "verylongword" * 30 + ". End."
)


class Desk:
    """The server, its queue, and the token of a maintainer."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.engine = open_database(f"sqlite:///{server.home / 'optflag.db'}")
        self.queue = Queue(self.engine)
        self.token = Tokens(self.engine).create("Ana", role=Role.MAINTAINER)

    def lay_out(self) -> None:
        """Three articles wait, and nothing else; a reader has written about the first."""
        with self.engine.begin() as connection:
            for table in (labels, queue, feedback):
                connection.execute(table.delete())
        tessaly = extract((PAGES / "article.html").read_text(), None)
        report = Report(
            "key-0001", "regulatory_action", "wrong", True, 0.98, "1", NOTE,
            {"title": tessaly.title, "text": tessaly.text},
        )  # fmt: skip
        Feedback(self.engine, per_minute=9, waiting=9).add(report, token_id="reader")
        calm = extract((PAGES / "calm.html").read_text(), None)
        self.queue.add([Piece(calm.title, calm.text, "feed", "https://news.test/calm")])
        self.queue.add([Piece("שלום world", MIXED, "html", licence="CC-BY-4.0")])

    def item(self, title: str) -> Item:
        """The item whose title begins so."""
        return next(item for item in self.queue.items(None) if item.title.startswith(title))

    def states(self) -> list[str]:
        """The states of Tessaly, the calm article and the mixed one."""
        return [self.item(title).state for title in ("Tessaly", CALM, "שלום")]
