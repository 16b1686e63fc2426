"""The words of words.txt, by name."""

from importlib.resources import files


def _read() -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {}
    name = ""
    for line in (files("classifier") / "choices" / "words.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if not line.startswith(" "):
            name, line = line.split(":", 1)
        words[name] = (*words.get(name, ()), *line.split())
    return words


WORDS = {name: frozenset(words) for name, words in _read().items()}
