"""Forms, pages and addresses to turn to: mail, post, telephone, messages, the web."""

import re
from collections.abc import Iterator

from classifier.choices.candidates import Candidate
from classifier.choices.names import NAME, QUOTED
from classifier.choices.scan import Scan
from classifier.choices.words import WORDS

# the objection form | under "Legal"
_FOOT = (
    r"(?:foot|bottom|end) of (?:the|each|every|any|its|their|our) "
    r"(?:\w{2,15} )?(?:page|site|e-?mail|policy|notice|letter)"
)
# their website; outpatient reception; any customer desk
_SPOT = (
    r"(?:[a-z]{2,15} ){0,2}(?:website|app|site|reception|desk|counter|office|branch|surgery|till|"
    r"town hall|newsletter|bill|statement)\b"
)
_ADDRESS = r"[a-z0-9-]{1,30}+(?:\.[a-z]{2,10}){1,2}\b(?:/[^\s\"”)>,]{0,60}\w)?"
_AT = re.compile(
    r",? (?:available |accessible |linked )?"
    r"(?:under|in|on|at|from|through|via|called|named|titled|behind|for) "
    r"(?:the |your |its |their |our |any |each )?"
    rf"(?:(?:page|section|menu|tab|heading) )?(?:{QUOTED}|{NAME}|{_FOOT}|{_SPOT}|{_ADDRESS})"
    r"| (?:enclosed|attached|below|overleaf|that c[ao]mes? with (?:the|your|this) \w+)"
)
_UNDER = re.compile(rf",? (?:under|in|at) (?:the |your )?(?:{QUOTED}|{NAME})")
_OUT_FORM = re.compile(
    r"(?:objections?|opt[- ]?out|declin(?:e|ing)|refusal|withdrawal|deletion|erasure|exclusion|"
    r"removal|do[- ]not[- ]sell|unsubscribe|opposition|cancellation|revocation|suppression|"
    r"privacy|request) (?:request )?"
    r"(?:form|page|link|portal|tool|dashboard|cent(?:er|re)|site|website|hub|register|list|"
    r"card|slip)\b(?P<name> \([^)\n]{2,30}\))?",
    re.IGNORECASE,
)
_OUT_WORDS = WORDS["begins out form"]
_NONE = re.compile(r"\b(?:no|without|without an?) $")
# request form T-9
_NUMBERED = re.compile(
    r"(?:(?:request|objection|opt-out|decline|refusal) )?[Ff]orm (?:no\. ?|number )?"
    r"(?:[A-Z]{1,4}[- ]?\d{1,4}\w?|[A-Z]{2,4}-[A-Z]\b|\d{1,5}(?:-?[a-zA-Z])?\b(?! (?:of|per)))"
)
# Household Separation form (HS-1); the "No Research" slip
_NAMED = re.compile(
    r"(?:\b(?!(?:The|An?|This|That|Your|No|Each|Our|Their|Its) )(?:[A-Z][\w’'-]{1,20}+ ){1,5}"
    r"(?:[Ff]orm|slip|Request)"
    r"|\b(?:reply|response|return|tear-off|pink|blue|red|yellow|white) (?:form|slip|card)"
    rf"|{QUOTED} (?:request )?(?:form|slip|card))\b(?: \([^)\n]{{2,30}}\))?"
)
_NAMED_WORDS = WORDS["begins to be named"]
_PART_OF = re.compile(r"\b(?:beneath|under|below|on|of|in) (?:the|a|an|its|your) $", re.IGNORECASE)
_NAME_BEFORE = 110  # characters of a form's name
_NAME_AFTER = 35  # characters: slip (HS-1)
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
    r"(?:[Rr]eply|[Tt]ext|[Ss]end|SMS|[Tt]exting|[Ss]ending|[Rr]eplying|[Mm]essag(?:e|ing))"
    r"(?: (?:us|the|a|our|back|bot|number|\d{3,8}|with|to|words?|code|single|one|welcome|e-?mail|"
    r"message|letter)){0,9}?"
    r" [\"“‘]?[A-Z]{2,20}(?: [A-Z0-9]{1,20}){0,2}\b[\"”’]?(?: (?:plus|and|with) [a-z ]{2,30})?"
    r"(?P<to>(?: by SMS| by text)? to (?:the )?(?:number )?(?:\d{3,8}|a short code))?"
)
# say, "No training"
_SAYING = re.compile(r"\w+(?: (?:the|words?|phrase|just|that|to|them|it|you)){0,3}[,:]? " + QUOTED)
# not "decrees that say"
_TOLD = re.compile(
    r"(?:^|[.,;:!?(\n*–-]|\b(?:to|just|can|must|may|please|or|and|then|by|should|simply|you)) ?$"
)
_BEFORE_SAYING = 10  # characters
_SAYING_WORDS = WORDS["begins saying"]
_BIG = r"(?:P\.O\.|[A-Z0-9](?:[\w’'&-]|\.(?=\w)){0,30}+)"
# write to | Housing Data Team, Room 14, Civic Centre
_LETTER = re.compile(
    r"\w+(?: [\w’'()-]{1,20}){0,10}? (?:to|at) (?:the |our |its )?"
    rf"(?P<post>{_BIG}(?: [\w’'&-]{{1,30}}+){{0,6}}(?:, {_BIG}(?: {_BIG}){{0,4}}){{1,5}})"
)
# --no-telemetry; PLUME_DISABLE_METRICS=1
_CODE = re.compile(
    r"(?<!\S)--[a-z][a-z-]{3,40}\b(?!=)|\b[A-Z]{2,20}+(?:_[A-Z0-9]{1,20}+){1,6}+=\w{1,10}"
)
_CODE_OUT = re.compile(
    r"\bno-|disable|opt-?_?out|_off|do_?not|telemetry|metrics|analytics|tracking|report|stats|usage",
    re.IGNORECASE,
)
_HOUSE = re.compile(r"\b(?!(?:19|20)\d\d\b)\d{1,6}\b(?!, (?:19|20)\d\d)")  # and no date
_LETTER_WORDS = WORDS["begins letter"]
_MESSAGE_WORDS = WORDS["begins message"]
# call us on | 0800 123 456; dial | *123#
_NUMBER = re.compile(r"\d(?:-\d{3}-[\dA-Z-]{4,14}|[\d() -]{5,17}\d)\b|\*\d{2,4}(?:\*\d{1,4}){0,4}#")
_SHORT_NUMBER = re.compile(r"\w+ \d{3}\b(?!-| \d| \w+s\b)")  # dial 311
_SHORT_WORDS = WORDS["begins call"]
_CALLED = re.compile(
    r"\b(?:call(?:ing)?|ring(?:ing)?|phon(?:e|ing)|dial(?:l?ing)?|telephone|freephone|hotline|"
    r"helpline|number|on|at|or)(?: \w+){0,4}?:? [+(]{0,2}$",
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
            asks = match.group()[:7].lower() == "request"
            yield _form(match.start(), end, "asked" if asks else "out", "placed")
    for match in _matches(scan, _PLAIN_WORDS, _PLAIN):
        place = _UNDER.match(text, match.end())
        if place:
            yield _form(match.start(), place.end(), "plain", "placed")
        else:
            yield _form(match.start(), match.end(), "plain")
    yield from _named(scan)
    for match in _matches(scan, _BEFORE_FORM, _NUMBERED):
        if _leaves(scan, match):  # not "Form 20-F for the fiscal year"
            place = _AT.match(text, match.end())
            yield _form(match.start(), place.end() if place else match.end(), "numbered")


def _named(scan: Scan) -> Iterator[Candidate]:
    last = 0
    for word, start in scan.openers:
        if word in _NAMED_WORDS and start >= last:
            first = max(last, start - _NAME_BEFORE)
            match = _NAMED.search(scan.text, first, start + _NAME_AFTER)
            if match and match.end() > start and _is_handed_in(scan, match):
                place = _AT.match(scan.text, match.end())
                last = place.end() if place else match.end()
                yield _form(match.start(), last, "named", *(["placed"] if place else []))


def _is_handed_in(scan: Scan, match: re.Match[str]) -> bool:
    """Whether a form is a way out: not "beneath the slip, in small letters"."""
    start = match.start()
    return _leaves(scan, match) and not _PART_OF.search(scan.text, max(0, start - 16), start)


def _leaves(scan: Scan, match: re.Match[str]) -> bool:
    """Whether its sentence or one beside it speaks of a way out."""
    around = scan.around(match.start(), match.end())
    return scan.speaks(_OUT, around.before, around.after)


def codes(scan: Scan) -> Iterator[Candidate]:
    """What switches a program's reports off when it is started."""
    if "--" not in scan.text and "_" not in scan.text:
        return
    for match in _CODE.finditer(scan.text):
        if _CODE_OUT.search(match.group()):
            cues = frozenset({"code"})
            yield Candidate(match.start(), match.end(), "control", cues)


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
    for match in _matches(scan, _SAYING_WORDS, _SAYING):
        if _TOLD.search(text, max(0, match.start() - _BEFORE_SAYING), match.start()):
            yield _address(match, "message", "said")
    for match in _matches(scan, _LETTER_WORDS, _LETTER):
        post = match["post"].rstrip(".")
        if _HOUSE.search(post):
            start = match.start("post")
            yield Candidate(start, start + len(post), "address", frozenset({"post", "street"}))
    yield from (_address(match, "phone") for match in _matches(scan, _SHORT_WORDS, _SHORT_NUMBER))
    for match in _NUMBER.finditer(text):
        if called := _CALLED.search(text, max(0, match.start() - _BEFORE_NUMBER), match.start()):
            yield Candidate(called.start(), match.end(), "address", frozenset({"phone"}))
    if any(words in text for words in _POST_WORDS):
        yield from (_address(match, "post") for match in _POST.finditer(text))


def _matches(
    scan: Scan, words: frozenset[str], pattern: re.Pattern[str]
) -> Iterator[re.Match[str]]:
    """Matches that begin with one of `words`, none inside another."""
    last = 0
    for word, start in scan.openers:
        if word in words and start >= last and (match := pattern.match(scan.text, start)):
            last = match.end()
            yield match


def _form(start: int, end: int, *cues: str) -> Candidate:
    return Candidate(start, end, "form", frozenset(cues))


def _address(match: re.Match[str], *cues: str) -> Candidate:
    return Candidate(match.start(), match.end(), "address", frozenset(cues))
