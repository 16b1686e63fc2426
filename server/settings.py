"""Settings as data: each has a name, a default and a help text; the environment sets them."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SettingsError(ValueError):
    """One or more settings are wrong; the message lists every one of them."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting `OPTFLAG_<NAME>`; `parse` raises ValueError with what would be right."""

    name: str
    default: Callable[[], Any]
    help: str
    parse: Callable[[str], Any] = str
    secret: bool = False

    @property
    def variable(self) -> str:
        """The environment variable."""
        return f"OPTFLAG_{self.name.upper()}"


def _number(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return parse


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 25:  # a server that ends waits 30 s for what it has begun
        raise ValueError("must be a number of seconds from 0.1 to 25")
    return seconds


def _database(text: str) -> str:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError("is not an address that SQLAlchemy understands") from None
    if url.drivername == "sqlite" and url.database in (None, "", ":memory:"):
        raise ValueError("must name a file: sqlite:////var/lib/optflag/optflag.db")
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
    return text


def _folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip().lower() for name in text.split(",") if name.strip())


SETTINGS = (
    Setting(
        "home",
        lambda: user_data_path("optflag"),
        "Folder of models, database and tokens.",
        _folder,
    ),
    Setting(
        "database_url",
        lambda: "",
        "SQLAlchemy address, e.g. postgresql+psycopg://user:secret@host/optflag; "
        "default: SQLite in OPTFLAG_HOME.",
        _database,
        secret=True,
    ),
    Setting("host", lambda: "127.0.0.1", "Address to listen on; another one demands tokens."),
    Setting("port", lambda: 8765, "Port to listen on.", _number(1, 65535)),
    Setting("workers", lambda: 2, "Server processes.", _number(1, 64)),
    Setting(
        "trusted_hosts",
        lambda: (),
        "Further names that clients may call the server by, separated by commas.",
        _names,
    ),
    Setting(
        "feedback_per_minute",
        lambda: 60,
        "Reports that one token may send in a minute.",
        _number(1, 1_000_000),
    ),
    Setting(
        "feedback_waiting",
        lambda: 200,
        "Reports with a text that one token may have waiting for a maintainer.",
        _number(1, 1_000_000),
    ),
    Setting(
        "page_seconds",
        lambda: 1.5,
        "Seconds that the extraction of one page may take.",
        _seconds,
    ),
    Setting(
        "page_megabytes",
        lambda: 512,
        "Memory in MB that the extraction of one page may take.",
        _number(64, 65536),
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force; members as in SETTINGS."""

    home: Path
    database_url: str
    host: str
    port: int
    workers: int
    trusted_hosts: tuple[str, ...]
    feedback_per_minute: int
    feedback_waiting: int
    page_seconds: float
    page_megabytes: int

    @property
    def netloc(self) -> str:
        """Host and port as in an address, where IPv6 stands in brackets."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def from_environment(environment: Mapping[str, str], **given: Any) -> Settings:
    """Settings from OPTFLAG_* variables; `given` values that are not None win over them.

    Raises SettingsError that lists every mistake, also variables that no setting has.
    """
    values, mistakes = {}, []
    for setting in SETTINGS:
        text = environment.get(setting.variable)
        try:
            values[setting.name] = setting.parse(text) if text else setting.default()
        except ValueError as error:
            value = "…" if setting.secret else repr(text)
            mistakes.append(f"{setting.variable}={value} {error}")
    known = {setting.variable for setting in SETTINGS}
    unknown = sorted(name for name in environment if name.startswith("OPTFLAG_"))
    mistakes += [f"{name} is not a setting" for name in unknown if name not in known]
    if mistakes:
        raise SettingsError("Wrong settings:\n  " + "\n  ".join(mistakes))
    values |= {name: value for name, value in given.items() if value is not None}
    values["database_url"] = values["database_url"] or f"sqlite:///{values['home'] / 'optflag.db'}"
    return Settings(**values)


def shown(settings: Settings) -> dict[str, str]:
    """Variable → value in force, as text; passwords masked."""
    values = {}
    for setting in SETTINGS:
        value = getattr(settings, setting.name)
        if setting.secret:
            value = make_url(value).render_as_string(hide_password=True)
        values[setting.variable] = ",".join(value) if isinstance(value, tuple) else str(value)
    return values


def table() -> str:
    """All settings as the Markdown table of docs/settings.md."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for setting in SETTINGS:
        default = "the user's data directory" if setting.name == "home" else setting.default()
        shown_default = f"`{default}`" if default and setting.name != "home" else default or "–"
        rows.append(f"| `{setting.variable}` | {shown_default} | {setting.help} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    page = Path(sys.argv[1])
    introduction = page.read_text("utf-8").partition("| variable |")[0]
    page.write_text(introduction + table(), "utf-8")
