"""Fetching: where to, how often, how much. The names lead to a server of the test."""

import gzip
import json
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.sources import Fetcher, SourceError, read
from server.sources import network as network_module
from server.sources.network import is_public, request, split_address
from tests.server.site import Page, Site, serving


class Clock:
    """A clock that sleeping moves on."""

    def __init__(self) -> None:
        self.time = 100.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.time += seconds


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fetcher(clock: Clock) -> Fetcher:
    return Fetcher(
        allow_private=True,
        resolve=lambda host, port: ["127.0.0.1"],
        now=clock.now,
        sleep=clock.sleep,
    )


@pytest.mark.parametrize(
    "number",
    [
        *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::"),
        *("fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:a00:1"),
        *("64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe"),
    ],
)
def test_numbers_that_are_not_of_the_public_network(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_numbers_of_the_public_network(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    "address",
    [
        *("http://127.0.0.1:{}/", "http://localhost:{}/", "http://[::1]:{}/", "http://127.1:{}/"),
        *("http://2130706433:{}/", "http://0:{}/", "http://0x7f.1:{}/"),
    ],
)
def test_this_computer_is_refused_unless_told(site: Site, address: str) -> None:
    (item,) = read(address.format(site.port), Fetcher(pause=0))
    assert "--allow-private" in (item.fault or "") or "cannot be fetched" in (item.fault or "")
    assert site.asked == []


def test_a_name_that_leads_to_a_private_number_is_refused(site: Site) -> None:
    fetcher = Fetcher(resolve=lambda host, port: ["127.0.0.1"])
    with pytest.raises(SourceError, match=r"leads to 127.0.0.1, which is not public"):
        fetcher.get(f"http://news.example:{site.port}/")
    assert site.asked == []


def test_the_name_is_looked_up_once_and_that_number_is_connected_to(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["127.0.0.1"])  # a second look-up would fail, or find another number
    monkeypatch.setattr(network_module, "is_public", lambda number: True)
    site.pages["/"] = Page("yes")
    target = split_address(f"http://news.example:{site.port}/")
    answer = request(target, headers={}, resolve=lambda host, port: [next(answers)])
    assert answer.data == b"yes"
    assert site.asked[0][0] == f"news.example:{site.port}"


def test_a_redirect_to_a_private_number_is_refused(site: Site, clock: Clock) -> None:
    numbers = {"out.example": "127.0.0.1", "in.example": "10.0.0.1"}
    site.pages["/"] = Page(status=302, headers={"Location": "http://in.example/secret"})
    fetcher = Fetcher(resolve=lambda host, port: [numbers[host]], sleep=clock.sleep)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network_module, "is_public", lambda number: number == "127.0.0.1")
        with pytest.raises(SourceError, match=r"leads to 10.0.0.1, which is not public"):
            fetcher.get(f"http://out.example:{site.port}/")


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://x.example/", "http://[", "http://a@b"])
def test_a_redirect_to_anything_else_is_refused(site: Site, fetcher: Fetcher, to: str) -> None:
    site.pages["/"] = Page(status=301, headers={"Location": to})
    with pytest.raises(SourceError):
        fetcher.get(f"{site.url}/")
    assert site.paths == ["/"]


def test_redirects_are_followed_but_not_for_ever(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a"] = Page(status=301, headers={"Location": "/b"})
    site.pages["/b"] = Page("here")
    assert fetcher.get(f"{site.url}/a").address == f"{site.url}/b"
    site.pages["/b"] = Page(status=301, headers={"Location": "/a"})
    with pytest.raises(SourceError, match="redirects over 5 times"):
        fetcher.get(f"{site.url}/a")


def test_robots_txt_is_kept_and_read_once(site: Site, fetcher: Fetcher) -> None:
    site.pages["/robots.txt"] = Page(
        "User-agent: *\nAllow: /\n\nUser-agent: optflag\nDisallow: /private/*.html$\n", "text/plain"
    )
    site.pages["/open"] = site.pages["/private/a.html"] = Page("yes")
    site.pages["/moved"] = Page(status=302, headers={"Location": "/private/a.html"})
    assert fetcher.get(f"{site.url}/open").data == b"yes"
    for path in ("/private/a.html", "/moved"):
        with pytest.raises(SourceError, match="is not for programs"):
            fetcher.get(site.url + path)
    assert [path for _, path, _ in site.asked] == ["/robots.txt", "/open", "/moved"]
    assert all(agent.startswith("Optflag/") for _, _, agent in site.asked)


def test_a_site_whose_robots_txt_fails_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    site.pages["/robots.txt"] = Page(status=500)
    site.pages["/"] = Page("yes")
    with pytest.raises(SourceError, match="is not for programs"):
        fetcher.get(f"{site.url}/")
    assert site.paths == []


def test_a_host_that_does_not_answer_is_asked_once(clock: Clock) -> None:
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        raise OSError("is not known")

    fetcher = Fetcher(resolve=resolve, now=clock.now, sleep=clock.sleep)
    for host, number in (("dead", 1), ("dead", 2), ("gone", 3)):
        with pytest.raises(SourceError):
            fetcher.get(f"http://{host}.example/{number}")
    assert asked == ["dead.example", "gone.example"]
    assert clock.slept == []


def test_requests_to_a_host_have_pauses(site: Site, fetcher: Fetcher, clock: Clock) -> None:
    site.pages["/"] = Page("yes")
    for _ in range(3):
        fetcher.get(f"{site.url}/")
    assert clock.slept == [1.0, 1.0, 1.0]  # after robots.txt, and between pages
    fetcher.get(f"http://other.example:{site.port}/")
    assert clock.slept == [1.0] * 4  # the other host was not asked before


def test_robots_txt_may_ask_for_longer_pauses(site: Site, fetcher: Fetcher, clock: Clock) -> None:
    site.pages["/robots.txt"] = Page("User-agent: *\nCrawl-delay: 7\n", "text/plain")
    site.pages["/"] = Page("yes")
    fetcher.get(f"{site.url}/")
    assert clock.slept == [7.0]


def test_a_busy_site_is_asked_once_more(site: Site, fetcher: Fetcher, clock: Clock) -> None:
    site.pages["/"] = Page(status=429, headers={"Retry-After": "9"})
    with pytest.raises(SourceError, match="status 429"):
        fetcher.get(f"{site.url}/")
    assert site.paths == ["/", "/"]
    assert 9.0 in clock.slept
    for long in ("86400", "0000000000086400"):
        site.pages["/"] = Page(status=503, headers={"Retry-After": long})
        with pytest.raises(SourceError, match="too busy"):
            fetcher.get(f"{site.url}/")


def test_a_certificate_must_be_vouched_for_and_that_of_the_name(
    tmp_path: Path, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=site.example"
    names = ["-addext", "subjectAltName=DNS:site.example"]
    files = ["-keyout", key, "-out", certificate]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(context) as site:
        site.pages["/"] = Page("yes")
        address = f"https://site.example:{site.port}/"
        with pytest.raises(SourceError, match="self-signed"):
            fetcher.get(address.replace("site", "first"))  # what fails is remembered of a host
        monkeypatch.setattr("certifi.where", lambda: str(certificate))
        assert fetcher.get(address).data == b"yes"
        with pytest.raises(SourceError, match=r"not valid for 'other\.example'"):
            fetcher.get(address.replace("site", "other"))


def test_an_answer_is_bounded_packed_or_not(site: Site, fetcher: Fetcher) -> None:
    large = b"x" * (17 * 2**20)
    site.pages["/large"] = Page(large)
    site.pages["/bomb"] = Page(gzip.compress(large), headers={"Content-Encoding": "gzip"})
    site.pages["/packed"] = Page(gzip.compress(b"yes"), headers={"Content-Encoding": "gzip"})
    site.pages["/broken"] = Page(b"no gzip", headers={"Content-Encoding": "gzip"})
    for path in ("/large", "/bomb"):
        with pytest.raises(SourceError, match="over 16 MiB"):
            fetcher.get(site.url + path)
    with pytest.raises(SourceError, match="cannot be fetched"):
        fetcher.get(f"{site.url}/broken")
    assert fetcher.get(f"{site.url}/packed").data == b"yes"


def test_an_answer_that_drips_ends_in_time(site: Site) -> None:
    site.pages["/"] = Page(b"x" * 1000, drip=lambda: time.sleep(0.05))
    start = time.monotonic()
    with pytest.raises(SourceError, match="took over"):
        request(split_address(f"{site.url}/"), headers={}, allow_private=True, seconds=0.3)
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "address",
    ["http://", "http://user:secret@news.example/", "http://a b/", "http://news.example:99999/",
     "http://x\r\nHost: y/", "http://" + "a" * 300 + "/", "http://ex ample/", "http://\ud800/"],
)  # fmt: skip
def test_what_is_no_address_is_told(fetcher: Fetcher, address: str) -> None:
    (item,) = read(address, fetcher)
    assert item.fault
    assert "secret" not in item.fault


POST = {"title": {"rendered": "A &amp; B"}, "content": {"rendered": "<p>Text.</p>"}}


def posts(*numbers: int) -> str:
    return json.dumps([POST | {"id": number} for number in numbers])


def test_all_pages_of_a_collection_are_read(site: Site, fetcher: Fetcher) -> None:
    path, kind = "/wp-json/wp/v2/posts?per_page=50", "application/json; charset=UTF-8"
    total = {"X-WP-Total": "5", "X-WP-TotalPages": "3"}
    site.pages[path] = Page(posts(1, 2), kind, headers=total)
    site.pages[f"{path}&page=2"] = Page("{broken", kind)
    site.pages[f"{path}&page=3"] = Page(posts(5), kind)
    items = list(read(f"{site.url}/wp-json/wp/v2/posts", fetcher))
    assert [item.id for item in items if item.document] == ["1", "2", "5"]
    (fault,) = [item for item in items if item.fault]
    assert fault.source == f"{site.url}{path}&page=2:1"
    assert {item.origin.kind for item in items if item.document} == {"wordpress"}


def test_one_page_of_a_collection_is_read_when_it_is_asked_for(
    site: Site, fetcher: Fetcher
) -> None:
    path = "/wp-json/wp/v2/posts?per_page=2&page=2"
    site.pages[path] = Page(posts(3), "application/json", headers={"X-WP-TotalPages": "9"})
    assert [item.id for item in read(site.url + path, fetcher)] == ["3"]
    assert site.paths == [path]


def test_a_collection_that_fails_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    path = "/wp-json/wp/v2/posts?per_page=50"
    site.pages[path] = Page(posts(1), "application/json", headers={"X-WP-TotalPages": "999999"})
    items = list(read(f"{site.url}/wp-json/wp/v2/posts", fetcher))
    assert len(site.paths) == 4
    assert "3 pages in a row failed" in (items[-1].fault or "")


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<copyright>CC BY 4.0</copyright>
<item><title>Whole</title><link>{url}/whole</link><guid>1</guid>
<pubDate>Wed, 04 Mar 2026 05:06:07 GMT</pubDate><description>{whole}</description></item>
<item><title>Teaser</title><link>{url}/teaser</link><description>Read on</description></item>
<item><title>Gone</title><link>{url}/gone</link><description>Read on</description></item>
</channel></rss>"""


def test_the_pages_behind_the_teasers_of_a_feed_are_read(site: Site, fetcher: Fetcher) -> None:
    feed = FEED.format(url=site.url, whole="word " * 200)
    site.pages["/feed"] = Page(feed, "application/rss+xml")
    site.pages["/teaser"] = Page("<p>The whole article</p>")
    whole, teaser, gone = read(f"{site.url}/feed", fetcher)
    assert whole.document is not None
    assert "<h1>Whole</h1>" in (whole.document.html or "")
    assert whole.origin.date == "2026-03-04T05:06:07+00:00"
    assert teaser.document is not None
    assert teaser.document.html == "<p>The whole article</p>"
    assert (teaser.origin.kind, teaser.origin.licence) == ("feed", "CC BY 4.0")
    assert gone.fault == "was answered with status 404"
    assert site.paths == ["/feed", "/teaser", "/gone"]


def test_what_is_no_document_is_told(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a.pdf"] = Page(b"%PDF-1.7", "application/pdf")
    (item,) = read(f"{site.url}/a.pdf", fetcher)
    assert "application/pdf" in (item.fault or "")


def test_the_encoding_that_the_server_tells_counts(site: Site, fetcher: Fetcher) -> None:
    site.pages["/"] = Page("<p>Škoda</p>".encode("iso-8859-2"), "text/html; charset=ISO-8859-2")
    (item,) = read(f"{site.url}/", fetcher)
    assert item.document is not None
    assert item.document.html == "<p>Škoda</p>"
