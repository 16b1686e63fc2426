"""A screen in memory, and a hand on its keyboard and mouse."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .driver import until

SIZE = "1280x800"  # what both stores want
PAUSE = 0.6  # seconds that a browser's own windows take to open and to listen


def with_fonts() -> dict[str, str]:
    """The environment for a browser whose pictures people will see."""
    return {**os.environ, "FONTCONFIG_FILE": str(Path(__file__).parent / "fonts.conf")}


class Screen:
    """The display `name`, with everything that is pressed and clicked on it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as xdotool names them: "alt+shift+o"."""
        for key in keys:
            self._do("key", key)

    @contextmanager
    def opening(self) -> Iterator[None]:
        """What the block does opens a question or a menu, which is there and listens at its end."""
        windows, light = self._windows(), self._light()
        yield
        # Chromium's questions are part of its window, which they darken.
        until(lambda: self._windows() - windows or self._light() < 0.8 * light, bool)
        time.sleep(PAUSE)

    def _windows(self) -> set[str]:
        command = ["xdotool", "search", "--onlyvisible", "--name", ""]
        done = subprocess.run(
            command, env=self.environment(), capture_output=True, text=True, check=False
        )
        return set(done.stdout.split())

    def _light(self) -> float:
        """How bright it is, 0 to 1."""
        command = ["import", "-display", self.name, "-window", "root", "-resize", "16x16!"]
        form = ["-colorspace", "gray", "-format", "%[fx:mean]", "info:"]
        done = subprocess.run([*command, *form], capture_output=True, text=True, check=True)
        return float(done.stdout)

    def right_click(self, x: int, y: int) -> None:
        """Open the menu of a place."""
        self._do("mousemove", str(x), str(y), "click", "3")

    def _do(self, *command: str) -> None:
        subprocess.run(["xdotool", *command], env=self.environment(), check=True)
        time.sleep(PAUSE)

    def picture(self, path: Path) -> None:
        """What is to be seen now."""
        command = ["import", "-display", self.name, "-window", "root", path]
        subprocess.run(command, check=True)

    def environment(self) -> dict[str, str]:
        """Variables for a program that is to appear here."""
        return {**with_fonts(), "DISPLAY": self.name}


@contextmanager
def open_screen() -> Iterator[Screen]:
    """A screen for as long as the block lasts."""
    if not all(shutil.which(program) for program in ("Xvfb", "xdotool", "import")):
        pytest.fail("needs Xvfb, xdotool and ImageMagick: tools/packages.sh installs them")
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{SIZE}x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    with os.fdopen(reader) as numbers:
        screen = Screen(f":{numbers.readline().strip()}")
    try:
        yield screen
    finally:
        process.terminate()
        process.wait(timeout=10)
