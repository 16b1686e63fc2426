"""Gunicorn's worker, with the four manners that ours needs."""

import logging
import secrets
import selectors
import socket
import struct
import time
from functools import partial
from http import HTTPStatus
from json import dumps
from typing import Any

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

log = logging.getLogger(__name__)

# A client that begins a request and falls silent is hung up on.
SILENCE_SECONDS = 5
# A request is over by then, or it is one of the few that must not keep others waiting.
PATIENCE_SECONDS = 0.25


class Worker(ThreadWorker):  # type: ignore[misc]
    """Few threads, and a poller in which connections wait until they say something.

    A browser opens connections ahead of need; a sync worker would sit on such a one.
    Requests are taken one after the other: two at once would share one core and both end later,
    while another worker may be free. The second thread is for what comes beside a slow request.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._begun: dict[Any, float] = {}  # connections whose requests are at work, since when

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Leave new connections to other workers, or in their queue, while one is at work."""
        wait = self._wait_for_turn()
        room = self.nr_conns < self.worker_connections
        self.set_accept_enabled(self.alive and room and not wait)
        super().wait_for_and_dispatch_events(min(timeout, wait or timeout))

    def set_accept_enabled(self, enabled: bool) -> None:
        """Gunicorn's loop would accept whenever there is room."""
        super().set_accept_enabled(enabled and not self._wait_for_turn())

    def _wait_for_turn(self) -> float:
        """Seconds until another request may be begun, unless one ends sooner."""
        if len(self._begun) >= self.cfg.threads:
            return PATIENCE_SECONDS
        last = max(self._begun.values(), default=0.0)
        return max(0.0, last + PATIENCE_SECONDS - time.monotonic())

    def finish_request(self, conn: Any, fs: Any) -> None:
        """Forget the request, and go on as gunicorn does."""
        self._begun.pop(conn, None)
        super().finish_request(conn, fs)

    def enqueue_req(self, conn: Any) -> None:
        """Hand a connection to a thread once it has something to say; gunicorn would wait there."""
        if not conn.wait_for_data(0):
            conn.sock.setblocking(False)
            conn.timeout = time.monotonic() + SILENCE_SECONDS
            self.pending_conns.append(conn)
            readable = partial(self.on_pending_socket_readable, conn)
            self.poller.register(conn.sock, selectors.EVENT_READ, readable)
            return
        limit = struct.pack("ll", SILENCE_SECONDS, 0)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
        self._begun[conn] = time.monotonic()
        super().enqueue_req(conn)

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer what is not HTTP as all errors; log its kind alone, not whose it is or what."""
        status = HTTPStatus.BAD_REQUEST
        if isinstance(exc, LimitRequestLine):
            status = HTTPStatus.REQUEST_URI_TOO_LONG
        elif isinstance(exc, LimitRequestHeaders):
            status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        elif not isinstance(exc, ParseException):
            status = HTTPStatus.INTERNAL_SERVER_ERROR
        request_id = secrets.token_hex(8)
        log.warning("no request: %s", type(exc).__name__, extra={"request_id": request_id})
        try:
            write_nonblock(client, _problem(status, request_id))
        except OSError:
            log.info("the client was gone")


def _problem(status: HTTPStatus, request_id: str) -> bytes:
    body = dumps(
        {
            "type": "urn:optflag:error:invalid-http",
            "title": status.phrase,
            "status": status,
            "detail": "The request is not HTTP as this server speaks it. See /docs.",
            "request_id": request_id,
        }
    ).encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\n"
        f"X-Request-Id: {request_id}\r\n"
        f"Content-Type: application/problem+json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
