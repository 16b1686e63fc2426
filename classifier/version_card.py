"""What people read about one model version: figures, and how it stands beside the champion."""

from classifier.changes import Changes
from classifier.comparison import ChangedVerdict, Comparison, FlagComparison
from classifier.evaluation import table
from classifier.plain import visible
from classifier.versions import ModelInfo

LISTED = 20  # changed verdicts that are told one by one; model compare --json has them all


def card(info: ModelInfo, comparison: Comparison | None, changes: Changes | None) -> str:
    """Markdown, for the file card.md in the version's folder."""
    parts = [
        f"# Model {info.version}\n",
        f"Made {info.created} from {info.articles} articles, seed {info.seed}.\n"
        f"Recipe {info.recipe}.\nCorpus `{info.corpus}`,\nparameters `{info.parameters}`.\n",
        "## Cross-validated figures\n",
        _block(table(info.metrics)),
        *_beside(info, comparison, changes),
    ]
    return "\n".join(parts)


def _beside(info: ModelInfo, comparison: Comparison | None, changes: Changes | None) -> list[str]:
    champion = info.decision.get("champion")
    if champion is None or comparison is None:
        return ["There was no working champion to compare with.\n"]
    told = [f"## Beside model {champion}\n"]
    if changes is not None:
        told.append(f"Changed in the corpus: {changes.words()}.\n")
    return [
        *told,
        _block(comparison_lines(comparison)),
        _block(changed_lines(comparison)),
        _end(info),
    ]


def _end(info: ModelInfo) -> str:
    decision = info.decision
    if decision["forced"]:
        return f"Promoted by force, although worse in {', '.join(decision['worse'])}.\n"
    if decision["allowed_regressions"]:
        return f"Promoted; worse was allowed in {', '.join(decision['allowed_regressions'])}.\n"
    if decision["promote"]:
        return "Promoted: no flag is surely worse.\n"
    return f"Not promoted: worse in {', '.join(decision['worse'])}.\n"


def comparison_lines(comparison: Comparison) -> list[str]:
    """A line for each flag: measures before and after, the interval of the difference, verdict."""
    head = f"{'flag':<20}{'average precision':<34}{'F1 at the line':<34}verdict"
    left_out = f", {comparison.left_out} left out" if comparison.left_out else ""
    counted = f"{comparison.articles} articles that neither had learned from{left_out}"
    return [head, *map(_flag_line, comparison.flags), counted]


def _flag_line(found: FlagComparison) -> str:
    cells = [
        f"{each.before:.3f} → {each.after:.3f} ({each.low:+.3f} to {each.high:+.3f})"
        for each in found.measures.values()
    ]
    return f"{found.flag:<20}{cells[0]:<34}{cells[1]:<34}{found.verdict}"


def changed_lines(comparison: Comparison, *, limit: int = LISTED) -> list[str]:
    """The articles whose verdict changed, the greatest change first."""
    changed = comparison.changed
    right = sum(each.raised == each.labelled for each in changed)
    lines = [f"{len(changed)} verdicts changed, {right} of them for the better"]
    lines += [_changed_line(each) for each in changed[:limit]]
    if len(changed) > limit:
        lines.append(f"… and {len(changed) - limit} with smaller changes")
    return lines


def _changed_line(each: ChangedVerdict) -> str:
    mark = "right" if each.raised == each.labelled else "wrong"
    state = f"now {'' if each.raised else 'not '}raised, {mark}"
    return (
        f"{each.before:.2f} → {each.after:.2f}  {state:<21}  {each.flag:<17}  {each.id}  "
        f"{visible(each.title[:60])}"
    )


def _block(lines: list[str]) -> str:
    body = "\n".join(lines)
    return f"```\n{body}\n```\n"
