"""How the parts of a screen are named in running text: quoted, in capitals, or as icons.

Every repeat is bounded or possessive, so that the time taken grows no faster than the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from classifier.choices.scan import Scan
from classifier.choices.words import WORDS

# "To", "Monday": they open a sentence or go before a name, but never begin one.
_NO_NAME = "|".join(sorted(WORDS["begins no name"]))
# These begin a name ("Delete history"), but not with an article after them ("Delete the app").
_DOING = "|".join(sorted(WORDS["begins a name or an order"]))
VERB = (
    r"(?:choos(?:e|ing|es)|open(?:ing|s)?|select(?:ing|s)?|pick|tap(?:ping|s)?|click(?:ing|s)?|"
    r"press(?:ing|es)?|go(?:ing|es)?|scroll(?:ing|s)?|look|find(?:ing|s)?|visit(?:ing|s)?|toggle|"
    r"hit|swipe|tick(?:ing)?|check(?:ing)?|navigate|head|expand|use|enter|log(?:ging)? in|sign in)"
)
KIND = (
    r"(?:switch|toggle|settings?|slider|option|box|button|tab|page|screen|menu|form|section|tile|"
    r"link|portal|checkbox|tick box|heading|control|app|icon|submenu|panel|field|line|dashboard|"
    r"programme|program|preference)"
)
# Where a name ends and its sentence goes on: Data sharing | before that date
GOES_ON = (
    r"(?:then|or|a|an|where|which|that|is|are|was|were|will|would|can|could|may|if|by|before|"
    r"until|unless|in|on|from|at|as|so|to|when|while|after|it|you|your|without|says|said|and|the|"
    r"has|had|have|for|under|of|with|there|but|they|he|she|we|who|whose|this|than|because|since|"
    rf"did|does|do|told|into|{VERB})"
)
_CAPITAL = r"(?:[A-ZÀ-ÖØ-ÞĀ-ĮΑ-ΩА-Я]|[ei][A-Z])"
_CAPITAL_WORD = rf"{_CAPITAL}[\w’'&/+-]{{0,30}}+"
_NOT_FIRST = rf"(?!(?:{_NO_NAME})(?![’'-]?\w))"
# Your activity, All settings
_OWN = r"(?:Your|My|All) (?:activity|account|data|profile|settings|apps|[A-Z][\w’'-]{2,30}+)"
_NOT_DOING = (
    rf"(?!(?:{_DOING})"
    r" (?:the|your|it|them|this|that|these|a|an|all|to|off|out|in|by|with|for)\b)"
)
# Settings | & help,
_SMALL_WORDS = (
    rf"(?:(?: (?:&|and|or))? (?!{GOES_ON}\b)[a-z][\w’'/+-]{{0,30}}+){{1,4}}"
    r"(?=[,.;:)>→›»\n\"”*]|$| [>→›»⇒-]| (?:then|and|or|to (?:off|no|never))\b)"
)
# "Data sharing", *Smart Tips*, 'Ad topics', «Annonces»
QUOTED = (
    r"(?:\"[^\"\n]{2,70}\"|“[^”\n]{2,70}”|‘[^’\n]{2,60}’(?!\w)|(?<![\w*])\*[^*\n]{2,60}\*(?!\w)"
    r"|(?<![\w’'])'[A-Z][^'\n]{1,60}'(?!\w)|«[^»\n]{2,60}»|`[^`\n]{2,60}`)"
)
# Data for Generative AI Improvement; Ad settings; Privacy & safety
NAME = (
    rf"(?:{_OWN}|{_NOT_FIRST}{_NOT_DOING}{_CAPITAL_WORD})"
    rf"(?:(?: (?:&|and|of|for|to|the|my|with|in|on|or|by)){{0,2}} {_CAPITAL_WORD}){{0,6}}+"
    rf"(?: (?:settings|preferences|controls|permissions|options)\b)?+(?:{_SMALL_WORDS})?"
)
# Find senders you know; Use my workouts to improve Sona: a sentence as a name, which ends where
# the one round it goes on. Only after words that lead to a name.
_TITLE_ENDS = (
    r"(?:and|with|which|that|or|then|where|but|if|under|before|after|when|so|as|because|unless|"
    r"until|is|was|are|were|has|lives|sits|to (?:off|no|never|grey)|(?:in|on|at|from|for) (?:the|"
    r"your|its|their|this|each|every|any|a|an))"
)
_TITLE = (
    rf"{_CAPITAL_WORD}(?= [a-z])(?: (?!{_TITLE_ENDS}\b)[\w’'&/+-]{{1,30}}+){{1,9}}+"
    rf"(?= ?[.,;:!?()\n\"”*]|$| {_TITLE_ENDS}\b)"
)
_LEADS = re.compile(
    r"\b(?:called|named|labell?ed|titled|entitled|reads|see|toggle|(?:untick|uncheck|deselect|select)"
    r"(?:ing)?|disabl(?:e|ing)|choos(?:e|ing)|pick|tap|hit|press|click|"
    r"(?:you want|to (?:change|find|look for)) is|(?:turn|switch)(?:ing)? off|"
    r"tick (?:off|out of|from)|(?:switch|toggle|setting|option|slider|box)[,:]|"
    r"(?:row|line|box|switch|option|toggle|button|link|tab)(?: (?:that|which))? says) $",
    re.IGNORECASE,
)
_LEAD_WORDS = WORDS["leads"]
# then | Use my data
_ACTING = re.compile(
    r"(?:Use|Help|Allow|Let|Share|Show|Learn|Improve|Do|Don[’']t|Manage|Personali[sz]e) [a-z]"
)
_LEAD = 20  # characters before a name in which its lead stands
# the three dots
_ICON = (
    r"(?:(?:the )?\w{3,20} (?:symbol|icon)\b"
    r"|(?:the )?(?:three|profile|gear|account|hamburger|settings|user|menu)"
    r" (?:gear|cog|icon|avatar|picture|photo|dots|bars|lines|menu|wheel)\b"
    r"(?: (?:icon|menu|button))?"
    r"|(?:gear|cog|cogwheel|avatar|picture|photo|burger)\b(?: icon)?"
    # under privacy | then data sharing
    r"|(?:settings|preferences)\b|(?:profile|account|privacy|permissions|data sharing|billing)\b"
    r"(?=[,.;:)]| then\b| and then\b))"
)
_ELEMENT = re.compile(rf"(?P<quoted>{QUOTED})|(?P<name>{NAME})|(?P<icon>{_ICON})")
_TITLED = re.compile(_TITLE)
# Where an element may begin: to try it only there is several times faster.
_BEGINS = re.compile(
    rf"[\"“‘*'«`]|\b(?:{_CAPITAL}|the (?=\w{{3,20}} (?:symbol|icon)\b)|the three|three|profile|"
    r"gear|account|hamburger|settings|user|menu|cog|avatar|picture|photo|burger|preferences|"
    r"privacy|permissions|data sharing|billing)"
)
_MARKS = "\"“”*‘’'«»`."

ARROWS = "→›»⇒➜▸"
_ARROW = re.compile(rf"[>{ARROWS}]")
_ABOUT = ("off", "object", "delete", "refuse", "toggle")  # or the article names no way out
_MUCH = 6  # words of a screen: it is told step by step
_SCREEN = (*_ABOUT, "menu")  # matters that tell that a screen is spoken of
_OPENS = '"“‘*«-•–'  # of a list's line, or of a name that is a sentence of its own

Form = Literal["quoted", "name", "title", "icon"]


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a screen, or anything that is named like one."""

    start: int
    end: int
    form: Form


def elements(scan: Scan) -> list[Element]:
    """What may be part of a screen, in order; only where the article speaks of one."""
    found: list[Element] = []
    for start, end in _lively(scan):
        for begin in _BEGINS.finditer(scan.text, start, end):
            if found and begin.start() < found[-1].end:
                continue
            if element := _element(scan.text, begin.start(), end):
                found.append(element)
    return found


def _element(text: str, start: int, end: int) -> Element | None:
    match = _ELEMENT.match(text, start, end)
    if _is_led(text, start):
        title = _TITLED.match(text, start, end)
        if title and (not match or title.end() >= match.end()):
            return Element(start, title.end(), "title")
    if not match:
        return None
    form: Form = match.lastgroup  # type: ignore[assignment]  # the groups are the forms
    return Element(start, match.end(), form)


def _is_led(text: str, start: int) -> bool:
    """Whether the words before lead to a name that may be a sentence: the box says | Help us."""
    before = text[max(0, start - _LEAD) : start - 1]
    last = before[before.rfind(" ") + 1 :].lower()  # to look for all leads each time is slow
    if last in _LEAD_WORDS and _LEADS.search(text, max(0, start - _LEAD), start):
        return True
    return (last == "then" or last.endswith(",")) and bool(_ACTING.match(text, start))


def bare(text: str, element: Element) -> str:
    """An element's words without the marks round them."""
    return text[element.start : element.end].strip(_MARKS)


def _lively(scan: Scan) -> Iterator[tuple[int, int]]:
    """The sentences that may tell of a screen: most of a newspaper's do not."""
    about = scan.speaks(_ABOUT, 0, len(scan.text)) or scan.count("menu") >= _MUCH
    if not about and not _ARROW.search(scan.text):
        return
    lively = scan.sentences(_SCREEN) if about else set()
    for number, (start, end) in enumerate(zip(scan.ends, scan.ends[1:], strict=False)):
        if start < end and (
            number in lively
            or (about and scan.text[start] in _OPENS)
            or _ARROW.search(scan.text, start, end)
        ):
            yield start, end
