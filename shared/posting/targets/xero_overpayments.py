"""Overpayments in Xero: known by account, day, amount and a link that names the payment in Brightpearl.

They are made as bank transactions, and known by the id of the overpayment that this makes.
https://developer.xero.com/documentation/api/accounting/banktransactions
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from shared.errors import ScopeError
from shared.mapping.dates import xero_date
from shared.mapping.overpayments import OVERPAYMENT, TYPE
from shared.posting.target import Adopt, Element, Key, Resolution, Wanted
from shared.posting.targets.merged_contacts import ARCHIVED, follow_merges
from shared.posting.targets.xero import CLOCKS, FOUND, FOUND_LATER, NOBODY, Raw, XeroTarget
from shared.posting.targets.xero_documents import of_type_between, said
from shared.xero.answers import refusals, warnings
from shared.xero.resources import BANK_TRANSACTIONS, OVERPAYMENTS


class OverpaymentTarget(XeroTarget):
    name = "overpayment"
    resource = BANK_TRANSACTIONS
    look_first = True
    clash = ARCHIVED

    def key(self, payload: Raw, /) -> Key:
        """Without a link by its contact, too; with one, that may have been merged since."""
        amount = sum((_amount(line) for line in payload.get("LineItems") or ()), Decimal(0))
        link = str(payload.get("Url") or "")
        return (
            "" if link else str((payload.get("Contact") or {}).get("ContactID") or ""),
            str((payload.get("BankAccount") or {}).get("AccountID") or ""),
            _day(payload.get("Date")),
            f"{amount:.2f}",
            link,
        )

    def takes(self, payload: Raw) -> bool:
        return bool(payload.get("Type") == TYPE)

    def element(self, raw: Raw) -> Element:
        remote_id = str(raw.get(OVERPAYMENTS.id_field) or "")
        return Element(
            key=self.key(raw),
            remote_id="" if remote_id == NOBODY else remote_id,
            part=OVERPAYMENT,
            refusals=tuple(refusals(raw)),
            warnings=tuple(warnings(raw)),
            raw=raw,
        )

    def left_since(self, wanted: Sequence[Wanted], since: datetime) -> dict[Key, Resolution]:
        keys = {self.key(want.payload) for want in wanted}
        found = _allowed(lambda: self.xero.modified(self.resource, since - CLOCKS, where=f'Type=="{TYPE}"'))
        elements = [self.element(raw) for raw in found if self.is_alive(raw)]
        return {one.key: Adopt(element=one, note=FOUND_LATER) for one in elements if one.key in keys}

    def look_up(self, wanted: Sequence[Wanted], *, since: datetime | None) -> Mapping[Key, Resolution]:
        """Xero takes a second one. So look before, for what an earlier installation may have left there.

        What was refused for its contact goes to the one that this was merged into.
        """
        followed = {
            self.key(want.payload): found
            for want, found in follow_merges(self.xero, [want for want in wanted if said(want, ARCHIVED)])
        }
        rest = [want for want in wanted if self.key(want.payload) not in followed]
        return {**(self._looked_for(rest, since) if rest else {}), **followed}

    def _looked_for(self, wanted: Sequence[Wanted], since: datetime | None) -> Mapping[Key, Resolution]:
        if since is not None:
            return self.left_since(wanted, since)
        keys = {self.key(want.payload) for want in wanted if want.payload.get("Url")}
        there = self._of_days([str(want.payload["Date"]) for want in wanted]) if keys else []
        elements = [self.element(raw) for raw in there if self.is_alive(raw)]
        return {one.key: Adopt(element=one, note=FOUND) for one in elements if one.key in keys}

    def _of_days(self, days: Sequence[str]) -> list[Raw]:
        first, last = (date.fromisoformat(end(days)) for end in (min, max))
        return _allowed(lambda: self.xero.where(self.resource, of_type_between(TYPE, first, last)))

    def is_alive(self, raw: Raw) -> bool:
        return raw.get("Status") == "AUTHORISED"


def _allowed(read: Callable[[], Iterable[Raw]]) -> list[Raw]:
    """Read some. Who may not read them may not make them either: that is refused with a reason."""
    try:
        return list(read())
    except ScopeError:
        return []


def _amount(line: Raw) -> Decimal:
    return Decimal(str(line.get("LineAmount") or line.get("UnitAmount") or 0))


def _day(written: object) -> str:
    text = str(written or "")
    return xero_date(text).isoformat() if text.startswith("/Date") else text[:10]
