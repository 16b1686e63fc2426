"""Request bodies, read with a bound: on the wire and while unpacking."""

import json
import time
import zlib
from contextlib import suppress
from typing import Any

from flask import Request
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from server.errors import InvalidJson, TooLargeBody, UnsupportedMediaType

MAX_WIRE = 2 * 1024 * 1024
MAX_UNPACKED = 8 * 1024 * 1024
# Of who has no token yet, on the wire and unpacked: a pairing code and a name are a tenth of it.
# Eight kB can unpack to millions of empty lists, which take seconds and 200 MB.
MAX_OF_STRANGERS = 4 * 1024
# So much of a refused body is read and thrown away, lest the answer get lost in a reset connection.
MAX_DRAINED = 64 * 1024 * 1024
DRAIN_SECONDS = 2


class ApiRequest(Request):
    """A request whose data are JSON, unpacked from gzip where the header says so."""

    # One more than is taken: Werkzeug cuts a chunked body off at its limit without a word.
    max_content_length = MAX_WIRE + 1
    most, most_unpacked = MAX_WIRE, MAX_UNPACKED  # bytes that are taken

    def bound(self, most: int) -> None:
        """Take no more than `most` bytes, unpacked neither."""
        self.most = self.most_unpacked = most

    def get_data(self, *args: Any, **kwargs: Any) -> Any:
        """The body, unpacked. Raises TooLargeBody, InvalidJson or UnsupportedMediaType."""
        try:
            data = super().get_data(*args, **kwargs)
        except RequestEntityTooLarge:
            raise self.too_large() from None
        except ClientDisconnected:
            raise InvalidJson("The connection ended before the body did. Send it again.") from None
        if len(data) > self.most:
            raise self.too_large()
        encoding = self.headers.get("Content-Encoding", "identity").lower()
        if encoding == "identity":
            return data
        if encoding != "gzip":
            raise UnsupportedMediaType("Send the body as it is or with Content-Encoding: gzip.")
        return self._unpack(data)

    def read_json(self) -> Any:
        """The body as JSON, bounded in depth and digits by Python's own limits.

        Raises InvalidJson.
        """
        try:
            return json.loads(self.get_data())
        except (ValueError, RecursionError):
            raise InvalidJson("The body is not JSON in UTF-8, or nested too deeply.") from None

    def too_large(self) -> TooLargeBody:
        """The error that names both bounds."""
        most, unpacked = (f"{bound // 1024:,} KiB" for bound in (self.most, self.most_unpacked))
        return TooLargeBody(
            f"At most {most} are taken, {unpacked} unpacked. "
            "Send less of the page: scripts, styles and images are not needed."
        )

    def _unpack(self, data: bytes) -> bytes:
        """One gzip stream, unpacked up to the bound; refused there, not after."""
        stream = zlib.decompressobj(wbits=31)
        try:
            unpacked = stream.decompress(data, self.most_unpacked)
        except zlib.error:
            raise InvalidJson("The body is not gzip, although Content-Encoding says so.") from None
        if stream.unconsumed_tail:
            raise self.too_large()
        if not stream.eof or stream.unused_data:
            raise InvalidJson("The gzip body is cut off or has something behind it.")
        return unpacked


class JsonParser(FlaskParser):
    """How flask-smorest's `arguments` read a body: bounded, and with our errors."""

    def load_json(self, req: Request, schema: Any) -> Any:
        """The body's JSON."""
        assert isinstance(req, ApiRequest)
        return req.read_json()


def drain(request: Request) -> None:
    """Read and forget what the client still sends, up to MAX_DRAINED bytes."""
    stream, left = request.environ["wsgi.input"], MAX_DRAINED
    if request.content_length and request.content_length > MAX_DRAINED:
        return
    until = time.monotonic() + DRAIN_SECONDS
    with suppress(Exception):  # a broken body must not spoil the answer
        while left > 0 and time.monotonic() < until and (piece := stream.read(min(left, 2**16))):
            left -= len(piece)
