"""Late changes as the API lists them: documents of a period for which a tax return is filed."""

from sandbox.proof.in_process import Connector
from shared.kinds import Kind
from shared.records.late_changes import Late, LateChange, LateChanges
from tests.api.calls import Caller


def note(deployed: Connector, *days: str) -> None:
    changes = [
        LateChange(
            kind=Kind.SALES_INVOICE,
            id=str(number),
            number=f"SI-{number}",
            contact="Harbour Books Ltd",
            day=day,
            what=Late.POSTED,
            at="2026-11-23T09:00:00+00:00",
            filed_to="2026-10-31",
            currency="GBP",
            tax={"OUTPUT2": {"net": "25.00", "tax": "5.00"}},
        )
        for number, day in enumerate(days)
    ]
    LateChanges(connection=deployed.connection).note(changes)


def test_a_late_change_is_listed_with_its_tax(operator: Caller, deployed: Connector) -> None:
    note(deployed, "2026-10-15")
    note(deployed, "2026-10-15")

    assert operator.get("/late-changes").body == {
        "late_changes": [
            {
                "kind": "sales-invoices",
                "id": "0",
                "number": "SI-0",
                "contact": "Harbour Books Ltd",
                "day": "2026-10-15",
                "what": "posted",
                "at": "2026-11-23T09:00:00+00:00",
                "filed_to": "2026-10-31",
                "currency": "GBP",
                "tax": {"OUTPUT2": {"net": "25.00", "tax": "5.00"}},
            }
        ],
        "next_cursor": "",
    }


def test_late_changes_come_in_pages_newest_document_first(operator: Caller, deployed: Connector) -> None:
    note(deployed, "2026-10-13", "2026-10-15", "2026-10-14")

    first = operator.get("/late-changes", limit="2").body
    second = operator.get("/late-changes", limit="2", cursor=first["next_cursor"]).body

    listed = [one["day"] for one in (*first["late_changes"], *second["late_changes"])]
    assert (listed, second["next_cursor"]) == (["2026-10-15", "2026-10-14", "2026-10-13"], "")


def test_a_cursor_of_another_list_is_refused(operator: Caller) -> None:
    assert operator.get("/late-changes", cursor="nonsense").status == 404
