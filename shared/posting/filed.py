"""What a tax return was filed for: no net, tax, date or tax code of it is changed in Xero any more. Other fields still are."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from shared.errors import ErrorClass
from shared.mapping.days import day_of, in_words
from shared.mapping.references import Payload
from shared.posting.envelopes import Envelope, Failing
from shared.posting.periods import as_moved
from shared.records.apart import Parted
from shared.records.standing import Standing

_FRAME: Final = ("Type", "Date", "CurrencyCode", "CurrencyRate", "LineAmountTypes")


def split_by_filing(envelopes: Sequence[Envelope], filed_to: date | None) -> tuple[list[Envelope], list[Failing]]:
    """Sort into what may go, and changes that a filed return forbids."""
    if filed_to is None:
        return list(envelopes), []
    forbidden = [one for one in envelopes if _is_forbidden(as_moved(one), filed_to)]
    going = [one for one in envelopes if one not in forbidden]
    return going, [Failing(envelope=one, problem=_problem(one, filed_to)) for one in forbidden]


def _is_forbidden(envelope: Envelope, filed_to: date) -> bool:
    days = [day for payload in (envelope.payload, envelope.base or {}) if (day := day_of(payload))]
    is_of_then = bool(days) and min(days) <= filed_to
    return bool(envelope.remote_id) and is_of_then and touches_tax(envelope.payload, envelope.base)


def touches_tax(meant: Payload, base: Payload | None) -> bool:
    """Whether net, tax, date or tax code differ from what was posted last. Where that is not known, they may."""
    return base is None or _taxed(meant) != _taxed(base)


def _taxed(payload: Payload) -> list[Any]:
    lines = sorted((_taxed_line(line) for line in payload.get("LineItems", ())), key=str)
    return [*(payload.get(name) for name in _FRAME), [line for line in lines if any(line[:2])]]


def _taxed_line(line: Mapping[str, Any]) -> tuple[Any, ...]:
    """Give net, tax and tax code of a line."""
    net = line["Quantity"] * line["UnitAmount"] if "UnitAmount" in line else 0
    return net, line.get("TaxAmount", 0), line.get("TaxType")


def _problem(envelope: Envelope, filed_to: date) -> Parted:
    day = in_words(min(day for payload in (envelope.payload, envelope.base or {}) if (day := day_of(payload))))
    now = "" if envelope.total is None else f"; in Brightpearl it comes to {envelope.total:f}"
    tax = "" if envelope.total is None or envelope.tax is None else f" with {envelope.tax:f} of tax"
    return Parted(
        standing=Standing.CHANGED_HERE,
        error_class=ErrorClass.MAPPING,
        message=f"it is of {day}, and the tax return is filed up to {in_words(filed_to)}: net, tax, date and tax codes stay as"
        f" they are in Xero{now}{tax}",
        hint="credit it, and the difference goes as an opposite document dated today; or leave it as it is; or correct"
        " tax_filed_to in the settings where that return is not filed, and retry",
    )
