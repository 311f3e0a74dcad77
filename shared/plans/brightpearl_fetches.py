"""Plans that fetch from Brightpearl."""

from shared.pipeline import FetchPlan
from shared.sequence import Kind
from shared.sources.adjustments import Adjustments
from shared.sources.brightpearl_payments import BrightpearlPayments
from shared.sources.contacts import Contacts
from shared.sources.orders import Orders
from shared.sources.products import Products
from shared.workshop import Workshop


def products(workshop: Workshop) -> FetchPlan:
    source = Products(brightpearl=workshop.brightpearl, settings=workshop.settings)
    return FetchPlan(pages=source.pages, one=source.one, refused=lambda: workshop.brightpearl.refused)


def contacts(workshop: Workshop) -> FetchPlan:
    source = Contacts(brightpearl=workshop.brightpearl, store=workshop.store, settings=workshop.settings)
    return FetchPlan(pages=source.pages, one=source.one, refused=lambda: workshop.brightpearl.refused)


def orders(workshop: Workshop, kinds: tuple[Kind, ...], *, due_step: str) -> FetchPlan:
    source = Orders(
        brightpearl=workshop.brightpearl,
        store=workshop.store,
        settings=workshop.settings,
        kinds=kinds,
        due_step=due_step,
    )
    return FetchPlan(
        pages=source.pages,
        one=source.one,
        refused=lambda: workshop.brightpearl.refused,
        selection=source.selection,
    )


def adjustments(workshop: Workshop, *, due_step: str) -> FetchPlan:
    source = Adjustments(
        brightpearl=workshop.brightpearl, store=workshop.store, settings=workshop.settings, due_step=due_step
    )
    return FetchPlan(
        pages=source.pages,
        one=source.one,
        refused=lambda: workshop.brightpearl.refused,
        selection=source.selection,
    )


def sales_payments(workshop: Workshop, *, due_step: str) -> FetchPlan:
    source = BrightpearlPayments(
        brightpearl=workshop.brightpearl,
        store=workshop.store,
        progress=workshop.progress,
        settings=workshop.settings,
        step=workshop.step,
        due_step=due_step,
    )
    return FetchPlan(pages=source.pages, one=source.one, refused=lambda: workshop.brightpearl.refused)
