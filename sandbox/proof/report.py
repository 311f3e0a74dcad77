"""What a run says at its end: a line per step, a line per kind, and the same as JSON."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any, Final

from sandbox.proof.ledgers.trial_balance import Balance, TrialBalance
from sandbox.proof.reconcile import Comparison
from sandbox.proof.run import CycleReport, StepReport
from sandbox.proof.waiting import Waiting
from shared.codec import to_json

SHOWN_DIFFERENCES: Final = 10
AMOUNTS: Final = ("brightpearl", "xero", "explained")
FIGURES: Final = (
    "kind",
    "brightpearl",
    "xero",
    "brightpearl_total",
    "xero_total",
    "brightpearl_tax",
    "xero_tax",
)


def step_table(cycle: CycleReport) -> str:
    head = ("step", "fetched", "posted", "errors", "calls", "seconds")
    rows = [(s.step, s.fetched, s.posted, s.errors, sum(s.calls.values()), s.seconds) for s in cycle.steps]
    problems = [f"  {step.step}: {step.problem}" for step in cycle.steps if step.problem]
    return "\n".join([_table(head, rows), *problems])


def reconciliation_table(comparisons: Iterable[Comparison]) -> str:
    found = list(comparisons)
    head = (*FIGURES, "equal")
    rows = [(*_figures(one).values(), "yes" if one.equal else "NO") for one in found]
    differences = [line for one in found for line in _some(one.kind, one.differences)]
    slight = [line for one in found for line in _some(one.kind, one.slight, "the tax alone differs: ")]
    waits = [line for one in found for line in _some(one.kind, one.waits, "waits: ")]
    return "\n".join([_table([name.replace("_", " ") for name in head], rows), *differences, *slight, *waits])


def waiting_lines(waiting: Iterable[Waiting]) -> str:
    """Say of each document that was planted to wait why it does, and of its payments."""
    return "\n".join(sentence for one in waiting for sentence in one.sentences)


def call_lines(cycle: CycleReport, needed: Mapping[str, int]) -> str:
    """Say, for each system, how many calls were made and how many full batches need."""
    made = {system: sum(step.calls.get(system, 0) for step in cycle.steps) for system in needed}
    return "\n".join(f"{system}: {made[system]} calls made, at least {needed[system]} needed" for system in needed)


def trial_balance_table(balance: TrialBalance) -> str:
    """A line for each group of accounts in one currency, Brightpearl's on the left of the bar; then why some differ."""
    head = ("trial balance since the start date", "brightpearl", "xero", "explained", "unexplained")
    rows = [(account_of(one), one.brightpearl, one.xero, one.explained, one.unexplained) for one in balance.rows]
    apart = (
        ("exchange: roundings in the currency of the books", "", "", balance.exchange, ""),
        ("before the start date, debits", *balance.before, "", ""),
    )
    explained = _some("trial balance", balance.reasons, "explained: ")
    unexplained = _some("trial balance", balance.unexplained, "unexplained: ")
    return "\n".join([_table(head, [*rows, *apart]), *explained, *unexplained])


def account_of(balance: Balance) -> str:
    return f"{balance.row.name} ({balance.row.currency})"


def balance_as_json(balance: TrialBalance, amount: Callable[[Decimal], object] = lambda exact: exact) -> dict[str, Any]:
    """Give the rows with their amounts: exact, or whatever `amount` makes of them."""
    rows = [
        {"account": account_of(one), **{name: amount(getattr(one, name)) for name in AMOUNTS}, "equal": one.equal}
        for one in balance.rows
    ]
    return {"rows": rows, "equal": balance.equal}


def write_json(
    path: Path, cycle: CycleReport, comparisons: Sequence[Comparison], balance: TrialBalance, *, equal: bool
) -> None:
    """Write the whole at once, so that nobody reads half of it."""
    content = {
        "steps": [_step(step) for step in cycle.steps],
        "reconciliation": [_comparison(comparison) for comparison in comparisons],
        "trial_balance": balance_as_json(balance),
        "equal": equal,
    }
    partial = path.with_suffix(".partial")
    partial.write_text(to_json(content), encoding="utf-8")
    partial.replace(path)


def _step(step: StepReport) -> dict[str, Any]:
    return {
        "step": step.step,
        "fetched": step.fetched,
        "posted": step.posted,
        "errors": step.errors,
        "calls": sum(step.calls.values()),
        "seconds": step.seconds,
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {**_figures(comparison), "equal": comparison.equal}


def _figures(comparison: Comparison) -> dict[str, Any]:
    """The kind, and of both sides how many there are and what they come to."""
    sides = (comparison.brightpearl, comparison.xero)
    columns = zip(*((side.count, side.total, side.tax) for side in sides), strict=True)
    return dict(zip(FIGURES, (comparison.kind.value, *chain.from_iterable(columns)), strict=True))


def _some(what: str, sentences: Sequence[str], about: str = "") -> list[str]:
    shown = [f"  {about}{sentence}" for sentence in sentences[:SHOWN_DIFFERENCES]]
    hidden = len(sentences) - len(shown)
    return [*shown, f"  {what}: {about}and {hidden} more"] if hidden else shown


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Align the first column left and the others right."""
    cells = [tuple(str(cell) for cell in row) for row in (head, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    return "\n".join(_line(row, widths) for row in cells)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        cell.ljust(width) if column == 0 else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join([first, *others])
