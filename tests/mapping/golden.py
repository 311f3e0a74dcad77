"""Golden pairs: a raw record and the payload that its kind's mapper makes of it, side by side in `tests/golden/<kind>/`.

After a change that is meant, `python -m tests.mapping.golden` writes every `.out.json` anew; read the difference before you
commit it. It refuses to run where `CI` is set: there a difference is a failure.
"""

import os
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import simplejson

from shared.codec import from_json
from shared.kinds import PAYMENTS, Kind
from shared.mapping.documents import balance
from shared.mapping.mapped import Mapped
from shared.mapping.payments import PaidDocument, to_brightpearl_payment, to_xero_payment
from shared.mapping.registry import MAPPERS
from shared.settings import Settings
from tests.builders import TAX_RATES, some_settings

CASES: Final = Path(__file__).parent.parent / "golden"


def inputs() -> list[Path]:
    return sorted(CASES.glob("*/*.in.json"))


def output_of(path: Path) -> Path:
    return path.with_name(path.name.replace(".in.json", ".out.json"))


def rendered(path: Path) -> str:
    """Map a case and write the outcome as its `.out.json` should read."""
    case = from_json(path.read_text())
    settings = some_settings(**case.get("settings", {}))
    mapped = _map(Kind(path.parent.name), case, settings)
    payload = _balanced(mapped, settings)
    outcome = {"payload": payload, "total": mapped.total, "notes": mapped.notes}
    return simplejson.dumps(outcome, use_decimal=True, indent=2, ensure_ascii=False, default=str) + "\n"


def _map(kind: Kind, case: Mapping[str, Any], settings: Settings) -> Mapped:
    """A payment goes either way, and is mapped with the document that it pays."""
    if kind not in PAYMENTS:
        return MAPPERS[kind](case["source"], settings)
    document = _paid_document(case["document"])
    if case["map"] == "to_xero_payment":
        return to_xero_payment(case["source"], document, settings)
    return to_brightpearl_payment(case["source"], document, settings, time_zone=settings.time_zone)


def _paid_document(document: Mapping[str, str]) -> PaidDocument:
    return PaidDocument(
        kind=Kind(document["kind"]),
        order_id=document["order_id"],
        currency=document["currency"],
        exchange_rate=Decimal(document["exchange_rate"]),
    )


def _balanced(mapped: Mapped, settings: Settings) -> Any:
    if "LineItems" not in mapped.payload:
        return mapped.payload
    return balance(mapped, tax_rates=TAX_RATES, settings=settings)


def main() -> None:
    if os.environ.get("CI"):
        sys.exit("golden files are not written in CI")
    for path in inputs():
        output_of(path).write_text(rendered(path))


if __name__ == "__main__":
    main()
