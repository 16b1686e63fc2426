"""What tests need from outside the project: its lack fails in the gate and skips elsewhere."""

import os
from pathlib import Path

import pytest

IN_GATE = "GATE" in os.environ  # set by .ci/run
SHARED = Path(__file__).parents[2] / "shared"
SEED = SHARED / "seed" / "linkedin-wordpress-post.json"
PAGES = SHARED / "pages"


def needs(path: Path) -> pytest.MarkDecorator:
    """Skip where `path` is not at hand; in the gate run all the same, and fail for want of it."""
    missing = not path.exists() and not IN_GATE
    return pytest.mark.skipif(missing, reason=f"{path.name} lies outside the project")
