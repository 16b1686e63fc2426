"""Commands that are imported when they run: scikit-learn takes seconds, `--help` should not."""

from importlib import import_module
from typing import Any

import click


class LazyCommand(click.Command):
    """Stands for a command until somebody calls it.

    place: `module:attribute`. help: the first sentence of the command's own.
    """

    def __init__(self, name: str, place: str, help: str) -> None:
        super().__init__(name, help=help)
        self._module, _, self._attribute = place.partition(":")

    def load(self) -> click.Command:
        """The command itself."""
        command: click.Command = getattr(import_module(self._module), self._attribute)
        return command

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """The context of the command itself, which click then goes on with."""
        return self.load().make_context(info_name, args, parent, **extra)
