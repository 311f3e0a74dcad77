"""A person says that entries of Brightpearl are in Xero already: nothing is posted for them, and the list says who said so."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from shared.records.findings import Findings, What
from shared.steps.change_records import BulkProgress

MARK: Final = "mark"


def marking(what: What, ids: Sequence[str]) -> dict[str, Any]:
    """As it travels through the state machine."""
    return {"action": MARK, "what": what.value, "ids": list(ids)}


def mark_entries(asked: Mapping[str, Any], *, findings: Findings, by: str) -> BulkProgress:
    marked = [findings.mark(What(asked["what"]), entry_id, by=by) for entry_id in asked["ids"]]
    return BulkProgress(changed=marked.count(True), skipped=marked.count(False))
