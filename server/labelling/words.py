"""The words of the screen, made of a draft; what strangers wrote is shown as text."""

from dataclasses import dataclass

from textual.content import Content

from classifier.evidence import FlagResult
from classifier.labels import FLAG_TITLES, FLAGS
from classifier.plain import visible
from server.labelling.draft import Draft
from server.queue.reports import voices

BLIND = "You label blind: neither the model's word nor another labeller's is shown."
# One colour for each flag; its letter is there as well, for who sees no colours.
_STYLES = tuple(f"$text-{name} on ${name}-muted" for name in ("warning", "primary", "success"))


@dataclass(frozen=True, slots=True)
class FlagWords:
    """How a flag shows, and its keys: one for the article, one for the sentence."""

    flag: str
    flip_key: str
    mark_key: str
    style: str

    @property
    def title(self) -> str:
        """As in headings."""
        return FLAG_TITLES[self.flag]

    @property
    def letter(self) -> str:
        """What stands beside a sentence that is marked for it."""
        return self.mark_key.upper()


FLAG_WORDS = tuple(
    FlagWords(flag, str(number), flag[0], style)
    for number, (flag, style) in enumerate(zip(FLAGS, _STYLES, strict=True), start=1)
)


_MAKE_KEYS = (
    ("Enter", "accept"),
    (" ".join(words.flip_key for words in FLAG_WORDS), "flag yes or no"),
    (" ".join(words.mark_key for words in FLAG_WORDS), "mark this sentence"),
    ("Tab", "next mark"),
)
_MOVE_KEYS = (
    *(("↑ ↓", "sentence"), ("s", "skip"), ("x", "reject"), ("u", "undo"), ("n", "note")),
    ("q", "quit"),
)


def keys() -> Content:
    """All keys, in two lines of less than 80 columns."""
    return Content("\n").join([_keys(_MAKE_KEYS), _keys(_MOVE_KEYS)])


def _keys(pairs: tuple[tuple[str, str], ...]) -> Content:
    named = [Content.assemble((key, "bold $text-accent"), f" {word}") for key, word in pairs]
    return Content("  ").join(named)


def title(draft: Draft) -> Content:
    """The article's title."""
    return Content(visible(draft.item.title))


def about(draft: Draft, *, blind: bool, labelled: int, waiting: int) -> Content:
    """Where the article comes from, what readers said of it, and how far the labeller is."""
    item = draft.item
    date = item.date[:10] if item.date else None
    origin = " · ".join(filter(None, (item.source, date, item.licence, item.address)))
    times = f" · came {item.count} times" if item.count > 1 else ""
    lines = [visible(f"{item.id} · {origin}{times} · {labelled} labelled, {waiting} waiting")]
    if blind:
        lines.append(BLIND)
    else:
        lines += (visible(voice.words) for voice in voices(item))
    if draft.note:
        lines.append(visible(f"Note: {draft.note}"))
    return Content("\n".join(lines))


def flags(draft: Draft) -> Content:
    """The three flags as they are labelled now, beside the model's word."""
    results = draft.suggestion.results if draft.suggestion else (None,) * len(FLAGS)
    lines = [
        _flag(words, len(draft.marks.get(words.flag, ())), result)
        for words, result in zip(FLAG_WORDS, results, strict=True)
    ]
    return Content("\n").join(lines)


def _flag(words: FlagWords, marked: int, result: FlagResult | None) -> Content:
    raised = "YES" if marked else "no "
    plural = "" if marked == 1 else "s"
    sentences = f"{marked} sentence{plural}" if marked else ""
    line = f" {words.flip_key}  {words.title:<18} {raised}  {sentences:<13}"
    if result:
        line += f" model {result.probability:.2f}, raised from {result.threshold:.2f}"
        line += ", unsure" if result.unsure else ""
    return Content.styled(line, words.style if marked else "$text-muted")


def sentence(draft: Draft, number: int) -> Content:
    """A sentence with the letters of its marks; a blank line follows at a paragraph's end."""
    flags_here = draft.flags_at(number)
    letters = [
        (words.letter, words.style) if words.flag in flags_here else ("·", "$text-disabled")
        for words in FLAG_WORDS
    ]
    style = next((words.style for words in FLAG_WORDS if words.flag in flags_here), "")
    text = visible(draft.sentences[number].text)
    return Content.assemble(*letters, "  ", (text, style), "\n" if _ends(draft, number) else "")


def _ends(draft: Draft, number: int) -> bool:
    """Whether a paragraph ends behind this sentence."""
    if number + 1 == len(draft.sentences):
        return False
    between = draft.sentences[number].end, draft.sentences[number + 1].start
    return "\n" in draft.item.text[slice(*between)]
