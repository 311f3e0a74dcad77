"""Orders of Brightpearl as documents of Xero, and the ways that money takes by the settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.proof.books.entries import BELOW_NOUGHT, TYPES, document_name
from shared.kinds import Kind
from shared.settings import NO_MONEY, SettledBy

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """An order that money is for: its name and kind in Xero. `deposit`: there is nothing there yet but the money."""

    order: Raw
    document: str
    kind: Kind
    deposit: bool = False

    @classmethod
    def invoiced(cls, order: Raw) -> "Paid":
        return cls(order=order, document=in_xero_name(order), kind=kind_in_xero(order))

    @classmethod
    def ahead(cls, order: Raw) -> "Paid":
        return cls(order=order, document=f"order {order['id']}", kind=kind_in_xero(order), deposit=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Which accounts the settings mean by a method."""

    settings: Raw

    @property
    def contra(self) -> str:
        """The method of what a credit settled."""
        return str(self._methods.get("without_account", {}).get(SettledBy.CREDIT_NOTE, ""))

    def of(self, method: str, currency: str) -> frozenset[str]:
        """Where money by this method may be in Xero: where we post it to, and from where it is carried to this method."""
        posted = self._methods["to_xero"].get(method, {}).get(currency)
        carried = [code for code, by in self._methods["to_brightpearl"].items() if by.get(currency) == method]
        by_credits = [by for by, name in self._methods.get("without_account", {}).items() if name == method]
        return frozenset(filter(None, (posted, *carried, *by_credits)))

    def move_none(self, method: str, currency: str) -> bool:
        return bool(self._methods["to_xero"].get(method, {}).get(currency) == NO_MONEY)

    @property
    def _methods(self) -> Raw:
        methods: Raw = self.settings["payment_methods"]
        return methods


def kind_in_xero(order: Raw) -> Kind:
    kind = TYPES[order["type"]][0]
    return BELOW_NOUGHT[kind] if Decimal(order["total"]) < 0 else kind


def in_xero_name(order: Raw) -> str:
    """Give the name of the document that an invoiced order has to be in Xero."""
    return document_name(kind_in_xero(order), order["invoice"]["reference"])
