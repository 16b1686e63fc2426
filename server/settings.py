"""Settings as data: each has a name, a default and a help text; the environment sets them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_data_path


class SettingsError(ValueError):
    """One or more settings are wrong; the message lists every one of them."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting `OPTFLAG_<NAME>`; `parse` raises ValueError with what would be right."""

    name: str
    default: Callable[[], Any]
    help: str
    parse: Callable[[str], Any] = str

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


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip().lower() for name in text.split(",") if name.strip())


SETTINGS = (
    Setting(
        "home",
        lambda: user_data_path("optflag"),
        "Folder of models, database and tokens.",
        Path,
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
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force; members as in SETTINGS."""

    home: Path
    host: str
    port: int
    workers: int
    trusted_hosts: tuple[str, ...]

    @property
    def database_url(self) -> str:
        """SQLAlchemy's address of the database."""
        return f"sqlite:///{self.home / 'optflag.db'}"


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
            mistakes.append(f"{setting.variable}={text!r} {error}")
    known = {setting.variable for setting in SETTINGS}
    unknown = sorted(name for name in environment if name.startswith("OPTFLAG_"))
    mistakes += [f"{name} is not a setting" for name in unknown if name not in known]
    if mistakes:
        raise SettingsError("Wrong settings:\n  " + "\n  ".join(mistakes))
    return Settings(**(values | {name: v for name, v in given.items() if v is not None}))
