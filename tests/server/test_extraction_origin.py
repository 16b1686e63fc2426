from server.extraction import Origin, extract
from server.extraction_worker import BoundedExtractor

PROSE = (
    "<p>" + "The town library lends out seeds since the spring, and many have joined. " * 8 + "</p>"
)
HEAD = """
<link rel="canonical" href="/2026/seeds"><link rel="license" href="https://licence.example/by/4.0">
<meta property="article:published_time" content="2026-03-04T05:06:07Z">
"""


def origin(head: str, url: str | None = "https://news.example/x?utm=1") -> Origin:
    page = f"<html><head><title>Seeds for all the town</title>{head}</head><body>{PROSE}{PROSE}"
    return extract(page, url).origin


def test_a_page_tells_its_address_date_and_licence() -> None:
    expected = Origin(
        "https://news.example/2026/seeds", "2026-03-04T05:06:07Z", "https://licence.example/by/4.0"
    )
    assert origin(HEAD) == expected


def test_the_origin_crosses_to_the_process_of_the_extractor() -> None:
    extractor = BoundedExtractor()
    page = f"<html><head><title>Seeds</title>{HEAD}</head><body>{PROSE}{PROSE}"
    assert extractor.extract(page, "https://news.example/2026/put-in").origin.licence is not None
    extractor.close()


def test_linked_data_tells_the_date_where_no_meta_does() -> None:
    data = '<script type="application/ld+json">{"datePublished": "2026-03-04"}</script>'
    assert origin(data).published == "2026-03-04"


def test_a_page_that_tells_nothing_has_no_origin() -> None:
    assert origin("") == Origin()


def test_what_is_no_address_is_not_taken_for_one() -> None:
    for address in ("javascript:alert(1)", "http://[", "x" * 600, "file:///etc/passwd", ""):
        assert origin(f'<link rel="canonical" href="{address}">', None).address is None
