"""One self-contained HTML page about a model: what it can do, and where it errs."""

from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
from sklearn.metrics import precision_recall_curve

from classifier.charts import histogram, line_chart
from classifier.corpus import Article
from classifier.fitting import OutOfFold
from classifier.labels import FLAG_TITLES, FLAGS
from classifier.metrics import calibration_curve, figures
from classifier.pages import page, table
from classifier.registry import LoadedModel

HARDEST = 15  # articles listed for each flag
CURVE_POINTS = 150  # of a precision-recall curve: more than pixels can show


def render(
    loaded: LoadedModel,
    articles: Sequence[Article],
    learning_curve: Sequence[tuple[int, dict[str, float]]] = (),
) -> str:
    """The page. articles: the corpus that the model was trained on.

    learning_curve: (articles learned from, average precision by flag), see fitting.learning_curve.
    """
    found = loaded.model.out_of_fold_
    titles = {article.id: article.title for article in articles}
    sections = [
        f"<h1>Optflag model {escape(loaded.info.version)}</h1>",
        _introduction(loaded),
        _figures(figures(found.labels == 1, found.probabilities, loaded.model.thresholds_)),
        "<h2>Curves</h2>",
        _charts(loaded, found),
        _learning(learning_curve),
        *(_flag_section(index, found, loaded, titles) for index in range(len(FLAGS))),
    ]
    return page(f"Optflag model {loaded.info.version}", "".join(sections))


def _introduction(loaded: LoadedModel) -> str:
    info = loaded.info
    return (
        f"<p>Made {escape(info.created)} from {info.articles} articles "
        f"(corpus {escape(info.corpus[:19])}…, seed {info.seed}). All figures below are "
        "cross-validated: each article was judged by a model that had not seen it, nor any other "
        "article on the same event. Corpus articles are harder to raise than real ones, which say "
        "things in plainer words: see MODEL_CARD.md for real articles.</p>"
    )


def _figures(metrics: dict[str, Any]) -> str:
    head = ("flag", "threshold", "precision", "recall", "F1", "95 %", "average precision", "ECE")
    rows = []
    for index, flag in enumerate(FLAGS):
        row, (low, high) = metrics["flags"][flag], metrics["intervals"][flag]["f1"]
        rows.append(
            (
                FLAG_TITLES[flag],
                f"{metrics['thresholds'][index]:.2f}",
                *(f"{row[name]:.3f}" for name in ("precision", "recall", "f1")),
                f"{low:.3f}–{high:.3f}",
                f"{metrics['ranking'][flag]['average_precision']:.3f}",
                f"{metrics['calibration_error'][flag]:.3f}",
            )
        )
    return (
        f"<h2>Figures</h2>{table(head, rows)}<p>Macro-F1 {metrics['macro_f1']:.3f}. Articles "
        f"without a flag that raise one: {metrics['false_alarms']:.1%}.</p>"
    )


def _charts(loaded: LoadedModel, found: OutOfFold) -> str:
    curves, calibrations = [], []
    for index, flag in enumerate(FLAGS):
        labels, probabilities = found.labels[:, index] == 1, found.probabilities[:, index]
        precision, recall, _ = precision_recall_curve(labels, probabilities)
        step = max(1, len(recall) // CURVE_POINTS)
        points = list(zip(recall[::step].tolist(), precision[::step].tolist(), strict=True))
        curves.append((FLAG_TITLES[flag], points))
        curve = [(mean, share) for mean, share, _ in calibration_curve(labels, probabilities)]
        calibrations.append((FLAG_TITLES[flag], curve))
    charts = [
        line_chart(curves, title="Precision and recall", x_label="recall", y_label="precision"),
        line_chart(
            calibrations,
            title="Calibration",
            x_label="probability",
            y_label="share of yes",
            diagonal=True,
        ),
    ]
    return f'<div class="charts">{"".join(charts)}</div>'


def _learning(curve: Sequence[tuple[int, dict[str, float]]]) -> str:
    if not curve:
        return ""
    series = [(FLAG_TITLES[f], [(float(n), scores[f]) for n, scores in curve]) for f in FLAGS]
    chart = line_chart(
        series,
        title="Learning curve",
        x_label="articles learned from",
        y_label="average precision",
        x_range=(0.0, float(curve[-1][0])),
    )
    return (
        "<h2>Is more corpus still paying?</h2><p>Measured on one held-out fold.</p>"
        f'<div class="charts">{chart}</div>'
    )


def _flag_section(index: int, found: OutOfFold, loaded: LoadedModel, titles: dict[str, str]) -> str:
    labels, probabilities = found.labels[:, index] == 1, found.probabilities[:, index]
    threshold = float(loaded.model.thresholds_[index])
    groups = [
        ("has the flag", probabilities[labels].tolist()),
        ("has it not", probabilities[~labels].tolist()),
    ]
    chart = histogram(groups, title="Probabilities", threshold=threshold)
    raised = probabilities >= threshold
    confusion = table(
        ("", "raised", "not raised"),
        (
            ("has the flag", str((labels & raised).sum()), str((labels & ~raised).sum())),
            ("has it not", str((~labels & raised).sum()), str((~labels & ~raised).sum())),
        ),
    )
    order = np.argsort(-np.where(labels, 1 - probabilities, probabilities), kind="stable")
    hardest = [
        (
            found.ids[i],
            titles.get(found.ids[i], "(no longer in the corpus)"),
            "yes" if labels[i] else "no",
            f"{probabilities[i]:.2f}",
        )
        for i in order[:HARDEST]
    ]
    return (
        f"<h2>{escape(FLAG_TITLES[FLAGS[index]])}</h2>"
        f'<div class="charts">{chart}<div>{confusion}</div></div><h3>Hardest articles</h3>'
        f"{table(('id', 'title', 'label', 'probability'), hardest)}"
    )
