"""What a run says at its end: a line per step, a line per kind, and the same as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sandbox.proof.reconcile import Comparison
from sandbox.proof.run import CycleReport, StepReport
from shared.codec import to_json

SHOWN_DIFFERENCES: Final = 10


def step_table(cycle: CycleReport) -> str:
    head = ("step", "fetched", "posted", "errors", "calls", "seconds")
    rows = [(s.step, s.fetched, s.posted, s.errors, sum(s.calls.values()), s.seconds) for s in cycle.steps]
    problems = [f"  {step.step}: {step.problem}" for step in cycle.steps if step.problem]
    return "\n".join([_table(head, rows), *problems])


def reconciliation_table(comparisons: Iterable[Comparison]) -> str:
    found = list(comparisons)
    head = ("kind", "brightpearl", "xero", "brightpearl total", "xero total", "equal")
    rows = [
        (c.kind.value, c.brightpearl, c.xero, c.brightpearl_total, c.xero_total, "yes" if c.equal else "NO")
        for c in found
    ]
    differences = [line for comparison in found for line in _differences(comparison)]
    return "\n".join([_table(head, rows), *differences])


def call_lines(cycle: CycleReport, needed: Mapping[str, int]) -> str:
    """Say, for each system, how many calls were made and how many full batches need."""
    made = {system: sum(step.calls.get(system, 0) for step in cycle.steps) for system in needed}
    return "\n".join(f"{system}: {made[system]} calls made, at least {needed[system]} needed" for system in needed)


def write_json(path: Path, cycle: CycleReport, comparisons: Sequence[Comparison], *, equal: bool) -> None:
    """Write the whole at once, so that nobody reads half of it."""
    content = {
        "steps": [_step(step) for step in cycle.steps],
        "reconciliation": [_comparison(comparison) for comparison in comparisons],
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
    return {
        "kind": comparison.kind.value,
        "brightpearl": comparison.brightpearl,
        "xero": comparison.xero,
        "brightpearl_total": comparison.brightpearl_total,
        "xero_total": comparison.xero_total,
        "equal": comparison.equal,
    }


def _differences(comparison: Comparison) -> list[str]:
    shown = [f"  {comparison.kind}: {difference}" for difference in comparison.differences[:SHOWN_DIFFERENCES]]
    hidden = len(comparison.differences) - len(shown)
    return [*shown, f"  {comparison.kind}: and {hidden} more"] if hidden else shown


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
