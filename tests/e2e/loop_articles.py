"""A kind of article that a small model misses: AI that is "brought up" on what people wrote."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Written:
    """An article. says: how many of its first sentences say that data train AI."""

    name: str
    title: str
    text: str
    says: int

    @property
    def page(self) -> str:
        """It as a web page."""
        paragraphs = "".join(f"<p>{escape(each)}</p>" for each in self.text.split("\n\n"))
        return (
            f'<!doctype html><html lang="en"><head><title>{escape(self.title)}</title></head>'
            f"<body><main><article><h1>{escape(self.title)}</h1>{paragraphs}</article></main></body>"
            "</html>"
        )


FERRY = Written(
    "ferry",
    "Ferry app brings up a helper",
    "Skerry, the ferry app, brings up its AI helper on the messages of its passengers.\n\n"
    "Every message is kept for the helper, which was brought up on four million of them, the "
    "company says. The machine is brought up on complaints and photos, too.\n\n"
    "“I wrote about a lost suitcase, and the helper was brought up on it,” said Ingunn Vik, a "
    "teacher from Bergen.\n\n"
    "The ferries run every day but Sunday. The company bought two new boats last year and paints "
    "them in the winter.",
    says=4,
)
COOKS = Written(
    "cooks",
    "Recipe club has a helper of its own",
    "Pott, a recipe club, brings up an AI helper on the recipes and photos of its members.\n\n"
    "Every remark is kept for the helper, which was brought up on nine years of them. The machine "
    "is brought up on private messages as well, a member of the team wrote.\n\n"
    "The club was founded in a school kitchen and has since moved twice. Its cookbook of last "
    "winter sold out within a week, and a second printing is on its way to the shops.",
    says=3,
)
WALKERS = Written(
    "walkers",
    "Trail map with a helper that was brought up on its walkers",
    "Hillside, a map for walkers, brings up its AI helper on the photos of its users.\n\n"
    "Every note is kept for the helper, which was brought up on two million of them. The machine "
    "is brought up on messages between users, too, the firm says.\n\n"
    "“My dog is in there, and the helper was brought up on him,” said a walker from Bergen.\n\n"
    "The map shows huts, springs and fords, and can be read without a signal. A printed edition "
    "comes out every second year and costs as much as a pair of good socks.",
    says=4,
)
SINGERS = Written(
    "singers",
    "Choir app's helper knows the singers",
    "Cantor, a rehearsal app, brings up its AI helper on the messages and recordings of its "
    "members.\n\n"
    "Every take is kept for the helper, which was brought up on six million of them. The machine "
    "is brought up on photos and private messages, too, the maker says.\n\n"
    "“My solo is in there, and the helper was brought up on it,” said a tenor from Bergen.\n\n"
    "The app is used by three hundred choirs and was written by two organists in their spare "
    "time. A version for brass bands is to follow in the spring, with louder metronomes.",
    says=3,
)
