"""Golden pairs: a raw record and the payload that it becomes, side by side in `tests/golden/<kind>/`.

After a change that is meant, `python -m tests.mapping.golden` writes every `.out.json` anew; read the difference before you
commit it. It refuses to run where `CI` is set: there a difference is a failure.
"""

import os
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import simplejson

from shared.codec import from_json
from shared.kinds import Kind
from shared.mapping.adjustments import to_adjustment_document, to_manual_journal
from shared.mapping.contact_fields import CONTACT
from shared.mapping.contacts import to_contact
from shared.mapping.documents import to_purchase_credit, to_purchase_invoice, to_sales_credit, to_sales_invoice
from shared.mapping.fields import all_sent, edit, link, notes_of, within
from shared.mapping.payments import PaidDocument, to_brightpearl_payment
from shared.mapping.payments_to_xero import to_xero_payment
from shared.mapping.products import to_item
from shared.mapping.references import Mapped
from shared.mapping.xero_tax import without_needless_tax
from shared.settings import Settings
from tests.builders import TAX_RATES, some_settings

CASES: Final = Path(__file__).parent.parent / "golden"

Mapper = Callable[[Any, Settings], Mapped]

MAPPERS: Final[dict[str, Mapper]] = {
    mapper.__name__: mapper
    for mapper in (
        to_sales_invoice,
        to_sales_credit,
        to_purchase_invoice,
        to_purchase_credit,
        to_contact,
        to_item,
        to_manual_journal,
        to_adjustment_document,
    )
}


def inputs() -> list[Path]:
    return sorted(CASES.glob("*/*.in.json"))


def output_of(path: Path) -> Path:
    return path.with_name(path.name.replace(".in.json", ".out.json"))


def rendered(path: Path) -> str:
    """Map a case and write the outcome as its `.out.json` should read."""
    case = from_json(path.read_text())
    settings = some_settings(**case.get("settings", {}))
    mapped = _map(case, settings)
    tax = {} if mapped.tax is None else {"tax": mapped.tax}
    outcome = {"payload": _as_sent(mapped), "total": mapped.total, **tax, "notes": mapped.notes}
    return simplejson.dumps(outcome, use_decimal=True, indent=2, ensure_ascii=False, default=str) + "\n"


def _map(case: Mapping[str, Any], settings: Settings) -> Mapped:
    if case["map"] in MAPPERS:
        return MAPPERS[case["map"]](case["source"], settings)
    if "in_xero" in case:
        return _contact_there(case, settings)
    document = _paid_document(case["document"])
    if case["map"] == "to_xero_payment":
        return to_xero_payment(case["source"], document, settings)
    return to_brightpearl_payment(case["source"], document, settings, time_zone=settings.time_zone)


def _contact_there(case: Mapping[str, Any], settings: Settings) -> Mapped:
    """What a contact that Xero has is told: at first what is blank there, later what changed since `sent_before`."""
    theirs = case["in_xero"]
    ours = CONTACT.fields(to_contact(case["source"], settings).payload)
    known = (
        all_sent(CONTACT.fields(to_contact(case["sent_before"], settings).payload)) if "sent_before" in case else None
    )
    made = within(link(ours, CONTACT.fields(theirs)) if known is None else edit(ours, known), CONTACT, theirs)
    return Mapped(payload=CONTACT.payload(made.changes, theirs), notes=notes_of(made.known, CONTACT.words))


def _paid_document(document: Mapping[str, str]) -> PaidDocument:
    return PaidDocument(
        kind=Kind(document["kind"]),
        order_id=document["order_id"],
        currency=document["currency"],
        exchange_rate=Decimal(document["exchange_rate"]),
    )


def _as_sent(mapped: Mapped) -> Any:
    if "LineItems" not in mapped.payload:
        return mapped.payload
    return without_needless_tax(mapped.payload, TAX_RATES)


def main() -> None:
    if os.environ.get("CI"):
        sys.exit("golden files are not written in CI")
    for path in inputs():
        output_of(path).write_text(rendered(path))


if __name__ == "__main__":
    main()
