"""What a run says at its end."""

import json
from decimal import Decimal
from pathlib import Path

from sandbox.proof.ledgers.accounts import Row
from sandbox.proof.ledgers.trial_balance import Balance, TrialBalance
from sandbox.proof.reconcile import Comparison, Side
from sandbox.proof.report import call_lines, reconciliation_table, step_table, trial_balance_table, write_json
from sandbox.proof.run import CycleReport, StepReport
from shared.kinds import Kind


def a_step(name: str = "post_xero_sales", *, problem: str = "") -> StepReport:
    return StepReport(
        step=name,
        fetched=0,
        posted=138,
        errors=2,
        calls={"xero": 4, "brightpearl": 1},
        seconds=Decimal(3),
        problem=problem,
    )


def a_cycle(*steps: StepReport) -> CycleReport:
    return CycleReport(status="SUCCEEDED", cause="", steps=steps or (a_step(),))


def a_comparison(*differences: str) -> Comparison:
    return Comparison(
        kind=Kind.SALES_INVOICE,
        brightpearl=Side(count=138, total=Decimal("140353.04"), tax=Decimal("23392.17")),
        xero=Side(count=137, total=Decimal("140340.00"), tax=Decimal("23390.00")),
        differences=differences,
    )


def a_balance() -> TrialBalance:
    row = Row(name="4000 Sales | 200 Sales", currency="GBP")
    amounts = {"brightpearl": Decimal("-50.00"), "xero": Decimal("-40.00"), "explained": Decimal("-3.00")}
    return TrialBalance(
        rows=[Balance(row=row, **amounts, equal=False)],
        before=(Decimal("131.58"), Decimal("0.00")),
        exchange=Decimal("0.01"),
        reasons=["payment 9: it waits"],
        unexplained=["sales_invoice SI-1: another day"],
    )


def test_the_trial_balance_has_a_line_for_each_row_and_names_what_nothing_explains() -> None:
    head, row, exchange, before, *said = trial_balance_table(a_balance()).splitlines()

    assert head.split()[-4:] == ["brightpearl", "xero", "explained", "unexplained"]
    assert row.split("  ")[0] == "4000 Sales | 200 Sales (GBP)"
    assert row.split()[-4:] == ["-50.00", "-40.00", "-3.00", "-7.00"]
    assert exchange.split()[-1] == "0.01"
    assert before.split()[-2:] == ["131.58", "0.00"]
    assert said == ["  explained: payment 9: it waits", "  unexplained: sales_invoice SI-1: another day"]


def test_there_is_a_line_for_each_step_with_its_figures_under_their_names() -> None:
    head, line = step_table(a_cycle()).splitlines()

    assert head.split() == ["step", "fetched", "posted", "errors", "calls", "seconds"]
    assert line.split() == ["post_xero_sales", "0", "138", "2", "5", "3"]
    assert len(head) == len(line)


def test_a_step_s_problem_is_said_below_the_table() -> None:
    said = step_table(a_cycle(a_step(problem="Xero no longer accepts our authorisation")))

    assert said.splitlines()[-1] == "  post_xero_sales: Xero no longer accepts our authorisation"


def test_what_differs_is_named_and_a_long_list_is_cut() -> None:
    said = reconciliation_table([a_comparison(*(f"sales_invoice SI-{number}: not in Xero" for number in range(12)))])

    assert "NO" in said
    assert "  sales_invoice SI-9: not in Xero" in said.splitlines()
    assert said.splitlines()[-1] == "  sales_invoice: and 2 more"


def test_both_systems_calls_are_held_against_what_full_batches_need() -> None:
    said = call_lines(a_cycle(a_step(), a_step("post_xero_purchases")), {"brightpearl": 2, "xero": 7})

    assert said.splitlines() == [
        "brightpearl: 2 calls made, at least 2 needed",
        "xero: 8 calls made, at least 7 needed",
    ]


def test_the_json_has_the_agreed_keys_and_exact_amounts(tmp_path: Path) -> None:
    path = tmp_path / "sync.json"

    write_json(path, a_cycle(), [a_comparison("only in Brightpearl: SI-1")], a_balance(), equal=False)

    written = json.loads(path.read_text(), parse_float=Decimal)
    assert written == {
        "steps": [{"step": "post_xero_sales", "fetched": 0, "posted": 138, "errors": 2, "calls": 5, "seconds": 3}],
        "reconciliation": [
            {
                "kind": "sales_invoice",
                "brightpearl": 138,
                "xero": 137,
                "brightpearl_total": Decimal("140353.04"),
                "xero_total": Decimal("140340.00"),
                "brightpearl_tax": Decimal("23392.17"),
                "xero_tax": Decimal("23390.00"),
                "equal": False,
            }
        ],
        "trial_balance": {
            "rows": [
                {
                    "account": "4000 Sales | 200 Sales (GBP)",
                    "brightpearl": Decimal("-50.00"),
                    "xero": Decimal("-40.00"),
                    "explained": Decimal("-3.00"),
                    "equal": False,
                }
            ],
            "equal": False,
        },
        "equal": False,
    }
