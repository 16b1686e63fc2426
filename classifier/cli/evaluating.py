"""`optflag evaluate` and `optflag report`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from classifier import drift_page
from classifier.cli.basics import (
    Weeks,
    corpus_option,
    home,
    json_option,
    load_corpus,
    print_json,
    say,
)
from classifier.drift import at_work_last
from classifier.evaluation import evaluate as evaluate_model
from classifier.evaluation import load_examples, table
from classifier.fitting import learning_curve as measure_learning
from classifier.registry import Registry
from classifier.report import render
from classifier.versions import write_text


@click.command()
@click.argument("version", required=False)
@click.option("--data", type=click.Path(exists=True, path_type=Path), help="Articles as .jsonl.")
@json_option
def evaluate(version: str | None, data: Path | None, as_json: bool) -> None:
    """Figures of a model version (default: the champion), by cross-validation or on --data."""
    loaded = Registry(home()).load(version)
    figures, errors = loaded.info.metrics, []
    if data is not None:
        examples = load_examples(data)
        say(f"Scoring {len(examples)} articles …")
        found = evaluate_model(loaded.model, examples)
        figures, errors = found.figures, found.errors
    if as_json:
        print_json({"version": loaded.info.version, **figures, "errors": errors})
    else:
        print_metrics(figures)
        _print_errors(errors)


def print_metrics(figures: dict[str, Any]) -> None:
    """The table of figures on stdout."""
    click.echo("\n".join(table(figures)))


def _print_errors(errors: Sequence[dict[str, Any]]) -> None:
    for error in errors:
        click.echo(f"\n{error['error']}: {error['flag']} {error['probability']:.2f}")
        click.echo(f"  {error['id']}  {error['title']}")
        for quote in error["evidence"]:
            click.echo(f"  > {quote}")


@click.command()
@click.argument("version", required=False)
@click.option("--output", type=click.Path(path_type=Path), default=Path("optflag-report.html"))
@click.option("--learning-curve", is_flag=True, help="Train on growing parts as well (minutes).")
@click.option("--drift", is_flag=True, help="About what was judged, week by week, instead.")
@corpus_option
@click.pass_context
def report(
    context: click.Context,
    version: str | None,
    output: Path,
    learning_curve: bool,
    drift: bool,
    corpus_path: Path | None,
) -> None:
    """Write one self-contained HTML page about a model version (default: the champion)."""
    if drift:
        _report_drift(context, output)
        return
    loaded = Registry(home()).load(version)
    articles = load_corpus(corpus_path)
    points: list[tuple[int, dict[str, float]]] = []
    if learning_curve:
        say("Training on a quarter, a half, three quarters and all of the corpus …")
        points = measure_learning(articles, penalty=loaded.model.C, seed=loaded.model.seed)
    say("Drawing …")
    write_text(output, render(loaded, articles, points))
    click.echo(f"Written: {output}")


def _report_drift(context: click.Context, output: Path) -> None:
    """Weeks come from the server's database, which the group's object reads."""
    weeks = context.find_object(Weeks)
    periods = weeks.read() if weeks else []
    if not periods:
        raise click.ClickException(
            "Nothing was counted yet. A running server counts what it scores."
        )
    periods = at_work_last(periods, Registry(home()).champion())
    click.echo("\n".join(drift_page.summary(periods)))
    write_text(output, drift_page.render(periods))
    click.echo(f"Written: {output}")
