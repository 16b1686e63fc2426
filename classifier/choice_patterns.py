"""What a way out looks like in an article; `choices` decides which finds count.

Above each pattern stands an example of what it finds. Every repeat is bounded, so that the time
taken grows no faster than the text.
"""

import re


def _pattern(verbose: str) -> re.Pattern[str]:
    return re.compile(verbose, re.VERBOSE)


# The way through menus: "go to", "tap", "scroll down to"
_VERB = r"""(?:
    choos(?:e|ing)|open(?:ing)?|select|pick|tap(?:ping)?|click|press|go(?:ing)?|scroll(?:ing)?|
    look|find|visit|toggle
)\b(?:[ ](?:to|on|down|down[ ]to|past|off|for|under|into)\b)?"""
_KIND = r"(?:switch|toggle|setting|slider|option|box|button|tab|page|form|screen|menu)"
_CALLED = r"(?:[Uu]nder|called|named|labell?ed|marked)"

# "Data sharing", *Smart Tips*
_QUOTED = r"""(?:["“][^"“”\n]{2,60}+["”]|‘[^‘’\n]{2,60}+’|(?<![\w*])\*(?=[A-Z])[^*\n]{2,60}+\*)"""
# Where a name ends and its sentence goes on: Data sharing | before that date
_GOES_ON = rf"""(?:
    then|or|a|an|where|which|that|is|are|was|will|can|may|if|by|before|until|unless|in|on|from|at|as|
    so|to|when|while|after|it|you|without|says|and|the|has|had|have|for|under|of|with|{_VERB}
)\b"""
_WORD = r"[\w&][\w’'&/+-]{0,30}+"
# Privacy and safety. (But: Privacy | and turn it off.)
_AND = rf"[ ]and[ ]{_WORD}(?=[.,;:)\n*]|$|[ ](?:then|and)\b)"
_WORDS = rf"(?:[ ](?!{_GOES_ON}){_WORD}|{_AND}){{0,5}}+"
# Data sharing
_NAME = rf"(?:{_QUOTED}|\b[A-Z][\w’'&/+-]{{1,30}}+{_WORDS})"
# the three dots
_ICON = r"(?:three[ ]|profile[ ])?(?:gear|cog|avatar|picture|photo|dots|bars|lines)\b(?:[ ]icon)?"
# Then open | Settings
_FIRST = rf"(?!(?i:{_VERB}|then|under|in|on|to|the|your)\b)(?:{_NAME}|\b{_ICON})"

STEP_BEGINS = re.compile(r"[A-Z\"“‘*]|gear|cog|avatar|picture|photo|three |profile ")
ARROW = re.compile(r"[>→›»⇒➜▸]")
_ARROW = r"[ ]?(?:→|›|»|->|⇒|➜|▸|>[ ])[ ]?"
# Settings > Apps > Permissions
ARROW_PATH = _pattern(
    rf"""{_FIRST}
    (?:{_ARROW}(?:{_QUOTED}|[^→›»⇒➜▸>.\n]{{1,40}}(?={_ARROW})|\w[\w’'&/+-]{{0,30}}+{_WORDS})){{1,9}}+"""
)
# your | picture, then the cog, then Legal and choose Ads
SPOKEN_PATH = _pattern(
    rf"""{_FIRST}
    (?:
        (?:,?[ ](?:and[ ])?then[ ]|,[ ](?:and[ ])?|[ ]and[ ](?={_VERB}[ ]))
        (?:{_VERB}[ ])?(?:(?:the|a|your)[ ])?
        (?:{_NAME}|{_ICON})
    ){{1,9}}+"""
)
# What tells "Settings, Privacy" from "Austria, Belgium" ...
_MENU = r"""(?:
    [Ss]ettings|Account|Privacy|Preferences|Profile|Options|More|Advanced|Labs|Support|Legal|Menu
)\b"""
MENU = _pattern(rf"\b{_MENU}")
MENU_STEP = _pattern(rf"(?:^|,[ ])(?:[\w*]+[ ])?{_MENU}(?:[ ]app)?(?=,|$|[ ]and[ ])")
# ... and "tap Home, then Sharing" from "met Ann, then Bob".
OPENER = re.compile(rf"\b(?:{_VERB}|under|in)[ ](?:the[ ]|your[ ])?$", re.VERBOSE | re.IGNORECASE)
THEN = _pattern(rf"\bthen\b|(?:,|\band)[ ]{_VERB}")

# turn off Ad Personalisation; set Tips to off; "Delete history"
SWITCHED = _pattern(
    rf"""\b(?i:
        (?:turn|switch|toggl)(?:e|ing)?[ ]off|untick|uncheck|deselect|disable
    )[ ](?:(?:an?|the|option|box|called|named|marked)[ ]){{0,4}}(?![A-Z]{{2}}){_NAME}
    |\b(?i:set|slide|switch|move)[ ](?:the[ ])?{_NAME}[ ]to[ ](?i:off|no|none|never|not)\b
    |(?=["“*](?:Delete|Turn[ ]off|Opt[ ]out|Do[ ]not|Withdraw|Object|Unsubscribe)\b){_QUOTED}"""
)
# the toggle | under Labs; a switch, on by default, | named Smart Tips
CALLED = _pattern(rf"\b{_CALLED}[ ]{_NAME}")
BEFORE_CALLED = re.compile(rf"\b(?P<kind>{_KIND}|look)\b[^.?!\n]*$", re.IGNORECASE)
# press | "Clear data"; "Smart Tips" | and set it to off
QUOTED = _pattern(_QUOTED)
BEFORE_QUOTED = re.compile(rf"\b(?:{_VERB}|{_KIND})[ ]$", re.VERBOSE | re.IGNORECASE)
AFTER_QUOTED = _pattern(
    r"[ ]and[ ](?:turn|set|slide|switch)[ ](?:it|this)[ ](?:to[ ])?(?i:off|no|never)"
)
# form T-9; reply STOP
ASKED_FOR = _pattern(
    r"""\b[Ff]orm[ ](?:[A-Z]-?\d{1,3}|\d{1,3}[a-z])\b
    |\b(?:[Rr]eply|[Tt]ext|[Ss]end)(?:[ ]with)?(?:[ ]the[ ]word)?[ ](?!AND\b)[A-Z]{3,20}\b
    (?:(?:[ ][A-Z]{2,20})?[ ]to[ ](?:\d{3,8}|a[ ]short[ ]code)\b)?"""
)
# Buttons of a banner, which belong to no setting.
CONSENT = re.compile(r"accept|continue|agree|reject|refuse|got it|yes\b|ok\b", re.IGNORECASE)

_DOMAINS = r"\.(?:com|org|net|eu|uk|gov|io|co|example)\b"
HAS_ADDRESS = re.compile(rf"@|{_DOMAINS}")
# optout@example.com; example.com/opt-out
ADDRESS = _pattern(
    rf"""(?<![\w.+-])[\w.+-]{{1,64}}+@[\w-]{{1,63}}+(?:\.[\w-]{{1,63}}+){{1,4}}
    |\b(?:https?://)?[a-z0-9-]{{1,63}}+(?:\.[a-z0-9-]{{1,63}}+){{0,3}}?{_DOMAINS}
    /[^\s"”)>,]{{1,200}}(?<![.;:])"""
)

# Words that speak of a way out plainly ...
_PLAIN = r"""
    opt(?:s|ing|ed)?[- ]?out|object(?:s|ion|ing)?|unsubscrib\w+|disabl\w+|withdraw\w*|delet\w+|
    eras\w+|untick\w*|uncheck\w*|deselect\w*|deactivat\w+|stop\w*|exclud\w+|revok\w+|remov\w+|
    off(?![ ](?:by[ ]default|until|to[ ]begin))|get[ ]rid[ ]of|say[ ]no|
    (?:get|keep|stay|left|wants?|way)[ ]out|do(?:[ ]no|n.)t[ ]want
"""
PLAIN = re.compile(rf"\b(?:{_PLAIN})\b", re.VERBOSE | re.IGNORECASE)
# ... and those that do so next to a path.
WAY_OUT = re.compile(
    rf"""\b(?:{_PLAIN}|
    leav(?:e|ing)|refus\w+|declin\w+|cancel\w*|undo|hide|wipe|kill|rather|unless|
    switch(?:es)?|toggles?|sliders?)\b""",
    re.VERBOSE | re.IGNORECASE,
)
# An article is full of addresses and links; these words tell the few that lead out.
ASKED = re.compile(
    r"""\b(?:opt(?:ing)?[- ]?out|object(?:ion)?|unsubscribe|withdraw|delet(?:e|ion)|erasure|remove|
    (?:turn|switch)(?:ing)?[ ](?:it[ ]|this[ ])?off|do[ ]not[ ]sell)\b""",
    re.VERBOSE | re.IGNORECASE,
)
# and turn it on
WAY_IN = re.compile(r"[^.\n]{0,25}?\b(?:turn|switch)\w* (?:\w+ )?on\b", re.IGNORECASE)
# What the settings are about that people want to leave.
PRIVATE = re.compile(r"\b(?:privacy|data|ads?|advertising|AI|legal)\b", re.IGNORECASE)
# A step of a list; what it is for stands above the list.
ITEM = re.compile(r"\**(?:\d{1,2}[.)]|Step\b)|[-•–*] ")
# A link that only points; its sentence says to what.
POINTER = re.compile(
    r"\b(?:here|this|form|link|page|portal|tool|settings|preferences|help)\b", re.IGNORECASE
)
