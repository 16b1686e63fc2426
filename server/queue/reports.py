"""What readers say of an item, taken together."""

from dataclasses import dataclass

from classifier.labels import FLAG_TITLES, FLAGS
from server.queue.items import Item


@dataclass(frozen=True, slots=True)
class Voice:
    """All reports that want the same of one flag.

    wants: whether the flag should be raised. tokens: who sent them, each once, in order of arrival.
    """

    flag: str
    wants: bool
    count: int
    notes: tuple[str, ...]
    tokens: tuple[str, ...]

    @property
    def words(self) -> str:
        """In one line; the notes are a stranger's text."""
        times = f"{self.count} readers" if self.count > 1 else "A reader"
        word = "should be raised" if self.wants else "should not be raised"
        notes = ": " + ", ".join(f"“{note}”" for note in self.notes) if self.notes else ""
        return f"{times}: {FLAG_TITLES[self.flag]} {word}{notes}"


def voices(item: Item) -> list[Voice]:
    """What readers want, in the order of FLAGS."""
    return [
        _voice(item, flag, wants)
        for flag in FLAGS
        for wants in (True, False)
        if any((each.flag, each.wants) == (flag, wants) for each in item.reports)
    ]


def _voice(item: Item, flag: str, wants: bool) -> Voice:
    said = [each for each in item.reports if (each.flag, each.wants) == (flag, wants)]
    notes = dict.fromkeys(each.note for each in said if each.note)
    return Voice(
        flag, wants, len(said), tuple(notes), tuple(dict.fromkeys(e.token_id for e in said))
    )


def readers_word(item: Item) -> dict[str, bool]:
    """Flag → whether it should be raised, by most of the readers who said so; ties are left out."""
    votes = dict.fromkeys(FLAGS, 0)
    for voice in voices(item):
        votes[voice.flag] += voice.count if voice.wants else -voice.count
    return {flag: vote > 0 for flag, vote in votes.items() if vote}
