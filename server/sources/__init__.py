"""Documents from files, folders, standard input, feeds, archives and addresses.

`optflag score` and `optflag data import` read with these.
"""

from collections.abc import Iterator
from pathlib import Path

from server.sources.addresses import read_address
from server.sources.fetching import Fetcher
from server.sources.files import read_path, read_stdin
from server.sources.items import Item, SourceError, iso_date, make_origin
from server.sources.text import clean

__all__ = [
    "Fetcher",
    "Item",
    "SourceError",
    "clean",
    "iso_date",
    "make_origin",
    "read",
]


def read(source: str, fetcher: Fetcher) -> Iterator[Item]:
    """The documents of a source, one after the other; what cannot be read is an item, too."""
    try:
        if source == "-":
            yield from read_stdin(source)
        elif source.startswith(("http://", "https://")):
            yield from read_address(source, fetcher)
        else:
            yield from read_path(Path(source))
    except SourceError as error:
        yield Item(source, fault=str(error))
