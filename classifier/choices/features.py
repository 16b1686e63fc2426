"""What speaks for and against a candidate: its own words, and those round it."""

import re
from dataclasses import dataclass
from functools import cached_property

from classifier.choices.candidates import Candidate
from classifier.choices.names import ARROWS, Element, bare
from classifier.choices.paths import MENU
from classifier.choices.scan import Around, Scan
from classifier.choices.words import WORDS

_OUT = ("off", "object", "delete", "refuse")
_PLAINLY_OUT = ("off", "object")
_CLOSE = 70  # characters: about the find's own clause
_PARAGRAPH = 500  # characters on either side
_ELSEWHERE = 100  # characters round another mention of the same name
_VERB_WITHIN = 12  # words before a find in which its verb stands
_LONG_NAME = 7  # words: rather a sentence than a name
_WIDE = 9  # characters of a name that is not said by chance elsewhere

# What people want to leave, in a control's or path's name
_PRIVATE = WORDS["private"]
_LOOKS = WORDS["looks"]
_POLICY = WORDS["policy"]
_BANNER = re.compile(
    r"(?:accept\w*|agree|continue|reject|refuse|got it|yes|ok|okay|allow|learn more|more choices|"
    r"decline|start|next|maybe later|not now|cookies?|i agree|confirm|save|manage)"
    r"(?: (?:all|cookies?|and \w+|everything|options|choices|settings|preferences))?",
    re.IGNORECASE,
)
_COOKIES = WORDS["cookies"]
_JOINS = WORDS["joins"]
_OFFICIAL = WORDS["official"]
_DOES = WORDS["does"]
_SAYS_OUT = WORDS["says out"]
_STOP = WORDS["stop"]
_SWITCHES = WORDS["switches"]
_PAGES = WORDS["pages"]
_BUTTONS = WORDS["buttons"]
_FORMS = WORDS["forms"]
_DO = WORDS["do"]
_TOLD = WORDS["told"]
_OPENS_CLAUSE = ".:;!?\n(,-–•*"
_OUT_PAGE = re.compile(
    r"opt-?_?out|object|unsubscribe|delet|privacy|do-?not|forget|eras|remov|un-?enrol|consent|choice|"
    r"setting|leave|suppress|exclu|withdraw",
    re.IGNORECASE,
)
_DESK = re.compile(r"\b(?:press|media|news\w*|editors?|tips|letters|pr)@")
_LED = re.compile(r"(?:\b(?:at|to|visit|via|on|see|is|call|ring|phone|form:)|:) $")
_LED_WITHIN = 8  # characters
_ITEM = re.compile(r"(?:\**(?:\d{1,2}[.)]|[Ss]tep\b|First|Second|Third|Then)|[-•–*] )")
_ON_AFTER = re.compile(r"[^.\n]{0,25}?\b(?:turn|switch)(?:s|es|ing)? (?:\w+ )?on\b", re.IGNORECASE)
_FAR_LINE = 400  # characters back to where the line begins


@dataclass(frozen=True)
class Article:
    """An article as a whole: its words and the names in it."""

    scan: Scan
    elements: list[Element]

    @cached_property
    def names(self) -> dict[str, list[int]]:
        """Where each name stands."""
        places: dict[str, list[int]] = {}
        for element in self.elements:
            places.setdefault(bare(self.scan.text, element), []).append(element.start)
        return places

    @cached_property
    def tells(self) -> frozenset[str]:
        """What the article as a whole is about."""
        count = self.scan.count
        out = count("off") + count("object")
        counts = {
            "article: out": out >= 3,
            "article: out often": out >= 6,
            "article: default": count("default") >= 2,
        }
        return frozenset(name for name, holds in counts.items() if holds)

    @cached_property
    def legal(self) -> bool:
        """Whether it reports a case more than a practice."""
        return self.scan.count("law") >= 8


def features(candidate: Candidate, article: Article) -> set[str]:
    """Names of all that holds of `candidate`; the weights of each are in weights.json."""
    scan = article.scan
    around = scan.around(candidate.start, candidate.end)
    kind = candidate.kind
    held = {kind, *(f"{kind}: {cue}" for cue in candidate.cues), *article.tells}
    held |= _own(candidate, scan)
    held |= _nearby(candidate, scan, around)
    held |= _told(candidate, scan, around)
    told = scan.speaks(("modal", "you"), around.start, around.end)
    if not told:
        past = {"past"} if scan.count("past", around.start, around.end) else set()
        held |= {f"{kind}: {name}" for name in past | ({"legal"} if article.legal else set())}
    if kind == "control":
        held |= _control(candidate, article, held)
    elif kind == "address":
        held |= _address(candidate, scan, around)
    return held


def _own(candidate: Candidate, scan: Scan) -> set[str]:
    """What the find's own words say."""
    kind, words = candidate.kind, scan.words_in(candidate.start, candidate.end)
    held = set()
    if words & _PRIVATE:
        held.add(f"{kind}: private")
    last = scan.words_in(*_last_step(candidate, scan.text)) if kind == "path" else words
    if words & _LOOKS and not (kind == "path" and last & _PRIVATE):
        held.add("looks")
        if kind == "path" and last & _LOOKS:
            held.add("path: to looks")
    if words & _JOINS:
        held.add("joins")
    if words & _COOKIES:
        held.add("cookies")
    if kind in ("path", "control") and MENU.search(scan.text, candidate.start, candidate.end):
        held.add(f"{kind}: menu")
    held |= {f"path: {steps} steps" for steps in (3, 4) if candidate.steps >= steps}
    return held


def _last_step(candidate: Candidate, text: str) -> tuple[int, int]:
    """Where a path's last step stands."""
    marks = [text.rfind(mark, candidate.start, candidate.end) for mark in (*ARROWS, ">", ",")]
    return max(*marks, candidate.start), candidate.end


def _nearby(candidate: Candidate, scan: Scan, around: Around) -> set[str]:
    """What its sentence, the neighbouring ones and its paragraph speak of."""
    sentence = (around.start, around.end)
    close = (candidate.start - _CLOSE, candidate.end + _CLOSE)
    paragraph = (candidate.start - _PARAGRAPH, candidate.end + _PARAGRAPH)
    out = scan.speaks(_OUT, *sentence)
    holds = {
        **{f"sentence: {matter}": bool(scan.count(matter, *sentence)) for matter in _MATTERS},
        "sentence: toggle": _outside(scan, "toggle", sentence, candidate),
        "sentence: start": scan.speaks(("start", "on"), *sentence),
        f"{candidate.kind}: out": out,
        "before: out": scan.speaks(_OUT, around.before, around.start),
        "before: plainly out": scan.speaks(_PLAINLY_OUT, around.before, around.start),
        "before: toggle": bool(scan.count("toggle", around.before, around.start)),
        "after: toggle": bool(scan.count("toggle", around.end, around.after)),
        "after: out": scan.speaks(_OUT, around.end, around.after),
        "beside: default": bool(
            scan.count("default", around.before, around.start)
            or scan.count("default", around.end, around.after)
        ),
        f"{candidate.kind}: silent": not (
            candidate.cues & _TURNED_OFF
            or scan.speaks(_OUT, *paragraph)
            or _outside(scan, "toggle", paragraph, candidate)
        ),
        "close: out": scan.speaks(_OUT, *close),
        "close: plainly out": scan.speaks(_PLAINLY_OUT, *close),
        "paragraph: plainly out": scan.speaks(_PLAINLY_OUT, *paragraph),
    }
    return {name for name, held in holds.items() if held}


_MATTERS = ("off", "object", "delete", "refuse", "default", "gone", "law", "press", "you")


_TURNED_OFF = {"off", "to off", "off after"}


def _outside(scan: Scan, matter: str, span: tuple[int, int], candidate: Candidate) -> bool:
    """Whether `matter` is spoken of in `span` by other words than the find's own."""
    return scan.count(matter, *span) > scan.count(matter, candidate.start, candidate.end)


def _told(candidate: Candidate, scan: Scan, around: Around) -> set[str]:
    """How the reader is told: as a step, an order, a question."""
    held = set()
    text, start = scan.text, candidate.start
    if _is_told(scan, start, around.start):
        held.add("told to")
    line = text.rfind("\n", max(0, start - _FAR_LINE), start) + 1
    if (line or start < _FAR_LINE) and _ITEM.match(text, line):
        held.add("item")
    if text[max(around.start, around.end - 3) : around.end].rstrip().endswith("?"):
        held.add("question")
    if _ON_AFTER.match(text, candidate.end):
        held.add("turned on after")
    return held


def _is_told(scan: Scan, start: int, sentence: int) -> bool:
    """Whether a verb before or first in the find tells to do it: you can open | Settings."""
    last = scan.before(start)
    for number in range(min(last, len(scan.words) - 1), max(-1, last - 1 - _VERB_WITHIN), -1):
        place = scan.starts[number]
        if place < sentence:
            return False
        if scan.words[number] in _DO and (
            place == sentence
            or (number and scan.words[number - 1] in _TOLD)
            or scan.text[max(0, place - 6) : place].rstrip(" *")[-1:] in _OPENS_CLAUSE
        ):
            return True
    return False


def _control(candidate: Candidate, article: Article, held: set[str]) -> set[str]:
    scan, cues = article.scan, candidate.cues
    name = scan.text[candidate.name_start : candidate.name_end].strip("\"“”*‘’'«»")
    words = scan.words_in(candidate.name_start, candidate.name_end)
    beside = scan.words_in(candidate.start, candidate.name_start) | scan.words_in(
        candidate.name_end, candidate.end
    )
    out_near = "control: out" in held or "close: out" in held
    holds = {
        "switch": beside & _SWITCHES,
        "page": beside & _PAGES,
        "button": beside & _BUTTONS,
        "form": beside & _FORMS,
        "says out": "quoted" in cues and "off" not in cues and words & _SAYS_OUT,
        "policy": words & _POLICY,
        "banner": _BANNER.fullmatch(name),
        "official": words & _OFFICIAL,
        "does": name.split(" ")[0].lower() in _DOES,
        "long": len(name.split()) >= _LONG_NAME,
        "small letter": "quoted" in cues and name[:1].islower(),
        "one word": "name" in cues and " " not in name and not MENU.search(name),
        "under, out": "under" in cues and out_near,
        "off, told": "off" in cues and "told to" in held,
        "called, out": "called" in cues and out_near,
        "opened, out": "opened" in cues and out_near and "told to" in held,
        "switch, out": "kind after" in cues and beside & _SWITCHES and out_near,
        "elsewhere": _is_elsewhere(candidate, article, name),
    }
    return {f"control: {name}" for name, holds_ in holds.items() if holds_}


def _is_elsewhere(candidate: Candidate, article: Article, name: str) -> bool:
    """Whether the same name stands elsewhere, near words that speak of a switch or a way out."""
    if len(name) < _WIDE:
        return False
    for place in article.names.get(name.strip("."), [])[:6]:
        if abs(place - candidate.name_start) > len(name) and article.scan.speaks(
            ("off", "object", "toggle"), place - _ELSEWHERE, place + len(name) + _ELSEWHERE
        ):
            return True
    return False


def _address(candidate: Candidate, scan: Scan, around: Around) -> set[str]:
    text, start = scan.text, candidate.start
    own = text[start : candidate.end]
    ordered = text[max(0, start - 4) : start].rstrip()[-1:] in ",.;:" or scan.words[
        max(0, scan.before(start) - 1) : scan.before(start)
    ][:1] in ([word] for word in ("to", "can", "must", "may", "please", "or", "and", "then"))
    holds = {
        "object": scan.count("object", around.start, around.end),
        "press": scan.count("press", around.start, around.end) or _DESK.search(own),
        "says out": scan.words_in(start, candidate.end) & _SAYS_OUT or _OUT_PAGE.search(own),
        "stop word": set(re.findall(r"[A-Z]+", own)) & _STOP,
        "said, out": "said" in candidate.cues
        and scan.speaks(_OUT, around.before, around.end)
        and ordered,
        "led": candidate.cues & {"page", "phone"}
        and _LED.search(text, max(0, start - _LED_WITHIN), start),
        "reach": scan.count("reach", around.start, start),
        "ordered": candidate.cues & {"phone", "message"} and ordered,
    }
    return {f"address: {name}" for name, holds_ in holds.items() if holds_}
