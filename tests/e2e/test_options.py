"""Options: stored at once, said aloud, exported and imported."""

import json
from pathlib import Path

from .chromium import ChromiumPage
from .driver import Browser, settled, until

ARTICLE = "http://news.test/article.html"


def stored(browser: Browser) -> dict[str, object]:
    settings: dict[str, object] = browser.worker(
        "return (await chrome.storage.local.get('settings')).settings"
    )
    return settings


def test_the_badge_can_be_hidden_and_its_words_stay(browser: Browser) -> None:
    options = browser.open("options/options.html")
    options.click("#badge")
    until(lambda: options.text("#said"), "Saved".__eq__)
    options.close()
    browser.goto(ARTICLE)
    browser.click_icon()
    # Both at once: for a moment the tab may still show what the page before it was found to be.
    until(browser.badge, lambda badge: "High consent risk" in badge.title and badge.text == "")


def test_sites_are_muted_and_unmuted(browser: Browser) -> None:
    options = browser.open("options/options.html")
    options.fill("#muted input", "https://News.test/some/page")
    options.click("#muted [type=submit]")
    until(lambda: options.texts("#muted .hosts li span"), ["news.test"].__eq__)
    assert stored(browser)["muted"] == ["news.test"]
    options.click("#muted .hosts button")
    until(lambda: options.texts("#muted .hosts li"), [].__eq__)


def test_what_is_no_site_or_no_server_is_said(browser: Browser) -> None:
    options = browser.open("options/options.html")
    options.fill("#sites input", "no site")
    options.click("#sites [type=submit]")
    until(lambda: options.text("#said"), lambda words: words.startswith("This is no site"))
    options.fill("#address", "http://optflag.example")
    options.click("#server [type=submit]")
    until(lambda: options.text("#said"), lambda words: words.startswith("This address cannot"))
    assert stored(browser) == browser.stored["settings"]


def test_settings_survive_export_and_import_without_secrets(
    browser: Browser, tmp_path: Path
) -> None:
    options = browser.open("options/options.html")
    if not isinstance(options, ChromiumPage):
        text = options.run(
            "const { toFile } = await import('../settings-file.js');"
            "const { readSettings } = await import('../settings.js');"
            "return toFile(await readSettings())"
        )
        assert "token" not in json.loads(text)
        return
    with options.page.expect_download() as download:
        options.click("#export")
    file = tmp_path / "settings.json"
    download.value.save_as(file)
    settings = json.loads(file.read_text())
    assert "token" not in settings
    assert "consent" not in settings
    file.write_text(json.dumps({**settings, "badge": False, "muted": ["a.example"]}))
    options.page.set_input_files("#file", file)
    until(lambda: options.text("#said"), "Imported".__eq__)
    assert stored(browser)["muted"] == ["a.example"]
    assert stored(browser)["token"] == browser.stored["settings"]["token"]
    file.write_text(json.dumps({**settings, "address": "http://evil.example"}))
    options.page.set_input_files("#file", file)
    until(lambda: options.text("#said"), lambda words: words.startswith("This file holds no"))


def test_a_click_still_works_after_the_mode_was_changed(browser: Browser) -> None:
    options = browser.open("options/options.html")
    options.click("[name=mode][value=sites]")
    until(lambda: options.text("#said"), "Saved".__eq__)
    options.close()
    browser.goto(ARTICLE)
    browser.click_icon()
    assert settled(browser).text == "3"
    popup = browser.open("popup/popup.html?tab={tab}")
    popup.text(".hero h2")
