"""Ways through menus: parts of a screen in the order in which a reader goes through them."""

import re
from collections.abc import Iterator

from classifier.choices.candidates import Candidate
from classifier.choices.names import ARROWS, GOES_ON, KIND, VERB, Element
from classifier.choices.scan import Scan
from classifier.choices.words import WORDS

_TRAIL = 100  # characters of a first line that only tells where the page stands
MOST_STEPS = 10  # the longest path of the corpus has seven
_LONGEST_GAP = 60  # characters between two names of a path

_ARROW = rf"(?:[{ARROWS}]|->|>)"
_STEP = rf"{_ARROW}[^{ARROWS}>\n.]{{1,40}}"
# Settings | > three dots > | Deactivate
_ARROW_GAP = re.compile(rf" ?(?:{_STEP})?(?:{_STEP})?{_ARROW} ?")
# Settings | > clear all
_SMALL_STEP = re.compile(rf"(?: > ?| -> ?| ?[{ARROWS}] ?)[^{ARROWS}>\n.,;:()]{{1,40}}")
_WORDS = re.compile(rf"(?: (?!{GOES_ON}\b)[\w’'&/+-]{{1,30}}+){{0,4}}")
_STEP_WORDS = re.compile(rf"{_ARROW} ?\S+(?: (?!{GOES_ON}\b)\S+){{0,4}}")
# Settings | , then open the small tab called | Privacy
_GAP = re.compile(
    r"(?:[ ,]|\b(?:then|and|again|the|your|a|an|this|that|its|it|is|are|sits|lives|found|appeared|"
    r"right|at|top|bottom|foot|end|left|corner|small|little|tiny|big|first|second|third|last|next|"
    r"called|named|labelled|labeled|marked|for|word|under|in|on|within|inside|of|to|into|down|"
    r"through|from|there|with|off|turn|toggle|switch|slide|set|untick|uncheck|disable|clear|"
    rf"deselect|{VERB}|{KIND})\b)+"
)
# Set Ads | to Never
TO_OFF = re.compile(
    r" (?:from [“\"]?\w{2,20}[”\"]? )?(?:to|at|=) [“\"*]?(?:off|no|none|never|not|nobody|disabled|"
    r"only me|private|false|basic|strict|limited|minimal|grey)\b",
    re.IGNORECASE,
)
_GAP_VERB = re.compile(rf"\b{VERB}\b")
_INSIDE = re.compile(r"\b(?:under|in|on|within|inside|at)\b")
_QUOTED_ARROW = re.compile(rf"[{ARROWS}]| > ")
# a heading that others stand under
_OUTER = re.compile(
    r"(?:the )?(?:(?:\w+ )?(?:[Ss]ettings|[Pp]references|Account|Privacy|Profile|Security|"
    r"Permissions)|General|Advanced|Labs|Legal|Options|Notifications|Appearance|Billing)"
    r"(?: (?:&|and) \w+)?"
)
# What tells "Settings, Privacy" from "Austria, Belgium" ...
MENU = re.compile(
    r"\b(?:Settings|Account|Privacy|Preferences|Profile|Options|More|Advanced|Labs|Support|Legal|"
    r"Menu|Data|Help|Security|Permissions|Controls|Apps|Tools|Terms|Me|Configuration|Parental|"
    r"General|System|About|Admin|Home|Appearance|Notifications|Billing|Sharing|settings|preferences|privacy|account|controls|options|menu|"
    r"gear|cog|avatar|dots|bars)\b"
)
_MENU_STEP = re.compile(
    r"(?:(?:the|my|your|My|App|Account|Privacy|AI|Advanced|User|Admin|System|Browser) )?(?:\w+ )?"
    r"(?:[Ss]ettings(?: app)?|App info|Permissions|Apps|Admin|Home|Account|Privacy|Preferences|"
    r"Profile|Options|More|Advanced|Labs|Support|Legal|Menu|Help|Privacy (?:&|and) \w+|"
    r"Settings (?:&|and) [Pp]rivacy|Data [Pp]rivacy|Data [Cc]ontrols|gear|cog|three \w+|"
    r"preferences)"
)
# Settings, Privacy at the beginning of a sentence or after "(" and the like
_STARTS = re.compile(r"(?:[.:;(!?\n*–-] ?|\bthen )$")
# ... and "tap Home, then Sharing" from "met Ann, then Bob".
_OPENED = re.compile(
    rf"\b(?:{VERB}|under|through|via)"
    r"(?: (?:in to|into|to|on|down to|at|over to))? (?:the |your )?$"
    r"|\b(?:press|tap|click|touch|hold)(?: on)? (?:the|your) \w+(?: \w+)?, $",
    re.IGNORECASE,
)


_LED_TO = re.compile(r"\b(?:in|at|from|is|it’s|it's|then|under|via|app,|and) (?:the |your )?$")
_PRIVATE = WORDS["private"]


# the shield, then | AI companion
_FIRST = re.compile(r"\b(?:[Tt]he|[Yy]our) [a-z]{2,15}(?: [a-z]{2,15})?,? (?:and )?then $")
_SMALL = re.compile(r"settings|preferences|profile|account|privacy|permissions|data|billing")
_TOLD = {"then", "opened"}  # what joins steps, and hardly ever anything else


def paths(scan: Scan, elements: list[Element]) -> Iterator[Candidate]:
    """Every run of names that leads through menus."""
    text = scan.text
    plain = []
    for element in elements:
        if element.form == "quoted" and _QUOTED_ARROW.search(text, element.start + 1, element.end):
            yield from _quoted(text, element)
        else:
            plain.append(element)
    first = 0
    while first < len(plain):
        last, cues = _run(text, plain, first)
        path = _path(text, plain[first : last + 1], cues)
        if path:
            yield path
        if path or last == first or _is_trail(text, plain[first].start):
            first = last + 1
        else:
            first = first + 1 if cues & _TOLD else last


def _quoted(text: str, element: Element) -> Iterator[Candidate]:
    """*Account > Data*"""
    steps = 1 + len(_QUOTED_ARROW.findall(text, element.start, element.end))
    if not _is_trail(text, element.start):
        yield Candidate(
            element.start + 1, element.end - 1, "path", frozenset({"arrow"}), steps=steps
        )


def _run(text: str, elements: list[Element], first: int) -> tuple[int, set[str]]:
    """The last element of a run that begins with `first`, and how its parts are joined."""
    cues: set[str] = set()
    last = first
    while last + 1 < len(elements) and last - first < MOST_STEPS:
        joined = _joined(text, elements[last], elements[last + 1])
        if not joined:
            break
        cues |= joined
        last += 1
    return last, cues


def _joined(text: str, one: Element, other: Element) -> set[str]:
    """How two elements hang together; nothing if they do not."""
    gap = text[one.end : other.start]
    if len(gap) > 2 * _LONGEST_GAP or "\n" in gap:
        return set()
    if _ARROW_GAP.fullmatch(gap):
        bare = gap == ">"  # DE>EN
        return {"arrow"} if not bare or MENU.search(text, one.start, other.end) else set()
    if len(gap) > _LONGEST_GAP or gap.startswith(" to use") or not _GAP.fullmatch(gap):
        return set()
    cues = {"then"} if " then" in gap else set()
    if _GAP_VERB.search(gap):
        cues.add("opened")
    if "," in gap and not cues:
        cues.add("and" if " and" in gap else "comma")
    if _INSIDE.search(gap):
        cues.add("inside")
    return cues


def _path(text: str, run: list[Element], cues: set[str]) -> Candidate | None:
    start, end, further = run[0].start, run[-1].end, 0
    while further < MOST_STEPS and (step := _SMALL_STEP.match(text, end)):
        end, further = step.end(), further + 1
    if further:
        cues = cues | {"arrow"}
        last = max(text.rfind(arrow, start, end) for arrow in (*ARROWS, ">"))
        words = _STEP_WORDS.match(text, last, end)
        end = words.end() if words else end
    elif "arrow" in cues and run[-1].form == "name":
        words = _WORDS.match(text, end)
        end = words.end() if words else end
    off = TO_OFF.match(text, end)
    end = off.end() if off else end
    if first := _FIRST.search(text, max(0, start - _LONGEST_GAP), start):
        start, further, cues = first.start(), further + 1, cues | {"then"}
    if len(run) + further < 2 or not _leads_on(text, run, cues):
        return None
    return Candidate(start, end, "path", frozenset(cues), steps=len(run) + further)


def _leads_on(text: str, run: list[Element], cues: set[str]) -> bool:
    """Whether the run goes through menus: an enumeration of places or people does not."""
    start = run[0].start
    if "arrow" in cues:
        return not _is_trail(text, start)
    opened = bool(_OPENED.search(text, max(0, start - 40), start))
    starts = bool(not start or _STARTS.search(text, max(0, start - 6), start))
    if cues & _TOLD:
        then = text.count("then ", max(0, start - len("then ")), run[-1].start)
        return opened or (starts and then > 1) or _is_named(text, run)
    long = len(run) > 2
    small = any(_SMALL.match(text, step.start) for step in (run[1:] if long else run))
    if cues == {"inside"}:
        outer = text[run[-1].start : run[-1].end]
        return not small and bool(_OUTER.fullmatch(outer))
    return (
        _is_in_menus(text, run, opened, starts or opened)
        and ("and" not in cues or run[0].form == "icon")
        and (not small or "inside" in cues)
    )


def _is_named(text: str, run: list[Element]) -> bool:
    """Whether its first or last step is named like a part of a menu."""
    ends = (run[0], run[-1])
    return run[0].form == "quoted" or any(MENU.search(text, end.start, end.end) for end in ends)


def _is_in_menus(text: str, run: list[Element], opened: bool, begins: bool) -> bool:
    """Whether steps that only commas join are those of a menu."""
    start, long = run[0].start, len(run) > 2
    steps = [
        step.form == "icon" or bool(_MENU_STEP.fullmatch(text, step.start, step.end))
        for step in run
    ]
    inside = bool(_LED_TO.search(text, max(0, start - 12), start))
    led = begins or (steps[0] and long) or inside
    last = set(text[run[-1].start : run[-1].end].lower().split())
    menu = (opened or inside) and bool(last & _PRIVATE)
    menu = menu or (opened and bool(MENU.search(text, start, run[-1].end)))
    return bool(led and (any(steps) or (long and menu)))


def _is_trail(text: str, start: int) -> bool:
    """Whether a path stands on top of the page: "Help > Privacy" tells where the reader is."""
    first = text.find("\n", 0, _TRAIL)
    return start <= len("**") or (start < first and text[first - 1] not in ".!?:")
