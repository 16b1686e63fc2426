"""The screen of `optflag data label`."""

import time
from collections.abc import Callable
from typing import ClassVar

from sqlalchemy.exc import SQLAlchemyError
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static

from classifier.plain import visible
from server.labelling import words
from server.labelling.draft import Draft
from server.labelling.session import Session
from server.queue import LabelError, NoSuchItem

# How the list of sentences calls its moves, and their keys.
MOVES = {
    "cursor_down": ("down", "j"),
    "cursor_up": ("up", "k"),
    "page_down": ("pagedown", "space"),
    "page_up": ("pageup",),
    "first": ("home",),
    "last": ("end",),
}
# Nobody has read an article in this many seconds: a key that was pressed twice, or held, does not
# decide on an article that nobody has seen.
SHORTEST_LOOK = 0.2


class LabelApp(App[None]):
    """Shows one article after the other; the keys are named at the bottom."""

    CSS = """
    #title { text-style: bold; padding: 0 1; max-height: 3; }
    #about { color: $text-muted; padding: 0 1; max-height: 8; overflow-y: auto; }
    #flags { padding: 0 1; margin: 1 0 0 0; }
    #article { height: 1fr; border: none; border-top: solid $panel; padding: 0; }
    #article:focus { border: none; border-top: solid $panel; }
    #article > .option-list--option-highlighted { background: $foreground 15%; text-style: bold; }
    #note { display: none; }
    #keys { dock: bottom; height: auto; padding: 0 1; background: $panel; }
    """
    ENABLE_COMMAND_PALETTE = False
    # With priority a key acts before the next one is looked at: typed ahead, the first letters of
    # a note would be taken for commands.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, action, priority=True)
        for key, action in (
            ("enter", "save"),
            *((w.flip_key, f"flip('{w.flag}')") for w in words.FLAG_WORDS),
            *((w.mark_key, f"mark('{w.flag}')") for w in words.FLAG_WORDS),
            ("tab", "jump(1)"),
            ("shift+tab", "jump(-1)"),
            *((key, f"move('{move}')") for move, keys in MOVES.items() for key in keys),
            ("s", "skip"),
            ("x", "reject"),
            ("u", "undo"),
            ("n", "note"),
            ("escape", "leave_note"),
            ("q", "quit"),
        )
    ]

    def __init__(self, session: Session, *, shortest_look: float = SHORTEST_LOOK) -> None:
        super().__init__()
        self._session, self._shortest_look = session, shortest_look
        self._shown_at = 0.0

    def compose(self) -> ComposeResult:
        """Title, what is known, flags, the sentences, a line for the note, keys."""
        with Vertical():
            yield Static(id="title", markup=False)
            yield Static(id="about", markup=False)
            yield Static(id="flags", markup=False)
            yield OptionList(id="article", markup=False)
            yield Input(id="note", placeholder="Note, kept with the label. Enter keeps it.")
        yield Static(words.keys(), id="keys")

    def on_mount(self) -> None:
        """Show the first article, and let the model judge the queue in the background."""
        self._show_article()
        self._judge()

    @work(thread=True, exit_on_error=False)
    def _judge(self) -> None:
        while self.is_running and self._session.judge():
            pass

    @property
    def _writes_note(self) -> bool:
        return self.focused is not None and self.focused.id == "note"

    @property
    def _article(self) -> OptionList:
        return self.query_one("#article", OptionList)

    @property
    def _draft(self) -> Draft | None:
        """The draft at hand, its cursor where the list's is."""
        draft = self._session.draft
        if draft and self._article.highlighted is not None:
            draft.cursor = self._article.highlighted
        return draft

    def _show_article(self) -> None:
        self._shown_at = time.monotonic()
        draft = self._session.draft
        self._article.clear_options()
        if draft is None:
            self.query_one("#title", Static).update("Nothing left to label.")
            self.query_one("#about", Static).update("u takes the last step back, q ends.")
            self.query_one("#flags", Static).update("")
            return
        self.query_one("#title", Static).update(words.title(draft))
        self._show_about()
        self._article.add_options(words.sentence(draft, n) for n in range(len(draft.sentences)))
        self._show_flags()
        self._article.highlighted = draft.cursor
        self.screen.set_focus(self._article)

    def _show_about(self) -> None:
        session = self._session
        if session.draft:
            about = words.about(
                session.draft,
                blind=session.blind,
                labelled=session.labelled,
                waiting=session.waiting,
            )
            self.query_one("#about", Static).update(about)

    def _show_flags(self) -> None:
        if draft := self._session.draft:
            self.query_one("#flags", Static).update(words.flags(draft))

    def _change(self, act: Callable[[Draft], None]) -> None:
        """Let `act` change the marks, and show what is different."""
        draft = self._draft
        if draft is None:
            return
        before = dict(draft.marks)
        act(draft)
        for flag, numbers in draft.marks.items():
            for number in numbers ^ before.get(flag, frozenset()):
                self._article.replace_option_prompt_at_index(number, words.sentence(draft, number))
        self._show_flags()

    def action_flip(self, flag: str) -> None:
        """Raise a flag or take it back; the cursor goes to its first sentence."""
        self._change(lambda draft: draft.flip(flag))
        if (draft := self._session.draft) and draft.marks.get(flag):
            self._article.highlighted = min(draft.marks[flag])

    def action_mark(self, flag: str) -> None:
        """Mark the sentence at the cursor, or take the mark off."""
        self._change(lambda draft: draft.toggle(flag))

    def action_jump(self, step: int) -> None:
        """Go to the next marked sentence."""
        if draft := self._draft:
            self._article.highlighted = draft.next_marked(step)

    def action_move(self, move: str) -> None:
        """Go to another sentence: `move` is one of MOVES."""
        getattr(self._article, f"action_{move}")()

    def action_save(self) -> None:
        """Keep the label, which is in the database when the next article shows."""
        self._decide(self._session.save)

    def action_skip(self) -> None:
        """Leave the article for another session."""
        self._decide(self._session.skip)

    def action_reject(self) -> None:
        """Take the article out of the queue."""
        self._decide(self._session.reject)

    def action_undo(self) -> None:
        """Take the latest step back."""
        self._step(self._undo)

    def _undo(self) -> None:
        if not self._session.undo():
            self.notify("Nothing to take back in this session.")

    def _decide(self, act: Callable[[], None]) -> None:
        if time.monotonic() - self._shown_at >= self._shortest_look:
            self._step(act)

    def _step(self, act: Callable[[], None]) -> None:
        """Do a step and show what is at hand after it; a step that fails changes nothing."""
        try:
            act()
        except (LabelError, NoSuchItem) as error:
            self.notify(visible(str(error)), severity="error", markup=False)
        except SQLAlchemyError:
            away = "The database does not answer; nothing was saved. Try again."
            self.notify(away, severity="error")
        else:
            self._show_article()

    def action_note(self) -> None:
        """Write a note on the article."""
        if draft := self._session.draft:
            note = self.query_one("#note", Input)
            note.value, note.display = draft.note or "", True
            self.screen.set_focus(note)  # at once, unlike note.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the note with the draft."""
        if draft := self._session.draft:
            draft.note = event.value.strip() or None
        self._show_about()
        self.action_leave_note()

    def action_leave_note(self) -> None:
        """Back to the article; a note that was not kept is gone."""
        self.query_one("#note", Input).display = False
        self.screen.set_focus(self._article)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a note is written, letters are letters; without an article only few keys act."""
        if self._writes_note:
            return action == "leave_note"
        if self._session.draft is None:
            return action in ("undo", "quit")
        return True
