"""Opposite documents in Xero: invoices, bills and credit notes beside the one that a record has there already."""

from msgspec.structs import replace

from shared.kinds import ORDERS, Kind
from shared.posting.target import Element
from shared.posting.targets.document_totals import TaxRates
from shared.posting.targets.xero import Raw
from shared.posting.targets.xero_documents import DocumentTarget
from shared.records.record import OPPOSITE
from shared.settings import Settings
from shared.xero.client import Xero


class OppositeTarget(DocumentTarget):
    def __init__(self, xero: Xero, kind: Kind, settings: Settings, tax_rates: TaxRates) -> None:
        super().__init__(xero, kind, settings, tax_rates)
        self.name = f"opposite {self.type}"

    def part(self, payload: Raw, /) -> str:
        return f"{OPPOSITE}{payload.get(str(self.resource.number_field)) or ''}"

    def element(self, raw: Raw) -> Element:
        return replace(super().element(raw), part=self.part(raw))


def opposite_targets(xero: Xero, settings: Settings, tax_rates: TaxRates) -> dict[str, OppositeTarget]:
    """Make one for each type of document, by what Xero calls it."""
    targets = [OppositeTarget(xero, kind, settings, tax_rates) for kind in ORDERS]
    return {target.type: target for target in targets}
