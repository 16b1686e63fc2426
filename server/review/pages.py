"""The pages under /review. They are written by the server and need no script."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from classifier.labels import FLAG_TITLES, FLAGS, LABELS
from classifier.sentences import Sentence
from server.database import mended
from server.errors import InvalidRequest, TooManyAttempts
from server.queue import STATES, Item, Label, NoSuchItem, Queue, StateChanged
from server.queue.reports import voices
from server.queue.suggestion import Suggestion
from server.review import listing, marks
from server.review.marks import Marks
from server.review.session import (
    WrongRole,
    WrongToken,
    decided,
    reviewer,
    sign_in,
    skip,
    skipped,
    undo_skip,
)
from server.review.shown import hidden_length, lines, readable, visible
from server.services import champion, services
from server.tokens import TooManyFailures

review = Blueprint(
    "review", __name__, url_prefix="/review", template_folder="templates", static_folder="static"
)
review.add_app_template_filter(visible, "visible")

Page = str | tuple[str, int] | BaseResponse

# One script and one stylesheet of our own, nothing else, framed nowhere.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
OPEN = ("review.sign_in_page", "review.static")
MAX_NOTE = 2_000


@review.before_request
def only_maintainers() -> BaseResponse | None:
    """Everything but the way in needs a session; it ends with its token."""
    g.reviewer = reviewer()
    if g.reviewer is None and request.endpoint not in OPEN:
        return redirect(url_for("review.sign_in_page"), 303)
    return None


@review.after_request
def as_page(response: Response) -> Response:
    """Strict headers; an error that the API would tell in JSON is a page here."""
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["Referrer-Policy"] = "same-origin"  # without it a form's Origin is "null"
    if response.mimetype == "application/problem+json":
        response.set_data(render_template("review/error.html", problem=response.get_json()))
        response.mimetype = "text/html"
    return response


@review.context_processor
def common() -> dict[str, Any]:
    """What every page knows."""
    return {"labels": LABELS, "titles": FLAG_TITLES, "reviewer": g.get("reviewer")}


@review.route("/sign-in", methods=["GET", "POST"])
def sign_in_page() -> Page:
    """The way in: a maintainer's token."""
    if request.method == "GET":
        return render_template("review/sign_in.html", problem=None)
    try:
        sign_in(request.form.get("token", ""))
    except WrongToken:
        return render_template("review/sign_in.html", problem="unknown"), 403
    except WrongRole:
        return render_template("review/sign_in.html", problem="role"), 403
    except TooManyFailures:
        raise TooManyAttempts("Wait a minute, then sign in again.") from None
    return redirect(url_for("review.overview"), 303)


@review.post("/sign-out")
def sign_out() -> Page:
    """The way out."""
    session.clear()
    return redirect(url_for("review.sign_in_page"), 303)


@review.get("")
def overview() -> Page:
    """The queue as a list."""
    state, source = request.args.get("state", STATES[0]), request.args.get("source") or None
    page = request.args.get("page", 1, type=int)
    if state not in STATES or not 0 < page < 100_000 or (source and mended(source) != source):
        raise NotFound
    rows, total = listing.rows(services().engine, state=state, source=source, page=page)
    return render_template(
        "review/list.html",
        rows=rows,
        total=total,
        counts=queue().counts(),
        state=state,
        source=source,
        sources=listing.sources(services().engine),
        page=page,
        pages=max(1, -(-total // listing.PAGE)),
    )


@review.get("/next")
def next_item() -> Page:
    """On to the article that teaches most; skipped ones come when no other is left."""
    name, model = labeller(), champion()
    item = queue().next(name, model, skip=skipped()) or queue().next(name, model)
    if item is None:
        flash("Nothing waits for you any more.")
        return redirect(url_for("review.overview"), 303)
    return redirect(url_for("review.item_page", item_id=item.id), 303)


@review.get("/items/<item_id>")
def item_page(item_id: str) -> Page:
    """One article."""
    item = find(item_id)
    return show(item, readable(item.text))


@review.post("/items/<item_id>")
def decide(item_id: str) -> Page:
    """Accept, correct, reject, skip or reopen; then on to the next."""
    item, action = find(item_id), request.form.get("action")
    if action not in ("accept", "correct", "reject", "skip", "reopen"):
        raise InvalidRequest("The form holds no action that this page knows.")
    try:
        return reopen(item) if action == "reopen" else close(item, action)
    except StateChanged:
        now = find(item_id)
        flash(f"{named(now)} was {now.state} meanwhile. Nothing was changed.")
        return redirect(url_for("review.next_item"), 303)


def close(item: Item, action: str) -> Page:
    """Accept, reject or skip an item that waits. Raises StateChanged when it no longer does."""
    if item.state != "waiting":
        raise StateChanged
    if action == "skip":
        skip(item.id)
        flash(f"Skipped: {named(item)}.")
    elif action == "reject":
        queue().reject(item.id, labeller(), note(), was="waiting")
        decided()
        flash(f"Rejected: {named(item)}.")
    elif refused := accept(item, action):
        return refused
    return redirect(url_for("review.next_item"), 303)


def accept(item: Item, action: str) -> Page | None:
    """Accept the item with what the form says; the page again when it cannot be."""
    sentences = readable(item.text)
    said, guess = marks_of("mark", sentences), marks_of("guess", sentences)
    fault = said.fault
    if action == "accept" and said != guess:
        fault = (
            "You changed the model's guess. Save your correction, or take the changes back; "
            "nothing was saved yet."
        )
    if fault:
        return show(item, sentences, said=said, problem=fault), 422
    label = Label(item.id, labeller(), said.labels, said.spans(sentences), note())
    queue().accept(label, was="waiting")
    decided()
    how = "as guessed" if said == guess else "corrected"
    flags = ", ".join(FLAG_TITLES[flag] for flag in said.labels) or "no flag"
    flash(f"Accepted, {how}: {named(item)} ({flags}).")
    return None


def reopen(item: Item) -> Page:
    """Let an article wait again."""
    if item.state != "waiting":
        queue().reopen(item.id)
        flash("It waits again.")
    return redirect(url_for("review.item_page", item_id=item.id), 303)


@review.post("/undo")
def undo() -> Page:
    """Back to the article of the latest step, which is undone."""
    item_id = undo_skip()
    if item_id is None:
        item = queue().undo(labeller())
        item_id = item.id if item else None
    if item_id is None:
        flash("There is nothing to undo.")
        return redirect(url_for("review.overview"), 303)
    flash("Undone. It waits again.")
    return redirect(url_for("review.item_page", item_id=item_id), 303)


def show(
    item: Item, sentences: list[Sentence], *, said: Marks | None = None, problem: str | None = None
) -> str:
    """The page of an article, with the model's guess ticked, or with what was said instead."""
    model = champion()
    suggestion = Suggestion(model.model, item)
    guess = marks.guessed(suggestion.marks, len(sentences))
    label = next((n for n in queue().labels(item.id) if n.labeller == item.closed_by), None)
    if label and item.state == "accepted":
        said = marks.labelled(label, sentences)
    return render_template(
        "review/item.html",
        item=item,
        lines=lines(item.text, sentences),
        hidden_length=hidden_length(item.text, sentences),
        results=suggestion.results,
        best={flag: suggestion.best(flag) for flag in FLAGS},
        guess=set(guess.values),
        said=set((said or guess).values),
        model=model.info,
        voices=voices(item),
        problem=problem,
        note=request.form.get("note", (label.note if label else None) or item.closed_note or ""),
    )


def named(item: Item) -> str:
    """The title in a message, cut: a cookie carries it, which holds 4 kB."""
    title = item.title if len(item.title) <= 80 else f"{item.title[:79]}…"
    return f"“{visible(title)}”"


def marks_of(field: str, sentences: list[Sentence]) -> Marks:
    """The marks in a field of the form. Raises InvalidRequest."""
    try:
        return marks.read(request.form.getlist(field), sentences)
    except marks.NotOfThisForm:
        raise InvalidRequest("The form does not fit this article. Open it again.") from None


def note() -> str | None:
    """The note of the form; None when it is empty."""
    return request.form.get("note", "").replace("\0", "").strip()[:MAX_NOTE] or None


def queue() -> Queue:
    """The queue in the database of this application."""
    return Queue(services().engine)


def labeller() -> str:
    """The name that decisions are kept under: the token's."""
    return str(g.reviewer.name)


def find(item_id: str) -> Item:
    """The item of an address. Raises NotFound."""
    if mended(item_id) != item_id:
        raise NotFound
    try:
        return queue().item(item_id)
    except NoSuchItem:
        raise NotFound from None
