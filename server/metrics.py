"""Prometheus metrics of all workers together. Counts and sizes; nothing that a caller wrote."""

import os

from prometheus_client import REGISTRY as HERE
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from classifier.versions import ModelInfo
from server.scoring import Answer

REQUESTS = Counter("optflag_requests", "Requests answered.", ("method", "endpoint", "status"))
SECONDS = Histogram(
    "optflag_request_seconds",
    "Time from the request's headers to its answer.",
    ("endpoint",),
    buckets=(0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12),
)
BYTES = Histogram(
    "optflag_request_bytes",
    "Bodies on the wire.",
    buckets=(1_000, 4_000, 16_000, 64_000, 256_000, 1_000_000, 2_100_000),
)
VERDICTS = Counter("optflag_verdicts", "Documents by verdict.", ("verdict",))
WORDS = Counter("optflag_words", "Words of scored articles, by whether they are known.", ("known",))
UNSURE = Counter("optflag_flags_unsure", "Flags close to their line.", ("flag",))
RAISED = Counter("optflag_flags_raised", "Flags raised.", ("flag",))
PROBABILITIES = Histogram(
    "optflag_probability",
    "Probabilities given, by flag.",
    ("flag",),
    buckets=[step / 10 for step in range(1, 11)],
)
REFUSALS = Counter("optflag_extraction_failures", "Pages not extracted, by kind.", ("reason",))
FEEDBACK = Counter("optflag_feedback", "Reports kept, by flag and verdict.", ("flag", "verdict"))
MODEL = Gauge(
    "optflag_model_info",
    "1 for the model at work.",
    ("version", "corpus"),
    multiprocess_mode="livemax",
)
MODEL_FAULT = Gauge(
    "optflag_model_fault",
    "1 while the champion cannot be taken up.",
    multiprocess_mode="livemax",
)


_shown: list[tuple[str, str]] = []


def count_answer(answer: Answer, *, unknown: int, words: int) -> None:
    """Count a verdict, its flags, and the words of the text that the model did not know."""
    VERDICTS.labels(answer["verdict"]).inc()
    if answer["verdict"] == "scored":
        WORDS.labels("no").inc(unknown)
        WORDS.labels("yes").inc(words - unknown)
    for flag in answer["flags"]:
        PROBABILITIES.labels(flag["flag"]).observe(flag["probability"])
        if flag["unsure"]:
            UNSURE.labels(flag["flag"]).inc()
        if flag["raised"]:
            RAISED.labels(flag["flag"]).inc()


def show_model(info: ModelInfo) -> None:
    """Name the model that this process has taken up."""
    hide_model()
    _shown[:] = [(info.version, info.corpus)]
    MODEL.labels(info.version, info.corpus).set(1)
    MODEL_FAULT.set(0)


def hide_model() -> None:
    """Name none."""
    for earlier in _shown:  # clear() does not reach the file that the workers' gauges live in
        MODEL.labels(*earlier).set(0)
    _shown.clear()


def exposition() -> bytes:
    """All metrics in Prometheus's text format, summed over the workers where there are several."""
    registry = HERE
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    text: bytes = generate_latest(registry)
    return text
