"""Who stands for whom: the contacts of one company order on the company's own, in both systems."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Raw = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Companies:
    """`contacts` are Brightpearl's, by id."""

    contacts: Mapping[str, Raw]

    def of(self, contact: object) -> str:
        """Give the contact that stands for a company: the one with the company's id, else the primary one, else the lowest."""
        known = self.contacts.get(str(contact))
        company = str(known["organisation_id"] or known["id"]) if known else str(contact)
        return company if known is None or company in self.contacts else self._first_of(company)

    def like(self, in_xero: Raw) -> frozenset[str]:
        """Give those whom a contact in Xero may stand for by e-mail address or name: its number there is another app's."""
        return frozenset(one for key in _keys_there(in_xero) for one in self._by_key.get(key, ()))

    def _first_of(self, company: str) -> str:
        colleagues = (one for one in self.contacts.values() if str(one["organisation_id"]) == company)
        return str(min(colleagues, key=lambda one: (not one["is_primary"], int(one["id"])))["id"])

    @cached_property
    def _by_key(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for contact in self.contacts.values():
            for key in _keys_here(contact):
                found.setdefault(key, set()).add(self.of(contact["id"]))
        return found


def _keys_here(contact: Raw) -> Iterator[str]:
    person = f"{contact.get('first_name', '')} {contact.get('last_name', '')}"
    return _plain(contact.get("emails", {}).get("PRI"), contact.get("company") or person)


def _keys_there(contact: Raw) -> Iterator[str]:
    return _plain(contact.get("EmailAddress"), contact.get("Name"))


def _plain(*texts: str | None) -> Iterator[str]:
    return (" ".join(text.casefold().split()) for text in texts if text and text.strip())
