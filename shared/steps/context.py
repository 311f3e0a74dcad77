"""What every plan may need for one connection and one run. Clients are made, and imported, when they are first used."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from shared.records.progress import Progress
from shared.records.store import Store
from shared.settings import Settings

if TYPE_CHECKING:
    from shared.brightpearl.client import Brightpearl
    from shared.xero.client import Xero

TAX_RATES: Final = "tax_rates"
CONNECTOR: Final = "connector"


class StepContext(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """`insist`: a person asked for one record, so what waits for a person is tried again. `by` is who asked, for histories."""

    step: str
    run: str
    clock: Callable[[], datetime]
    store: Store
    progress: Progress
    settings: Settings
    settings_version: int
    make_brightpearl: "Callable[[], Brightpearl]"
    make_xero: "Callable[[], Xero]"
    insist: bool = False
    by: str = CONNECTOR

    @cached_property
    def brightpearl(self) -> "Brightpearl":
        return self.make_brightpearl()

    @cached_property
    def xero(self) -> "Xero":
        return self.make_xero()

    def limits(self) -> dict[str, dict[str, int]]:
        """Give the calls left, by system, as the clients have seen them last. A client that was not made says nothing."""
        made = {name: self.__dict__.get(name) for name in ("brightpearl", "xero")}
        return {name: client.limits() for name, client in made.items() if client is not None}

    def refused(self) -> Mapping[str, str]:
        """Give what Brightpearl has refused to show so far, and why."""
        return self.brightpearl.refused if "brightpearl" in self.__dict__ else {}

    def tax_rates(self) -> Mapping[str, Decimal]:
        """Give the effective rates in percent by tax type; they are read once a run."""
        return self._tax_rates

    @cached_property
    def _tax_rates(self) -> dict[str, Decimal]:
        known = self.progress.reference(TAX_RATES, run=self.run)
        if known is None:
            known = {str(rate["TaxType"]): str(rate.get("EffectiveRate") or 0) for rate in self.xero.tax_rates()}
            self.progress.save_reference(TAX_RATES, known, run=self.run)
        return {tax_type: Decimal(str(rate)) for tax_type, rate in known.items()}
