"""Options: stored at once, said aloud, exported and imported."""

import json
from pathlib import Path

from .chromium import ChromiumPage
from .conftest import set_mode
from .driver import Browser, ExtensionPage, settled, until
from .network import Network
from .server import Server

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
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


def exported(options: ExtensionPage, tmp_path: Path) -> dict[str, object]:
    """What the button gives; Firefox's download cannot be caught, so there it is what it holds."""
    if isinstance(options, ChromiumPage):
        with options.page.expect_download() as download:
            options.click("#export")
        download.value.save_as(tmp_path / "exported.json")
        text = (tmp_path / "exported.json").read_text()
    else:
        text = options.run(
            "const { toFile } = await import('../settings-file.js');"
            "const { readSettings } = await import('../settings.js');"
            "return toFile(await readSettings())"
        )
    settings: dict[str, object] = json.loads(text)
    return settings


def test_settings_survive_export_and_import_without_secrets(
    browser: Browser, tmp_path: Path
) -> None:
    options = browser.open("options/options.html")
    settings = exported(options, tmp_path)
    assert "token" not in settings
    assert "consent" not in settings
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({**settings, "badge": False, "muted": ["a.example"]}))
    options.upload("#file", file)
    until(lambda: options.text("#said"), lambda words: words.startswith("Imported"))
    assert stored(browser)["muted"] == ["a.example"]
    assert stored(browser)["token"] == browser.stored["settings"]["token"]
    file.write_text(json.dumps({**settings, "address": "http://evil.example"}))
    options.upload("#file", file)
    until(lambda: options.text("#said"), lambda words: words.startswith("This file holds no"))


def test_a_file_cannot_send_pages_to_another_server_unnoticed(
    browser: Browser, network: Network, tmp_path: Path
) -> None:
    options = browser.open("options/options.html")
    file = tmp_path / "settings.json"
    settings = {**exported(options, tmp_path), "address": "https://evil.example"}
    file.write_text(json.dumps({**settings, "mode": "everywhere"}))
    options.upload("#file", file)
    until(lambda: options.text("#said"), lambda words: "https://evil.example" in words)
    assert stored(browser)["token"] == ""
    until(lambda: options.text("#unpaired"), bool)
    until(lambda: options.text("#no-access"), lambda words: "does not give" in words)
    options.close()
    browser.goto(ARTICLE)
    browser.click_icon()
    popup = browser.open("popup/popup.html?tab={tab}")
    assert popup.text("#view h2") == "Welcome to Optflag"
    assert network.to_server() == []


def test_another_token_is_given_in_the_options(browser: Browser, server: Server) -> None:
    options = browser.open("options/options.html")
    options.fill("#code", "optflag_of_another")
    options.click("#server [type=submit]")
    until(lambda: options.text("#said"), lambda words: "does not know this browser" in words)
    assert stored(browser)["token"] == browser.stored["settings"]["token"]
    token = server.token()
    options.fill("#code", token)
    options.click("#server [type=submit]")
    until(lambda: options.text("#said"), "Connected".__eq__)
    assert stored(browser)["token"] == token


def test_two_option_pages_lose_nothing_of_each_other(browser: Browser) -> None:
    first = browser.open("options/options.html")
    second = browser.open("options/options.html")
    for page, host in ((first, "a.test"), (second, "b.test"), (first, "c.test")):
        page.fill("#muted input", host)
        page.click("#muted [type=submit]")
        until(lambda page=page: page.text("#said"), "Saved".__eq__)
        until(lambda host=host: host in str(stored(browser)), bool)
    assert stored(browser)["muted"] == ["a.test", "b.test", "c.test"]
    until(lambda: second.texts("#muted .hosts span"), ["a.test", "b.test", "c.test"].__eq__)


def test_the_keyboard_stays_in_the_list_that_it_changes(browser: Browser) -> None:
    set_mode(browser, muted=["a.test", "b.test"])
    options = browser.open("options/options.html")
    focused = "return document.activeElement.getAttribute('aria-label')"
    for then in ("Remove b.test", "Site never to check automatically"):
        options.run("document.querySelector('#muted .hosts button').focus()")
        options.click("#muted .hosts button")
        until(lambda: options.run(focused), then.__eq__)


def test_firefox_draws_no_page_that_axe_objects_to(browser: Browser) -> None:
    """Chromium's pages are looked at in each state, see test_look.py."""
    if browser.name == "chromium":
        return
    browser.goto(ARTICLE)
    browser.click_icon()
    settled(browser)
    for path in ("popup/popup.html?tab={tab}", "options/options.html", "welcome/welcome.html"):
        page = browser.open(path)
        until(lambda page=page: page.texts("h2"), bool)
        page.run(AXE.read_text() + "; window.axe = axe; return null")
        found = page.run("return (await axe.run()).violations.map((v) => [v.id, v.nodes[0].html])")
        assert found == [], path
        page.close()


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
