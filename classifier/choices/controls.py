"""Switches, boxes, buttons and pages by their names, told by the words round the name."""

import re
from collections.abc import Iterator

from classifier.choices.candidates import Candidate
from classifier.choices.names import KIND, QUOTED, Element
from classifier.choices.paths import TO_OFF
from classifier.choices.scan import Scan
from classifier.choices.words import WORDS

_FARTHEST = 8  # words looked back for what a name belongs to
_LINE = 80  # characters looked at of a list's line

_KINDS = WORDS["kinds of control"]
_CALLED = WORDS["called"]
_HEADED = WORDS["has the"]  # has the title | "Help us"
_HAS = WORDS["has"]
_OFF = WORDS["turns off"]
_SAYS = ("says", "say")  # a person says more often than a row of a menu
_TICK = ("tick", "mark", "check", "cross")
_TURN = WORDS["turn"]
_IT = WORDS["it"]
_MOVE = WORDS["move"]
_OPEN = WORDS["open"]
_UNDER = WORDS["under"]
_IN = WORDS["in"]
_BETWEEN = WORDS["between"]
# the switch | in the menu that came on and is called
_AFTER_KIND = _CALLED | _HAS | WORDS["after a kind"]
_SAID = {
    "called": _CALLED,
    "off": _OFF,
    "under": _UNDER,
    "opened": _OPEN,
    "moved": _MOVE,
    "in": _IN,
    "kind before": _KINDS,
}
_PASSED = _BETWEEN | _KINDS
_NOT_KIND = WORDS["breaks off"]  # settings on his computer and found a thing called
# What is said to stand under a heading
_STANDING = WORDS["stands under"]

_KIND_AFTER = re.compile(
    rf" ?(?:\w+ )?{KIND}\b"
    r"(?! (?:it|them|this|that|off|over|to)\b| on\b(?! (?:the|your|its|their|our|each|every)\b))",
    re.IGNORECASE,
)
# "Ads" | and set it to Never
_OFF_AFTER = re.compile(
    r",?(?: (?:and|then|or|to)){0,3}"
    r"(?: (?:turn|set|slide|switch|move|toggle|flip|push|change|untick|uncheck|clear|disable|choose"
    r"|put)(?: (?:it|this|that|the (?:box|switch|slider|toggle)|both))?)?"
    r"(?: back)?(?: (?:off|untick|uncheck|disable)"
    r"| (?:to|at) (?:off|no|none|never|not allowed|nobody|disabled|the left|grey|only me))\b",
    re.IGNORECASE,
)
_OR_QUOTED = re.compile(rf" or {QUOTED}")
# - Samsung: | Viewing Information Services
_LABEL = re.compile(r"(?:[-•–*] |\d{1,2}[.)] )?(?P<label>[A-Z][^:.\n]{1,25}): ?(?:look for )?")
_LABELLED = re.compile(r"[-•–*] [A-Z][^:\n]{1,40}: ?\S")


def controls(scan: Scan, elements: list[Element]) -> Iterator[Candidate]:
    """Every name that stands as the name of a control, whatever it does."""
    found: Candidate | None = None
    for element in elements:
        if element.form != "icon" and not _is_lead(scan.text, element):
            led = bool(found and _NEXT.fullmatch(scan.text, found.name_end, element.start))
            found = _control(scan, element, found.cues & _SHARED if found and led else frozenset())
            if found:
                yield found


# untick "A" | and to | "B"
_NEXT = re.compile(r"(?:,|,? (?:and|or))(?: to)? ?")
_SHARED = frozenset({"off", "called", "called kind", "under"})


def _is_lead(text: str, element: Element) -> bool:
    """*Second,* which only opens a paragraph."""
    return text[element.start] == "*" and text[element.end - 2] in ",.:?"


def _control(scan: Scan, element: Element, shared: frozenset[str]) -> Candidate | None:
    """shared: what holds of the name before it and of this one: untick "A" and | "B"."""
    text, quoted = scan.text, element.form == "quoted"
    more = _OR_QUOTED.match(text, element.end) if quoted else None
    name_end = more.end() if more else element.end
    cues, start = _before(scan, element)
    after, end = _after(text, name_end)
    label, start = _in_list(text, start, element.start)
    cues |= after | label | shared
    if "moved" in cues and "to off" not in cues:
        cues.discard("moved")
    if "form" in cues:
        return None  # see places.forms
    if element.form == "title":
        cues.add("title")
    plain = {"in", "opened"} if element.form == "name" else {"in"}
    if not quoted and not cues - plain:
        return None
    cues.add(("quoted" if cues else "bare") if quoted else "name")
    start = start if quoted or cues & _OPENERS else element.start
    return Candidate(
        start, end, "control", frozenset(cues), name_start=element.start, name_end=name_end
    )


# Cues that a plain name takes along: untick | Ad topics
_OPENERS = frozenset({"off", "moved", "kind before", "called kind", "under", "label"})


def _before(scan: Scan, element: Element) -> tuple[set[str], int]:
    """What the words before a name make of it, and where the first of these stands."""
    last = scan.before(element.start) - 1
    sentence = scan.around(element.start, element.start).start
    if element.form == "quoted" and last >= 0 and scan.starts[last] < sentence:
        # One lonely toggle. "Help Luna learn."
        return ({"kind before"} if scan.words[last] in _KINDS else set()), element.start
    cues, start = _back(scan, element, last, sentence)
    if "under" in cues and _stands(scan, start, sentence):
        cues.add("stands under")
    return cues, start


def _back(scan: Scan, element: Element, last: int, sentence: int) -> tuple[set[str], int]:
    """Goes back from the word numbered `last` until one has nothing to do with the name."""
    cues: set[str] = set()
    start = element.start
    for number in range(last, max(-1, last - _FARTHEST), -1):
        if scan.starts[number] < sentence:
            break
        cue, first = _cue(scan.words, number, cues)
        if cue == "kind before" and element.form == "name" and _apart(scan, number, element):
            break
        if cue is None and scan.words[number] not in _PASSED:
            break
        if cue == "called":
            kind = _kind_of(scan, number, sentence)
            if not kind and scan.words[number] in _SAYS:
                break
            cues |= {"called", "called kind"} if kind else {"called"}
            return cues, scan.starts[kind] if kind else start
        if cue:
            cues.add(cue)
            start = scan.starts[first]
        if cue in ("off", "moved", "opened"):
            break
    return cues, start


def _cue(words: list[str], number: int, cues: set[str]) -> tuple[str | None, int]:
    """What a word before the name says of it, and the number of the first word that says so."""
    word, previous = words[number], words[number - 1] if number else ""
    if word == "off":
        it = previous in _IT and number > 1
        turn = number - 2 if it else number - 1
        return ("off", turn) if turn >= 0 and words[turn] in _TURN else (None, number)
    if word == "to" and previous == "no" and number > 1 and words[number - 2] in _SAYS:
        return "off", number - 2  # say no to
    if word == "line" and previous == "subject":
        return None, number
    if word in ("of", "off", "from") and number > 1:
        tick = number - 2 if previous == "out" else number - 1
        if words[tick] in _TICK:  # take the tick out of
            return "off", tick
    if word in _HEADED and previous == "the" and number > 1 and words[number - 2] in _HAS:
        return "called", number
    for cue, said in _SAID.items():
        if word in said:
            alone = cue in ("in", "kind before")
            return (None if alone and cues else cue), number
    return None, number


def _apart(scan: Scan, number: int, element: Element) -> bool:
    """Whether a comma stands between a word and the name: the menu, Settings."""
    return "," in scan.text[scan.starts[number] : element.start]


def _kind_of(scan: Scan, called: int, sentence: int) -> int:
    """The number of the kind's word, a | switch | that came on and is called; 0 if none."""
    for number in range(called - 1, max(0, called - _FARTHEST), -1):
        word = scan.words[number]
        if scan.starts[number] < sentence or word in _NOT_KIND:
            return 0
        if word in _KINDS:
            return number if scan.words[number + 1] in _AFTER_KIND else 0
    return 0


def _stands(scan: Scan, place: int, sentence: int) -> bool:
    """Whether a switch or form is said to stand there: the box sits | under Ads."""
    last = scan.before(place)
    words = scan.words[max(0, last - _FARTHEST) : last]
    starts = scan.starts[max(0, last - _FARTHEST) : last]
    return any(
        word in _STANDING for word, start in zip(words, starts, strict=True) if start >= sentence
    )


def _after(text: str, end: int) -> tuple[set[str], int]:
    """What the words after a name make of it, and where they end."""
    cues = set()
    kind = _KIND_AFTER.match(text, end)
    if kind:
        if kind.group().endswith("form"):
            cues.add("form")
        cues.add("kind after")
        end = kind.end()
    if off := TO_OFF.match(text, end):
        return cues | {"to off"}, off.end()
    if off := _OFF_AFTER.match(text, end):
        return cues | {"off after"}, off.end() if off.group().startswith(" and") else end
    return cues, end


def _in_list(text: str, start: int, name: int) -> tuple[set[str], int]:
    """Whether the name stands behind a label, and in a list of such: - LG: | Live Plus."""
    line = text.rfind("\n", max(0, name - _LINE), name) + 1
    label = _LABEL.fullmatch(text, line, name) if line or name < _LINE else None
    if not label:
        return set(), start
    cues = {"label"}
    if sum(bool(_LABELLED.match(text, other)) for other in _lines(text, line)) > 1:
        cues.add("list of names")
    return cues, label.start("label")


def _lines(text: str, line: int) -> list[int]:
    """Where the line at `line`, the one before and the one after begin."""
    before = text.rfind("\n", max(0, line - 2 * _LINE), max(0, line - 1)) + 1
    after = text.find("\n", line, line + 2 * _LINE) + 1
    return [place for place in (before, line, after) if place or place == line]
