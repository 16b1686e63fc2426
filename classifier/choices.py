"""The ways out that an article itself names: menu paths, controls, addresses, links.

A find counts only where the words round it speak of a way out (turn off, opt out, object, delete
and the like): "File > Save" in a guide to saving files is passed over, and so is a path that is
given for switching something on. What is found and what not: benchmarks/choices.md.
Every repeat in a pattern is bounded, so that the time taken grows no faster than the text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from classifier.sentences import split

LIMIT = 8  # more than a reader goes through; the fullest articles of the corpus name seven

# How far from a find, in characters, its way out may be spoken of.
BEFORE, AFTER = 300, 160  # a path: the two sentences before and the one after, in its paragraph
FAR = 600  # a path that names privacy, data or the like: it hardly needs saying
CLOSE = 100  # a single control or address: its own sentence
REGION = CLOSE + 150  # no control is longer than 150

Span = tuple[int, int]

_VERB = (
    r"(?:choos(?:e|ing)|open(?:ing)?|select|pick|tap|click|press|hit|go(?:ing)?|scroll(?:ing)?|"
    r"look|find|visit|slide|toggle|untick|uncheck|clear|deselect|switch|turn|remove|set|pull)s?"
)
# Where a name ends and its sentence goes on: "Settings > Data sharing before that date".
_GOES_ON = (
    r"(?:then|or|where|which|that|is|are|was|will|can|may|if|by|before|until|unless|in|on|from|at|"
    r"as|so|because|when|while|after|it|you|without|says|"
    rf"and\s(?:{_VERB}|then|you|it|confirm|see|the|a|on|revoke|disable|delete|say|take|check))\b"
)
_QUOTED = (
    r"(?:[\"“][^\"“”\n]{2,60}+[\"”]|‘[^‘’\n]{2,60}+’(?!\w)|(?<![\w*])\*(?=[A-Z])[^*\n]{2,60}+\*)"
)
_WORDS = rf"(?:[ ](?!{_GOES_ON})[\w&][\w’'&/+-]{{0,30}}+){{0,6}}+"
_NAME = rf"(?:{_QUOTED}|[A-Z][\w’'&/+-]{{1,30}}+{_WORDS})"
_ICON = (
    r"(?i:\b(?:(?:three\s|home\s)?(?:gear|cog|avatar|picture|photo|dots|lines|button|comma|cloud|"
    r"profile|switch|second page|right click)(?:\sicon)?|three bars|scroll(?=,)|"
    r"(?:privacy|account|advertising|ads?|data|security)\s(?:section|tab|settings|menu))\b)"
)
_PLACE = rf"(?:{_NAME}|{_ICON})"
_ARROWS = ">→›»⇒➜▸/|"
_ARROW = r"(?:[ ]?(?:→|›|»|->|⇒|➜|▸)[ ]?|[ ]?>[ ]|[ ][/|][ ])"
# Begins with one set of characters, which is what `re` looks for fast.
_FIRST = (
    rf"(?P<first>[A-Z\"“‘*acgpt](?:(?<=\b[A-Z])[\w’'&/+-]{{1,30}}+{_WORDS}"
    r"|(?<=[\"“])[^\"“”\n]{2,60}+[\"”]|(?<=‘)[^‘’\n]{2,60}+’"
    r"|(?<=(?<![\w*])\*)(?=[A-Z])[^*\n]{2,60}+\*"
    r"|(?<=\b[acgpt])(?:ear|og|vatar|icture|hoto|rofile|omma|loud|hree\s(?:dots|lines|bars))\b"
    r"(?:\s(?:icon|picture|photo))?))"
)
_ARROW_PATH = re.compile(
    rf"{_FIRST}(?:{_ARROW}(?:{_QUOTED}|\([^()\n]{{1,20}}\)|\w[\w’'&/+-]{{0,30}}+{_WORDS})){{1,9}}+"
)
_THEN = (
    rf"(?:\s(?:again|on\sthe\sweb))?(?:,?\s(?:and\s)?then\s|,\s(?:and\s)?|\sand\s(?={_VERB}\s))"
    rf"(?:{_VERB}\s(?:(?:off|down|on|to|past|for|under)\s){{0,2}})?"
    r"(?:(?:the|a|your|third|tab|to|on|called|line)\b,?\s){0,4}"
)
_SPOKEN_PATH = re.compile(rf"{_FIRST}(?:{_THEN}(?:{_PLACE}|(?<=,\s)(?:hide|off)\b)){{1,9}}+")
# What tells "Settings, then Privacy" from "Austria, then Belgium".
_MENU = re.compile(
    r"\b[Ss]ettings\b|\b(?:gear|cog|three\sbars|dots)\b|\b(?:Account|Privacy|Preferences|Profile|"
    r"Options|More|Advanced|Labs|Support|Legal|General|Tools|Security|Notifications|Activity|Menu)"
    r"(?=,|\s(?:then|and|&)\b)"
)
_OPENER = re.compile(rf"\b(?:{_VERB}(?:\sto|\sunder)?|under)\s(?:the\s|your\s)?$", re.IGNORECASE)
# "Under the GDPR, the European Commission has to review": a sentence, no path.
_LONG_STEP = re.compile(r"(?:^|,\s)(?:[^\s,\"“*]{1,40}+\s){4,8}[^\s,]{1,40}+(?:,|$)|, the [A-Z]")
_LEAD_IN = re.compile(rf".{{0,60}}\b(?i:to|under|{_VERB})\s(?:the\s|your\s)?(?=[A-Z\"“*])")


def _any_of(*ways: str) -> re.Pattern[str]:
    return re.compile("|".join(ways))


# A control and what to do with it. The verb says that it is a way out.
_SWITCHED = _any_of(
    r"\b(?i:(?:turn|switch|toggle)\soff|untick|uncheck|(?<!\ba\s)clear|deselect|disable)\s"
    rf"(?:(?:an?|the|option|box|called|named|marked)\s){{0,4}}{_NAME}",
    r"\b(?i:set|slide|switch|move|put)\s(?=[^.;\n]{3,60}\sto\s(?i:off|no|none|never|not)\b)"
    rf"(?:the\s)?{_NAME}(?:\sto\s\w{{2,9}})?",
    rf"{_QUOTED}\sand\s(?:set|switch|turn|slide)\s(?:it|this|that|them)\s[^.;,\n]{{1,25}}",
    rf"(?=[\"“*](?:Delete|Turn\soff|Opt\sout|Do\snot\s[sS]|Limit|Object|Withdraw)\b){_QUOTED}",
    rf"\b(?:objection|opt-out)\s(?:form|page)\sunder\s{_NAME}",
)
# A control, page or form by its name. That it is a way out is for the words round it to say.
_CALLED = r"(?:called|named|labell?ed|worded|marked)"
_SMALL = rf"(?:is|that|which|reads|by|{_CALLED}|the|name|of|in|grey|settings|to|stop|it|with)"
_NAMED = _any_of(
    r"\b(?i:set|choose|press|tap|open|slide|(?:click|tick|check|select)(?:ing)?(?:\son)?|"
    rf"(?:look|search)\sfor)\s(?:(?:the|word|box|link|button|marked)\s){{0,2}}{_QUOTED}",
    rf"\b(?i:scroll\sto|look\sunder)\s{_NAME}",
    rf"\bthe\s(?:page|form|section|tab|menu)\s{_NAME}",
    r"\b(?i:print|complete|sign|return|submit|fill\s(?:in|out))\s(?:the|a|our)\s[\w -]{3,30}?"
    r"\sform\b(?:\s\([^()\n]{1,30}\))?",
    r"\b(?:switch|toggle|setting|option|opt-out|form|off)\b[^.;\n]{0,60}?"
    rf"(?P<place>\b(?:(?:on\s)?(?:the|page)\s[\w ]{{1,30}},\s)?under\s{_NAME})",
    r"\b(?:form|page|tab|switch|toggle|option|setting|box|button|submenu|menu|title)\s"
    rf"(?:(?:is\s)?{_CALLED}\s{_NAME}|{_QUOTED})",
    r"\b(?:line|tab|switch|toggle|option|setting|page|form)\b,?"
    rf"(?:\s{_SMALL}\b,?){{1,4}}\s{_QUOTED}",
    rf"\b(?:it.s|and)\s{_CALLED}\s{_QUOTED}",
    rf"{_QUOTED}(?<!,[\"”*])\s(?:form|switch|toggle|box)\b",
    r"\b(?i:form)\s(?:[A-Z]-?\d{1,3}|\d{1,3}[a-z])\b",
    r"\b(?i:reply)(?:\swith)?(?:\sthe\sword)?\s[A-Z]{3,20}\b",
    r"\b(?i:send|text)\s[A-Z]{3,20}(?:\s[A-Z]{2,20})?\sto\s(?:\d{3,8}|a\sshort\scode)",
)
# Words on a button that takes part, or that ends all of a banner at once.
_CONSENT = re.compile(
    r"accept|continue|agree|reject|refuse|not now|got it|create|yes|join|i.m in|\bok\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,4}"
    r"|(?:(?<=\bat\s)|(?<=\bto\s)|(?<=\b[Oo]pen\s)|(?<=\bvisit\s))(?:https?://)?"
    r"(?:[a-z0-9-]{1,63}+\.){1,4}(?:com|org|net|eu|uk|gov|io|co|example)\b"
    r"(?:/[^\s\"”)>,]{0,200}(?<![.;:]))?"
    r"|\b(?i:writ(?:e|ing))\sto\s(?:\w{1,30}\sat\s[\w-]{1,60}\.[a-z]{2,10}"
    r"|[A-Z][^.;\n]{0,60}\bPO\sBox\s\d{1,6})"
)
# Articles are full of addresses of their authors, shops and sources; this tells the others.
_ASKED = re.compile(
    r"opt[- ]?(?:ed |ing )?out|\bobject|unsubscri|delet|eras|withdraw|remov|turn(?:ing)? off|"
    r"\bstop\b|exclude|\bleav(?:e|ing)\b",
    re.IGNORECASE,
)

# One a word, so that the letters which each begins with can be looked for fast.
_WAYS_OUT = r"""
    opt(?:s|ing|ed)?[-\s]?out object(?:s|ion|ing)? oppose unsubscrib\w{1,5} disabl\w{1,4}
    off(?!\sby\sdefault|\suntil) withdraw\w{0,4} delet\w{1,4} eras\w{1,4} toggle untick\w{0,4}
    uncheck\w{0,4} clear\w{0,3} deselect\w{0,4} deactivat\w{1,4} hide stop\w{0,4} switch(?:es)?
    leav(?:e(?!\s[A-Z])|ing) get\srid\sof exclude\w? revoke keep\sout left\sout stay\sout kill
    get\sout come\sout take\sout wants?\sout way\sout refus\w{1,4} remov\w{1,3} don.t\swant mute
    declin\w{1,3} unless rather prefer not\swish not\swant not\stake\spart say\sno cancel\w{0,3}
    slider block prevent quit undo limit wipe disagree pause no\slonger uninstall
"""
_WAY_OUT = re.compile(rf"\b(?:{'|'.join(_WAYS_OUT.split())})\b", re.IGNORECASE)
_STEMS = sorted(set(re.findall(r"(?<!\S)[a-z]+", _WAYS_OUT)))
_WAY_IN = re.compile(
    r"\b(?:(?:turn|switch)\s(?:it|this|them)\son|to\sshow|to\schange\sthe|want\sa\scopy|join|"
    r"permit|enable)\b",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"\b(?:privacy|data|personal\w*|ads?|AI|training|sharing|tracking|history|activity|legal|"
    r"diagnostics|consents?|improve\w*|contribut\w+)\b",
    re.IGNORECASE,
)
# A last step that says it all: "Chats > Receipts > Nobody".
_LAST_STEP = re.compile(r"[>›→»,] (?:off|none|never|nobody|leave|delete \w+)$", re.IGNORECASE)
# A step of a list: what it is for stands above the list.
_ITEM = re.compile(r"\**(?:\d{1,2}[.)]|Step\b)|[-•☐–]|\*\s")

# A link says itself where it leads, or its sentence does (see _ASKED) and it only points.
_LINK_OUT = re.compile(
    r"\b(?:opt(?:ing)?[- ]?out|object(?:ion)?|unsubscribe|(?:turn|switch)(?:ing)? (?:it |this )?"
    r"off|disable|withdraw|delet(?:e|ion)|erasure|do not sell|"
    r"settings|preferences|privacy (?:center|centre|choices))\b",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"\b(?:here|this|form|link|page|portal|tool|instructions|account|help)\b", re.IGNORECASE
)
_LINK_WORDS = 8  # a longer link is the headline of another article
_POINTER_WORDS = 4  # "by filling in this form"; a longer one tells of something else


class Link(Protocol):
    """A link in a text: characters `start` to `end` (exclusive), and where it leads."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def url(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Choice:
    """A way out: how the article puts it, and the link that it gives, if any."""

    text: str
    url: str | None


def choices(text: str, links: Iterable[Link] = ()) -> list[Choice]:
    """The ways out in order of their place in `text`, each once, at most LIMIT."""
    links = list(links)
    found: dict[str, Span] = {}
    for start, end in sorted(_spans(text, links)):
        found.setdefault(text[start:end].strip().casefold(), (start, end))
    return [
        Choice(text[start:end].strip(), _url(links, start, end))
        for start, end in list(found.values())[:LIMIT]
    ]


def _spans(text: str, links: list[Link]) -> Iterator[Span]:
    """Where the ways out stand, none inside another: a path comes before a control in it."""
    taken = bytearray(len(text))
    spoken_of = _spoken_of(text)
    for find in (_arrow_paths, _spoken_paths, _controls):
        yield from _free(taken, find(text, spoken_of))
    yield from _free(taken, _addresses(text))
    yield from _free(taken, _links(text, links))


def _free(taken: bytearray, spans: Iterable[Span]) -> Iterator[Span]:
    for start, end in spans:
        if not any(taken[start:end]):
            taken[start:end] = b"x" * (end - start)
            yield start, end


def _spoken_of(text: str) -> list[int]:
    """Where a way out is spoken of, in order; finding stems first is ten times faster."""
    places = (
        place
        for stem in _STEMS
        for form in (stem, stem.capitalize(), stem.upper())
        for place in _places(text, form)
    )
    return sorted(place for place in places if _WAY_OUT.match(text, place))


def _places(text: str, piece: str) -> Iterator[int]:
    place = text.find(piece)
    while place >= 0:
        yield place
        place = text.find(piece, place + 1)


def _any_between(places: list[int], start: int, end: int) -> bool:
    following = bisect_left(places, start)
    return following < len(places) and places[following] < end


def _arrow_paths(text: str, spoken_of: list[int]) -> Iterator[Span]:
    if not any(arrow in text for arrow in _ARROWS):
        return
    for match in _ARROW_PATH.finditer(text):
        start, end = _trimmed(match)
        if not _is_crumbs(text, start, end) and _is_way_out(text, start, end, spoken_of):
            yield start, end


def _is_crumbs(text: str, start: int, end: int) -> bool:
    """True for "Help > Privacy" on top of a page, and for "Home / Kitchen" or "Jo | 4 min read"."""
    if start <= len("**"):
        return True
    weak = " / " in text[start:end] or " | " in text[start:end]
    return weak and not _MENU.search(text, start, end)


def _spoken_paths(text: str, spoken_of: list[int]) -> Iterator[Span]:
    for match in _SPOKEN_PATH.finditer(text):
        start, end = _trimmed(match)
        brief = not _LONG_STEP.search(text, start, end)
        opened = brief and _OPENER.search(text, max(0, start - 40), start)
        if (opened or _MENU.search(match.group())) and _is_way_out(text, start, end, spoken_of):
            yield start, end


def _trimmed(match: re.Match[str]) -> Span:
    """The path without what leads into it: "Then go to Settings > Data" without "Then go to"."""
    lead = _LEAD_IN.match(match["first"])
    return match.start() + (lead.end() if lead else 0), match.end()


def _is_way_out(text: str, start: int, end: int, spoken_of: list[int]) -> bool:
    if _WAY_IN.search(text, max(0, start - 50), start) or _WAY_IN.search(text, end, end + 50):
        return False
    if _LAST_STEP.search(text, start, end):
        return True
    if _PRIVATE.search(text, start, end):
        return _any_between(spoken_of, start - FAR, end + FAR)
    return _any_between(spoken_of, *_surroundings(text, start, end))


def _surroundings(text: str, start: int, end: int) -> Span:
    """The find's paragraph near it; for a step of a list also what stands above."""
    first = max(0, start - BEFORE)
    line = text.rfind("\n", first, start) + 1
    if not line or _ITEM.match(text, line):
        return first, end + AFTER
    last = text.find("\n", end, end + AFTER)
    return line, last if last >= 0 else end + AFTER


def _controls(text: str, spoken_of: list[int]) -> Iterator[Span]:
    for begin, stop in _regions(spoken_of):
        yield from (match.span() for match in _SWITCHED.finditer(text, begin, stop))
        for match in _NAMED.finditer(text, begin, stop):
            start, end = match.span(match.lastgroup or 0)
            if _is_spoken_of(spoken_of, start, end) and not _CONSENT.search(text, start, end):
                yield start, end


def _addresses(text: str) -> Iterator[Span]:
    for match in _ADDRESS.finditer(text):
        start, end = match.span()
        if _ASKED.search(text, max(0, start - 2 * CLOSE), end + CLOSE):
            yield start, end


def _is_spoken_of(spoken_of: list[int], start: int, end: int) -> bool:
    """True if a word near it speaks of a way out, other than its first: "switch named Strict"."""
    before = _any_between(spoken_of, start - CLOSE, start)
    return before or _any_between(spoken_of, start + 1, end + CLOSE)


def _regions(places: list[int]) -> Iterator[Span]:
    """The stretches round `places`, none overlapping, that hold whatever is close to one."""
    begin = stop = 0
    for place in places:
        if place - REGION > stop:
            yield begin, stop
            begin = max(0, place - REGION)
        stop = place + REGION
    yield begin, stop


def _links(text: str, links: list[Link]) -> Iterator[Span]:
    starts = [sentence.start for sentence in split(text)] if links else []
    for link in links:
        words = text[link.start : link.end]
        if not words.strip() or len(words.split()) > _LINK_WORDS:
            continue
        if _LINK_OUT.search(words) or _points_out(text, link, words, starts):
            yield link.start, link.end


def _points_out(text: str, link: Link, words: str, starts: list[int]) -> bool:
    """True if the link only points and its sentence, one of those at `starts`, says to what."""
    if len(words.split()) > _POINTER_WORDS or not _POINTER.search(words):
        return False
    following = bisect_right(starts, link.start)
    begin = max([*starts[following - 1 : following], link.start - BEFORE])
    end = min([*starts[following : following + 1], link.end + BEFORE])
    return bool(_ASKED.search(text, begin, end))


def _url(links: list[Link], start: int, end: int) -> str | None:
    inside = (link.url for link in links if link.start < end and start < link.end)
    return next(inside, None)
