"""Forms, pages and addresses to turn to: mail, post, telephone, messages, the web."""

import re
from collections.abc import Iterator

from classifier.choices.candidates import Candidate
from classifier.choices.names import NAME, QUOTED
from classifier.choices.scan import Scan
from classifier.choices.words import WORDS

# the objection form | under "Legal"
_FOOT = r"(?:foot|bottom) of (?:the|each|every|any) (?:page|site|e-?mail)"
_AT = re.compile(
    r",? (?:under|in|on|at|from|called|named|titled|behind) (?:the |your |its )?"
    rf"(?:(?:page|section|menu|tab|heading) )?(?:{QUOTED}|{NAME}|website|app|site|{_FOOT})"
)
_UNDER = re.compile(rf",? (?:under|in|at) (?:the |your )?(?:{QUOTED}|{NAME})")
_OUT_FORM = re.compile(
    r"(?:objections?|opt[- ]?out|declin(?:e|ing)|refusal|withdrawal|deletion|erasure|exclusion|"
    r"removal|do[- ]not[- ]sell|unsubscribe|opposition|cancellation|revocation|suppression|privacy)"
    r" (?:request )?(?:form|page|link|portal|tool|dashboard|cent(?:er|re)|site|website|hub|"
    r"register|list)\b(?P<name> \([^)\n]{2,30}\))?",
    re.IGNORECASE,
)
_OUT_WORDS = WORDS["begins out form"]
_NONE = re.compile(r"\b(?:no|without|without an?) $")
# request form T-9
_NUMBERED = re.compile(
    r"(?:(?:request|objection|opt-out|decline|refusal) )?[Ff]orm (?:no\. ?|number )?"
    r"(?:[A-Z]{1,4}[- ]?\d{1,4}\w?|\d{1,3}[a-zA-Z]?\b(?! (?:of|per)))"
)
_OUT = ("off", "object", "delete", "refuse")
_BEFORE_FORM = WORDS["begins numbered form"]
# the billing page; a switch for it in the admin panel
_PLAIN = re.compile(
    r"(?:(?:switch|toggle|setting|option|box|checkbox|control) (?:for it )?(?:is )?(?:in|on|under)"
    r" (?:the|your|their|its|each|her|his) )?"
    r"(?:admin|account|privacy|billing|profile|security|advertising|ad|customer|member|partner|"
    r"loyalty|developer|owner|legal|notification|marketing|communication)"
    r" (?:page|panel|console|settings|preferences|portal|area|menu|dashboard|tab|section|screen|"
    r"cent(?:re|er)|controls)\b"
)
_PLAIN_WORDS = WORDS["begins plain place"]

_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,4}"
    r"|(?<=to )[a-z][\w.-]{1,30}+ (?:at|\[at\]|\(at\)) [\w-]{1,63}+(?:\.[a-z]{2,10}){1,3}+(?![\w/])"
)
_SPELT_MAIL = re.compile(r" at [\w-]{1,63}\.[a-z]|[\[(]at[\])]")
_DOMAINS = r"\.(?:com|org|net|eu|uk|gov|io|co|example|info|ca|de|fr|au|nz|ie)\b"
_HAS_WEB = re.compile(rf"://|www\.|{_DOMAINS}")
_WEB = re.compile(
    r"\b(?:https?://|www\.)[^\s\"”)>,]{3,200}(?<![.;:])"
    rf"|\b[a-z0-9-]{{1,63}}+(?:\.[a-z0-9-]{{1,63}}+){{0,3}}?{_DOMAINS}"
    r"(?:/[^\s\"”)>,]{0,200}(?<![.;:]))?(?!\w|\.\w|@)"
)
# reply STOP; send STOP ADS to 5252
_MESSAGE = re.compile(
    r"(?:[Rr]eply|[Tt]ext|[Ss]end|SMS|[Tt]exting|[Ss]ending|[Rr]eplying)(?: with)?(?: the)?"
    r"(?: words?| code)? [\"“‘]?[A-Z]{2,20}(?: [A-Z0-9]{1,20}){0,2}\b[\"”’]?"
    r"(?P<to>(?: by SMS| by text)? to (?:the )?(?:number )?(?:\d{3,8}|a short code))?"
)
_MESSAGE_WORDS = WORDS["begins message"]
# call us on | 0800 123 456; dial | *123#
_NUMBER = re.compile(r"\d[\d() -]{5,17}\d\b|\*\d{2,4}(?:\*\d{1,4}){0,4}#")
_CALLED = re.compile(
    r"\b(?:call(?:ing)?|ring(?:ing)?|phon(?:e|ing)|dial(?:l?ing)?|telephone|freephone|hotline|"
    r"helpline|number|on|at)(?: \w+){0,4}?:? [+(]{0,2}$",
    re.IGNORECASE,
)
# Customer Records, PO Box 1170, Manukau
_POST = re.compile(
    r"(?:[A-Z][\w’'&.-]{0,30}+(?: (?:&|and|of|for|the))*[ ,]{1,2}+){0,6}"
    r"(?:P\.?O\.? Box|Private Bag|Freepost|FREEPOST|GPO Box)(?: [A-Z0-9][\w-]{0,20}+){0,3}"
    r"(?:, [A-Z0-9][\w -]{1,30}?(?=[,.;\n]| with\b| by\b| and\b|$)){0,3}"
)
_BEFORE_NUMBER = 40  # characters: "call our helpline for customers on"
_POST_WORDS = (" Box", "Private Bag", "Freepost", "FREEPOST")


def forms(scan: Scan) -> Iterator[Candidate]:
    """Forms with a number, a name or a place, and pages of an account."""
    text = scan.text
    for match in _matches(scan, _OUT_WORDS, _OUT_FORM):
        place = _AT.match(text, match.end())
        none = _NONE.search(text, max(0, match.start() - 12), match.start())
        if (place or match["name"]) and not none:
            end = place.end() if place else match.end()
            yield _form(match.start(), end, "out", "placed")
    for match in _matches(scan, _PLAIN_WORDS, _PLAIN):
        place = _UNDER.match(text, match.end())
        if place:
            yield _form(match.start(), place.end(), "plain", "placed")
        else:
            yield _form(match.start(), match.end(), "plain")
    for match in _matches(scan, _BEFORE_FORM, _NUMBERED):
        around = scan.around(match.start(), match.end())
        if scan.speaks(_OUT, around.start, around.end):  # not "Form 20-F for the fiscal year"
            yield _form(match.start(), match.end(), "numbered")


def addresses(scan: Scan) -> Iterator[Candidate]:
    """Every address, whatever it is for."""
    text = scan.text
    if "@" in text or _SPELT_MAIL.search(text):
        yield from (_address(match, "mail") for match in _MAIL.finditer(text))
    if _HAS_WEB.search(text):
        for match in _WEB.finditer(text):
            yield _address(match, "web", *(["page"] if "/" in match.group() else []))
    for match in _matches(scan, _MESSAGE_WORDS, _MESSAGE):
        yield _address(match, "message", *(["to"] if match["to"] else []))
    for match in _NUMBER.finditer(text):
        if called := _CALLED.search(text, max(0, match.start() - _BEFORE_NUMBER), match.start()):
            yield Candidate(called.start(), match.end(), "address", frozenset({"phone"}))
    if any(words in text for words in _POST_WORDS):
        yield from (_address(match, "post") for match in _POST.finditer(text))


def _matches(
    scan: Scan, words: frozenset[str], pattern: re.Pattern[str]
) -> Iterator[re.Match[str]]:
    """Matches that begin with one of `words`, none inside another."""
    if words.isdisjoint(scan.vocabulary):
        return
    last = 0
    for word, start in zip(scan.words, scan.starts, strict=True):
        if word in words and start >= last and (match := pattern.match(scan.text, start)):
            last = match.end()
            yield match


def _form(start: int, end: int, *cues: str) -> Candidate:
    return Candidate(start, end, "form", frozenset(cues))


def _address(match: re.Match[str], *cues: str) -> Candidate:
    return Candidate(match.start(), match.end(), "address", frozenset(cues))
