"""Overpayments in Xero: known by account, day, amount and a link that names the payment in Brightpearl.

They are made as bank transactions, and known by the id of the overpayment that this makes.
https://developer.xero.com/documentation/api/accounting/banktransactions
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from shared.errors import ErrorClass, Problem, ScopeError
from shared.mapping.dates import xero_date
from shared.mapping.overpayments import OVERPAYMENT, TYPE
from shared.posting.target import Adopt, Element, Key, Looks, Refuse, Resolution, Wanted
from shared.posting.targets.merged_contacts import ARCHIVED, follow_merges
from shared.posting.targets.xero import CLOCKS, FOUND, FOUND_LATER, NOBODY, Raw, XeroTarget, by_key
from shared.posting.targets.xero_documents import of_type_between, said
from shared.xero.answers import refusals, warnings
from shared.xero.conditions import since as from_day
from shared.xero.resources import BANK_TRANSACTIONS, OVERPAYMENTS

_VOIDED: Final = Problem(
    error_class=ErrorClass.DATA,
    message="its overpayment was voided in Xero before this table was first used",
    hint="enter it in Xero by hand if it should be there, then archive this record; or delete the payment in Brightpearl",
)


class OverpaymentTarget(XeroTarget):
    name = "overpayment"
    resource = BANK_TRANSACTIONS
    looks = Looks.ALWAYS
    clash = ARCHIVED

    def key(self, payload: Raw, /) -> Key:
        """Without a link by its contact and day, too; with one, it may have been merged, or moved to another day, since."""
        amount = amount_in(payload)
        link = str(payload.get("Url") or "")
        return (
            "" if link else str((payload.get("Contact") or {}).get("ContactID") or ""),
            str((payload.get("BankAccount") or {}).get("AccountID") or ""),
            "" if link else _day(payload.get("Date")),
            f"{amount:.2f}",
            link,
        )

    def part(self, payload: Raw, /) -> str:  # noqa: ARG002 (the port's)
        return OVERPAYMENT

    def takes(self, payload: Raw) -> bool:
        return bool(payload.get("Type") == TYPE)

    def element(self, raw: Raw) -> Element:
        remote_id = str(raw.get(OVERPAYMENTS.id_field) or "")
        return Element(
            key=self.key(raw),
            remote_id="" if remote_id == NOBODY else remote_id,
            part=self.part(raw),
            refusals=tuple(refusals(raw)),
            warnings=tuple(warnings(raw)),
            raw=raw,
        )

    def left_since(self, wanted: Sequence[Wanted], since: datetime) -> dict[Key, Resolution]:
        keys = {self.key(want.payload) for want in wanted}
        found = _allowed(lambda: self.xero.modified(self.resource, since - CLOCKS, where=f'Type=="{TYPE}"'))
        elements = [self.element(raw) for raw in found if self.is_alive(raw)]
        return {one.key: Adopt(element=one, note=FOUND_LATER, lost=True) for one in elements if one.key in keys}

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
        days = [day for want in wanted for day in (str(want.payload["Date"]), want.own_day) if day]
        there = self.of_days(days) if keys else []
        found = {
            key: [self.element(raw) for raw in sorted(raws, key=self.is_alive, reverse=True)]
            for key, raws in by_key(there, self.key).items()
            if key in keys
        }
        old = {self.key(want.payload) for want in wanted if want.is_old}
        alive = {key: Adopt(element=some[0], note=FOUND) for key, some in found.items() if self.is_alive(some[0].raw)}
        return {**{key: Refuse(problem=_VOIDED) for key in found if key in old}, **alive}

    def of_days(self, days: Sequence[str]) -> list[Raw]:
        """Read all of the period between these days in ISO; none where we may not."""
        first, last = (date.fromisoformat(end(days)) for end in (min, max))
        return _allowed(lambda: self.xero.where(self.resource, of_type_between(TYPE, first, last)))

    def since(self, day: str) -> list[Raw]:
        """Read all from a day in ISO on; none where we may not."""
        return _allowed(
            lambda: self.xero.where(self.resource, f'Type=="{TYPE}" AND {from_day(date.fromisoformat(day))}')
        )

    def is_alive(self, raw: Raw) -> bool:
        return raw.get("Status") == "AUTHORISED"


def _allowed(read: Callable[[], Iterable[Raw]]) -> list[Raw]:
    """Read some. Who may not read them may not make them either: that is refused with a reason."""
    try:
        return list(read())
    except ScopeError:
        return []


def amount_in(payload: Raw) -> Decimal:
    lines = payload.get("LineItems") or ()
    return sum((Decimal(str(line.get("LineAmount") or line.get("UnitAmount") or 0)) for line in lines), Decimal(0))


def _day(written: object) -> str:
    text = str(written or "")
    return xero_date(text).isoformat() if text.startswith("/Date") else text[:10]
