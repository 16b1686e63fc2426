from pathlib import Path

import pytest

from server.settings import SETTINGS, SettingsError, from_environment


def test_every_setting_has_a_default_and_a_help_text() -> None:
    settings = from_environment({})
    for setting in SETTINGS:
        assert getattr(settings, setting.name) == setting.default()
        assert setting.help.endswith(".")


def test_the_environment_sets_what_the_command_line_does_not() -> None:
    settings = from_environment(
        {"OPTFLAG_PORT": "9000", "OPTFLAG_HOME": "/x"}, port=9001, host=None
    )
    assert (settings.port, settings.home, settings.host) == (9001, Path("/x"), "127.0.0.1")


def test_all_mistakes_are_told_at_once() -> None:
    wrong = {"OPTFLAG_PORT": "70000", "OPTFLAG_WORKERS": "many", "OPTFLAG_PROT": "1"}
    with pytest.raises(SettingsError) as caught:
        from_environment(wrong)
    for name in wrong:
        assert name in str(caught.value)


def test_host_names_are_split_and_lowered() -> None:
    settings = from_environment({"OPTFLAG_TRUSTED_HOSTS": "Optflag.Example, other.example"})
    assert settings.trusted_hosts == ("optflag.example", "other.example")
