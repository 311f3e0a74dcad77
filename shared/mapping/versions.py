"""A document as Xero has it: what is compared to see whether somebody has changed it there, and how that is said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from shared.codec import from_json, to_json
from shared.mapping.dates import xero_date

GONE: Final = frozenset({"VOIDED", "DELETED"})
WORDS: Final[Mapping[str, str]] = {
    "net": "the net amount",
    "tax": "the tax",
    "total": "the total",
    "day": "the date",
    "contact": "the contact",
    "coded": "what is on its accounts",
}


class Version(Struct, frozen=True, kw_only=True):
    """Amounts in the document's currency, days in ISO; "" and None where Xero does not tell. `contact` is an id.

    `coded` is what is on which account with which tax type, as "200 OUTPUT2 25.00" each; a list without lines does not tell it.
    """

    status: str = ""
    net: Decimal | None = None
    tax: Decimal | None = None
    total: Decimal | None = None
    day: str = ""
    due: str = ""
    contact: str = ""
    contact_name: str = ""
    coded: list[str] | None = None

    @property
    def is_gone(self) -> bool:
        return self.status in GONE

    def written(self) -> str:
        return to_json([getattr(self, name) for name in self.__struct_fields__])

    def document(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__struct_fields__}


def version_of(raw: Mapping[str, Any]) -> Version:
    """Read one of Xero's invoices, bills, credit notes or manual journals, whole or from a list without lines."""
    contact = raw.get("Contact") or {}
    return Version(
        status=str(raw.get("Status") or ""),
        net=_amount(raw, "SubTotal"),
        tax=_amount(raw, "TotalTax"),
        total=_amount(raw, "Total"),
        day=_day(raw, "Date"),
        due=_day(raw, "DueDate"),
        contact=str(contact.get("ContactID") or ""),
        contact_name=str(contact.get("Name") or ""),
        coded=_coded(raw.get("LineItems") or raw.get("JournalLines") or ()),
    )


def read_version(text: str) -> Version | None:
    """Read what `written` wrote; None for ""."""
    if not text:
        return None
    values = dict(zip(Version.__struct_fields__, from_json(text), strict=False))
    amounts = {name: None if values[name] is None else Decimal(values[name]) for name in ("net", "tax", "total")}
    return Version(**{**values, **amounts})


def days_of(said: Iterable[str]) -> list[date]:
    """Give the days of versions as `written` wrote them, of those that tell one."""
    versions = map(read_version, said)
    return [date.fromisoformat(one.day) for one in versions if one and one.day]


def with_codes_of(now: Version, before: Version) -> Version:
    """Add what an earlier version told of accounts, where the newer one does not and comes to the same."""
    return replace(now, coded=before.coded) if now.coded is None and now.net == before.net else now


def changes(before: Version, now: Version) -> list[str]:
    """Say what somebody has changed in Xero, in phrases; nothing of what either of the two does not tell."""
    told = [(name, getattr(before, name), getattr(now, name)) for name in WORDS]
    return [
        f"{WORDS[name]} is {_shown(now, name)} there, it was {_shown(before, name)}"
        for name, one, other in told
        if one not in (None, "") and other not in (None, "") and one != other
    ]


def _shown(version: Version, name: str) -> str:
    if name == "contact":
        return version.contact_name or "another one"
    if name == "coded":
        return ", ".join(version.coded or ())
    value = getattr(version, name)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _coded(lines: Sequence[Mapping[str, Any]]) -> list[str] | None:
    sums: dict[str, Decimal] = {}
    for line in lines:
        account = f"{line.get('AccountCode') or line.get('AccountID') or ''} {line.get('TaxType') or ''}"
        sums[account] = sums.get(account, Decimal()) + Decimal(str(line.get("LineAmount") or 0))
    return sorted(f"{account} {amount:f}" for account, amount in sums.items()) or None


def _amount(raw: Mapping[str, Any], name: str) -> Decimal | None:
    return None if raw.get(name) is None else Decimal(str(raw[name]))


def _day(raw: Mapping[str, Any], name: str) -> str:
    return xero_date(raw[name]).isoformat() if raw.get(name) else ""
