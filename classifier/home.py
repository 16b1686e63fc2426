"""OPTFLAG_HOME: the folder of registry, database and what was accepted into the corpus."""

from pathlib import Path

PRIVATE = 0o700  # readers' reports are in it, and the key that signs cookies


def make_home(folder: Path) -> None:
    """Make the folder, if there is none, for its owner alone."""
    folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
