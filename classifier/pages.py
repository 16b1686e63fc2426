"""The frame of our HTML pages: one file that needs nothing from elsewhere."""

from collections.abc import Sequence
from html import escape

_STYLE = """
:root{--red:#b3261e;--blue:#1a5fb4;--green:#26734d}
body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;
color:#1d1d1f;background:#fff}table{border-collapse:collapse;margin:1rem 0}
td,th{padding:.3rem .8rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}
.numbers{overflow-x:auto}.numbers td{white-space:nowrap}
svg text{font:11px system-ui,sans-serif;fill:currentColor}svg text.title{font-weight:600}
svg text[fill]{fill:revert-layer}.axis{fill:none;stroke:#888}
.threshold{stroke:#444;stroke-dasharray:3 3}.charts{display:flex;flex-wrap:wrap;gap:1rem}
@media(prefers-color-scheme:dark){:root{--red:#ff8a80;--blue:#8ab4f8;--green:#7fd1a5}body{background:#161618;color:#e8e8ea}td,th{border-color:#444}
.threshold{stroke:#ccc}}
"""


def page(title: str, body: str) -> str:
    """A whole document. title: plain text; body: HTML."""
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style><body>{body}</body></html>\n"
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of plain texts."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><tr>{top}</tr>{body}</table>"
