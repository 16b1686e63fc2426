from pathlib import Path

import pytest

from server.cli.serving import _welcome
from server.settings import SETTINGS, SettingsError, from_environment, shown, table


def test_every_setting_has_a_default_and_a_help_text() -> None:
    settings = from_environment({})
    for setting in SETTINGS:
        assert getattr(settings, setting.name) == setting.default() or not setting.default()
        assert setting.help.endswith(".")


def test_the_environment_sets_what_the_command_line_does_not() -> None:
    settings = from_environment(
        {"OPTFLAG_PORT": "9000", "OPTFLAG_HOME": "/x"}, port=9001, host=None
    )
    assert (settings.port, settings.home, settings.host) == (9001, Path("/x"), "127.0.0.1")


@pytest.mark.parametrize(
    ("host", "netloc"), [("::1", "[::1]:8765"), ("x.example", "x.example:8765")]
)
def test_an_address_of_ipv6_stands_in_brackets(host: str, netloc: str) -> None:
    settings = from_environment({}, host=host)
    assert settings.netloc == netloc
    assert f"http://{netloc} " in _welcome(settings, "CODE")


def test_all_mistakes_are_told_at_once() -> None:
    wrong = {"OPTFLAG_PORT": "70000", "OPTFLAG_WORKERS": "many", "OPTFLAG_PROT": "1"}
    with pytest.raises(SettingsError) as caught:
        from_environment(wrong)
    for name in wrong:
        assert name in str(caught.value)


def test_host_names_are_split_and_lowered() -> None:
    settings = from_environment({"OPTFLAG_TRUSTED_HOSTS": "Optflag.Example, other.example"})
    assert settings.trusted_hosts == ("optflag.example", "other.example")


def test_the_table_in_the_docs_is_that_of_the_code() -> None:
    docs = Path(__file__).parents[2] / "docs" / "settings.md"
    assert table() in docs.read_text("utf-8"), "run `make settings`"


def test_passwords_are_masked() -> None:
    url = "postgresql+psycopg://optflag:secret@db.example/optflag"
    values = shown(from_environment({"OPTFLAG_DATABASE_URL": url}))
    assert "secret" not in str(values)
    assert "db.example" in values["OPTFLAG_DATABASE_URL"]


@pytest.mark.parametrize(
    "url",
    ["nonsense", "mysql://u:secret@x/y", "://", "sqlite://", "postgresql+asyncpg://x/y"],
    ids=["word", "mysql", "empty", "memory", "driver"],
)
def test_a_database_that_is_not_known_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="OPTFLAG_DATABASE_URL") as caught:
        from_environment({"OPTFLAG_DATABASE_URL": url})
    assert "secret" not in str(caught.value)
