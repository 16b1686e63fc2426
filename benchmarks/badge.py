"""How long a reader waits for the badge, how much is sent for it, what is found in the page again.

    nice python -m benchmarks.badge [FOLDER]     prints the table of benchmarks/badge.md

Real Chromium in mode "everywhere", real server with the champion of OPTFLAG_HOME, pages from this
machine. FOLDER holds real pages (`*.html` or `*.html.gz`); without it, the project's own pages.
"""

import gzip
import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from classifier.cli import first_champion, home
from classifier.registry import Registry
from classifier.sentences import split
from server.extraction import ExtractionError, extract
from tests.e2e.chromium import Chromium
from tests.e2e.conftest import pair
from tests.e2e.driver import EXTENSION
from tests.e2e.network import PAGES, Network, start
from tests.e2e.server import Server

LOADS = 3
WAIT_SECONDS = 6
SENTENCES = 8  # a page, spread over its article
STRIP = (EXTENSION / "content" / "strip.js").read_text()


def main() -> None:
    """Print the table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    pages = {file.name.removesuffix(".gz"): _read(file) for file in sorted(folder.glob("*.html*"))}
    first_champion(Registry(home()))
    network = Network(extra={f"bench/{name}": html for name, html in pages.items()})
    stop = start(network)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as play:
        server_home = Path(scratch) / "home"
        server_home.mkdir()
        (server_home / "models").symlink_to(home() / "models")
        server = Server(server_home)
        browser = _browser(play, Path(scratch), network)
        try:
            pair(browser, server, mode="everywhere")
            seen = [_measure(browser, name) for name in pages for _ in range(LOADS)]
        finally:
            browser.close()
            server.close()
            stop()
    _print_table(seen, pages)


def _read(file: Path) -> str:
    data = file.read_bytes()
    return (gzip.decompress(data) if file.suffix == ".gz" else data).decode(errors="replace")


def _browser(play: Any, scratch: Path, network: Network) -> Chromium:
    """Chromium with access to all sites, which a reader gives when choosing "everywhere"."""
    extension = scratch / "extension"
    shutil.copytree(EXTENSION, extension)
    manifest = json.loads((extension / "manifest.json").read_text())
    manifest["host_permissions"] += manifest["optional_host_permissions"]
    (extension / "manifest.json").write_text(json.dumps(manifest))
    rules = f"--host-resolver-rules=MAP * 127.0.0.1:{network.port}, EXCLUDE 127.0.0.1"
    return Chromium(play, scratch / "profile", None, extension, args=[rules])


def _measure(browser: Chromium, name: str) -> dict[str, Any]:
    """Milliseconds and bytes of one load; `badge` is None when the page was not checked."""
    browser.worker("await chrome.storage.session.clear()")
    browser.goto(f"http://bench.test/bench/{name}")
    key = f"tab:{browser.tab_id}"
    end = time.monotonic() + WAIT_SECONDS
    entry: dict[str, Any] = {}
    while time.monotonic() < end and entry.get("name", "reading") == "reading":
        entry = browser.worker(
            f"return (await chrome.storage.session.get('{key}'))['{key}'] ?? {{}}"
        )
        time.sleep(0.05)
    loaded = browser.page(
        "return performance.timeOrigin + performance.getEntriesByType('navigation')[0].loadEventEnd"
    )
    page = browser.tab.evaluate(
        "(source) => { const start = performance.now(); const page = eval(source);"
        " return { strip: performance.now() - start, html: page.html }; }",
        STRIP,
    )
    judged = entry.get("answer") is not None
    found = _shown_again(browser, page["html"], entry["answer"]) if judged else []
    return {
        "found": found,
        "page": name,
        "badge": entry["at"] - loaded if judged else None,
        "strip": page["strip"],
        "sent": len(page["html"].encode()),
        "packed": len(gzip.compress(page["html"].encode(), 6)),
    }


def _shown_again(browser: Chromium, html: str, answer: dict[str, Any]) -> list[bool]:
    """Whether "show in page" finds sentences of the whole article, and all evidence."""
    try:
        sentences = [sentence.text for sentence in split(extract(html, None).text)]
    except ExtractionError:
        return []
    evidence = [one["text"] for flag in answer["flags"] for one in flag["evidence"]]
    asked = [*sentences[:: max(1, len(sentences) // SENTENCES)], *evidence]
    message = {"name": "show", "tabId": browser.tab_id, "sentences": asked, "chosen": 0}
    found: list[bool] = browser.worker(f"return chrome.runtime.sendMessage({json.dumps(message)})")
    return found


def _print_table(seen: list[dict[str, Any]], pages: dict[str, str]) -> None:
    waits = [one["badge"] for one in seen if one["badge"] is not None]
    strips = [one["strip"] for one in seen]
    whole = {name: len(html.encode()) for name, html in pages.items()}
    shares = [one["sent"] / whole[one["page"]] for one in seen]
    packed = [one["packed"] / whole[one["page"]] for one in seen]
    checked = len({one["page"] for one in seen if one["badge"] is not None})
    print(
        f"{len(pages)} pages, {LOADS} loads each; {checked} look like articles and were checked.\n"
    )
    print("| figure | median | p95 |")
    print("|---|---|---|")
    print(f"| load event to badge | {_two(waits, '{:.0f} ms')} |")
    print(f"| main-thread time for stripping | {_two(strips, '{:.1f} ms')} |")
    print(f"| bytes sent / bytes of the page, before gzip | {_two(shares, '{:.2f}')} |")
    print(f"| the same after gzip | {_two(packed, '{:.3f}')} |")
    found = [one for load in seen for one in load["found"]]
    print(f"\n{sum(found)} of {len(found)} sentences were found again and highlighted in the page.")


def _two(values: list[float], form: str) -> str:
    if len(values) < 2:
        return "– | –"
    high = statistics.quantiles(values, n=20)[-1]
    return f"{form.format(statistics.median(values))} | {form.format(high)}"


if __name__ == "__main__":
    main()
