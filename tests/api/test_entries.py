"""What people entered in Brightpearl that nobody carries over, as it is listed."""

from sandbox.proof.in_process import Connector
from shared.records.findings import Finding, Findings, What
from tests.api.calls import Caller


def test_entries_are_listed_with_who_has_marked_them_the_latest_day_first(
    operator: Caller, deployed: Connector
) -> None:
    findings = Findings(connection=deployed.connection, clock=deployed.clock.now)
    findings.note(
        [
            Finding(what=What.JOURNAL, id="31005", day="2026-11-20", told="bill MILL-9 over 8.40"),
            Finding(what=What.SUPPLIER_PAYMENT, id="9001", day="2026-11-22", told="PAYMENT of 12.00 GBP"),
        ]
    )
    findings.mark(What.JOURNAL, "31005", by="ann")

    newest, oldest = operator.get("/entries").body["entries"]

    assert (newest["what"], newest["id"], newest["in_xero"]) == ("supplier_payment", "9001", "")
    assert (oldest["told"], oldest["in_xero"][:3]) == ("bill MILL-9 over 8.40", "ann")
