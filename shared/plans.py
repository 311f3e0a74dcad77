"""What a step's plan is made of: the objects that all plans share, built once an invocation, and only when asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from shared.brightpearl.client import Brightpearl
from shared.mapping.payments import to_brightpearl_payment, to_xero_payment
from shared.outlet import Outlet
from shared.outlets.brightpearl_payments import brightpearl_payment_outlet
from shared.outlets.xero_contacts import contact_outlet
from shared.outlets.xero_documents import document_outlets
from shared.outlets.xero_items import item_outlet
from shared.outlets.xero_journals import journal_outlet
from shared.outlets.xero_payments import payment_outlet
from shared.pipeline import FetchPlan, PostPlan
from shared.posting import Arrival
from shared.posts.allocations import ALLOCATIONS, SALES_PAYMENTS_FETCH, Allocations
from shared.posts.documents import Documents
from shared.posts.needs import Needs, Party
from shared.posts.payments import Payments
from shared.posts.supplier import Supplier
from shared.records.progress import Progress
from shared.records.store import Store
from shared.sequence import PURCHASES, SALES, Kind
from shared.settings import Settings
from shared.sources.adjustments import Adjustments
from shared.sources.brightpearl_payments import BrightpearlPayments
from shared.sources.contacts import Contacts
from shared.sources.orders import Orders
from shared.sources.products import Products
from shared.sources.xero_payments import Side, XeroPayments
from shared.xero.client import Xero

PAYMENT_FETCHES: Final[dict[Kind, str]] = {
    **dict.fromkeys(SALES, "fetch_xero_sales_payments"),
    **dict.fromkeys(PURCHASES, "fetch_xero_purchase_payments"),
}
TAX_RATES: Final = "tax_rates"


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """Everything a plan may need for one connection and one run."""

    step: str
    run: str
    store: Store
    progress: Progress
    settings: Settings
    brightpearl: Brightpearl
    xero: Xero
    insist: bool = False

    # fetching

    def products(self) -> FetchPlan:
        source = self._products
        return FetchPlan(pages=source.pages, one=source.one)

    def contacts(self) -> FetchPlan:
        source = self._contacts
        return FetchPlan(pages=source.pages, one=source.one)

    def orders(self, kinds: tuple[Kind, ...], *, due_step: str) -> FetchPlan:
        source = Orders(
            brightpearl=self.brightpearl, store=self.store, settings=self.settings, kinds=kinds, due_step=due_step
        )
        return FetchPlan(pages=source.pages, one=source.one)

    def adjustments(self, *, due_step: str) -> FetchPlan:
        source = Adjustments(brightpearl=self.brightpearl, store=self.store, settings=self.settings, due_step=due_step)
        return FetchPlan(pages=source.pages, one=source.one)

    def brightpearl_sales_payments(self, *, due_step: str) -> FetchPlan:
        source = BrightpearlPayments(
            brightpearl=self.brightpearl,
            store=self.store,
            progress=self.progress,
            settings=self.settings,
            step=self.step,
            due_step=due_step,
        )
        return FetchPlan(pages=source.pages, one=source.one)

    def xero_payments(self, side: Side, *, due_step: str) -> FetchPlan:
        source = XeroPayments(
            xero=self.xero,
            store=self.store,
            progress=self.progress,
            settings=self.settings,
            side=side,
            step=self.step,
            due_step=due_step,
        )
        return FetchPlan(pages=source.pages, one=source.one)

    # posting

    def documents(self) -> PostPlan:
        return PostPlan(post=self.document_maker().post)

    def document_maker(self) -> Documents:
        return Documents(
            settings=self.settings,
            needs=self._needs,
            outlets=self.outlets,
            tax_rates=self.tax_rates,
            supplier=Supplier(xero=self.xero, progress=self.progress, run=self.run),
        )

    def payments_to_xero(self) -> PostPlan:
        allocations = Allocations(xero=self.xero, store=self.store, progress=self.progress)
        return PostPlan(post=self.payment_maker_to_xero().post, finish=allocations.allocate)

    def payment_maker_to_xero(self) -> Payments:
        return Payments(
            store=self.store,
            outlet=self.outlets["payment"],
            to_payment=lambda payment, document: to_xero_payment(payment, document, self.settings),
            amends_first=True,
        )

    def payments_to_brightpearl(self, outlet: str) -> PostPlan:
        return PostPlan(post=self.payment_maker_to_brightpearl(outlet).post)

    def payment_maker_to_brightpearl(self, outlet: str) -> Payments:
        zone = self.settings.time_zone
        return Payments(
            store=self.store,
            outlet=self.outlets[outlet],
            to_payment=lambda payment, document: to_brightpearl_payment(
                payment, document, self.settings, time_zone=zone
            ),
        )

    @cached_property
    def outlets(self) -> Mapping[str, Outlet]:
        every = (
            contact_outlet(self.xero),
            item_outlet(self.xero),
            payment_outlet(self.xero),
            journal_outlet(self.xero),
            brightpearl_payment_outlet(self.brightpearl, supplier=False),
            brightpearl_payment_outlet(self.brightpearl, supplier=True),
            *document_outlets(self.xero, self.settings).values(),
        )
        return {outlet.name: outlet for outlet in every}

    def before_arrival(self, arrivals: Sequence[Arrival]) -> None:
        """Leave for the payment steps which documents have come, before anything says that they have."""
        sales = [arrival.draft.record.id for arrival in arrivals if arrival.draft.record.kind in SALES]
        self.progress.hand_over(SALES_PAYMENTS_FETCH, sales)
        if self.settings.allocate_credits:
            credits_ = [
                arrival.draft.record.id for arrival in arrivals if arrival.draft.record.kind == Kind.SALES_CREDIT
            ]
            self.progress.hand_over(ALLOCATIONS, credits_)
        for fetch in dict.fromkeys(PAYMENT_FETCHES.values()):
            adopted = [
                arrival.element.remote_id
                for arrival in arrivals
                if arrival.found and _is_settled(arrival) and PAYMENT_FETCHES.get(arrival.draft.record.kind) == fetch
            ]
            self.progress.hand_over(fetch, adopted)

    def tax_rates(self) -> Mapping[str, Decimal]:
        """Read the effective rates in percent by tax type, once a run."""
        known = self._rates.get(TAX_RATES) or self.progress.reference(TAX_RATES, run=self.run)
        if known is None:
            known = {str(rate["TaxType"]): str(rate.get("EffectiveRate") or 0) for rate in self.xero.tax_rates()}
            self.progress.save_reference(TAX_RATES, known, run=self.run)
        self._rates[TAX_RATES] = known
        return {tax_type: Decimal(str(rate)) for tax_type, rate in known.items()}

    @cached_property
    def _rates(self) -> dict[str, Mapping[str, str]]:
        return {}

    @cached_property
    def _products(self) -> Products:
        return Products(brightpearl=self.brightpearl, settings=self.settings)

    @cached_property
    def _contacts(self) -> Contacts:
        return Contacts(brightpearl=self.brightpearl, store=self.store, settings=self.settings)

    @cached_property
    def _needs(self) -> Needs:
        return Needs(
            store=self.store,
            settings=self.settings,
            insist=self.insist,
            parties={
                Kind.CONTACT: Party(kind=Kind.CONTACT, outlet=self.outlets["contact"], read=self._contacts.read),
                Kind.PRODUCT: Party(kind=Kind.PRODUCT, outlet=self.outlets["item"], read=self._products.read),
            },
        )


def _is_settled(arrival: Arrival) -> bool:
    """Whether a document that was found in Xero has been paid or credited there, in part at least."""
    return any(Decimal(str(arrival.element.raw.get(name) or 0)) for name in ("AmountPaid", "AmountCredited"))


Plan = Callable[[Workshop], FetchPlan | PostPlan]
