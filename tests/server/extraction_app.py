"""A WSGI application for one test: answers a page with its title and the process that read it."""

import json
import os
from collections.abc import Callable, Iterable
from typing import Any

from server.extraction_worker import BoundedExtractor

extractor = BoundedExtractor()  # made before gunicorn forks its workers


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    html = environ["wsgi.input"].read().decode("utf-8")
    answer = {
        "title": extractor.extract(html).title,
        "worker": os.getpid(),
        "process": extractor._process,
    }
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(answer).encode()]
