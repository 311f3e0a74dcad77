"""Plans that fetch from Brightpearl."""

from shared.kinds import Kind
from shared.sources.adjustments import Adjustments
from shared.sources.brightpearl_payments import BrightpearlPayments
from shared.sources.contacts import Contacts
from shared.sources.orders import Orders
from shared.sources.products import Products
from shared.steps.context import StepContext
from shared.steps.pipeline import FetchPlan


def products(context: StepContext) -> FetchPlan:
    source = Products(brightpearl=context.brightpearl, settings=context.settings)
    return FetchPlan(pages=source.pages, one=source.one, refused=lambda: context.brightpearl.refused)


def contacts(context: StepContext) -> FetchPlan:
    source = Contacts(brightpearl=context.brightpearl, store=context.store, settings=context.settings)
    return FetchPlan(pages=source.pages, one=source.one, refused=lambda: context.brightpearl.refused)


def orders(context: StepContext, kinds: tuple[Kind, ...], *, due_step: str) -> FetchPlan:
    source = Orders(
        brightpearl=context.brightpearl,
        store=context.store,
        settings=context.settings,
        kinds=kinds,
        due_step=due_step,
    )
    return FetchPlan(
        pages=source.pages,
        one=source.one,
        refused=lambda: context.brightpearl.refused,
        selection=source.selection,
    )


def adjustments(context: StepContext, *, due_step: str) -> FetchPlan:
    source = Adjustments(
        brightpearl=context.brightpearl, store=context.store, settings=context.settings, due_step=due_step
    )
    return FetchPlan(
        pages=source.pages,
        one=source.one,
        refused=lambda: context.brightpearl.refused,
        selection=source.selection,
    )


def sales_payments(context: StepContext, *, due_step: str) -> FetchPlan:
    source = BrightpearlPayments(
        brightpearl=context.brightpearl,
        store=context.store,
        progress=context.progress,
        settings=context.settings,
        step=context.step,
        due_step=due_step,
    )
    return FetchPlan(pages=source.pages, one=source.one, refused=lambda: context.brightpearl.refused)
