"""Who stands for whom: the contacts of one company order on the company's own, in both systems."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Companies:
    """`contacts` are Brightpearl's, by id."""

    contacts: Mapping[str, Mapping[str, Any]]

    def of(self, contact: object) -> str:
        """Give the contact that stands for a company: the one with the company's id, else the primary one, else the lowest."""
        known = self.contacts.get(str(contact))
        company = str(known["organisation_id"] or known["id"]) if known else str(contact)
        return company if known is None or company in self.contacts else self._first_of(company)

    def _first_of(self, company: str) -> str:
        colleagues = (one for one in self.contacts.values() if str(one["organisation_id"]) == company)
        return str(min(colleagues, key=lambda one: (not one["is_primary"], int(one["id"])))["id"])
