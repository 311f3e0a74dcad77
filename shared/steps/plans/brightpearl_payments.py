"""The plans of the two steps that post payments to Brightpearl."""

from functools import partial

from shared.kinds import Kind
from shared.mapping.contra import to_contra
from shared.mapping.payments import to_brightpearl_payment
from shared.posting.found_in_brightpearl import FoundInBrightpearl
from shared.posting.found_payments import look_in
from shared.posting.outstanding import Outstanding
from shared.posting.payments import Contras, Payments
from shared.posting.targets.brightpearl_contras import BrightpearlContraTarget
from shared.posting.targets.brightpearl_payments import BrightpearlPaymentTarget
from shared.steps.context import StepContext
from shared.steps.pipeline import PostPlan
from shared.steps.plans.posters import poster_with


def customer_payments(context: StepContext) -> PostPlan:
    return _payments(context, Kind.SALES_PAYMENT)


def supplier_payments(context: StepContext) -> PostPlan:
    return _payments(context, Kind.PURCHASE_PAYMENT)


def _payments(context: StepContext, kind: Kind) -> PostPlan:
    payments = brightpearl_payments_of(context, kind)
    return PostPlan(poster=poster_with(context, payments.targets), post=payments.post)


def brightpearl_payments_of(context: StepContext, kind: Kind) -> Payments:
    """Make what maps and posts payments to Brightpearl."""
    zone = context.settings.time_zone
    target = BrightpearlPaymentTarget(context.brightpearl, supplier=kind == Kind.PURCHASE_PAYMENT)
    found = FoundInBrightpearl(
        brightpearl=context.brightpearl,
        store=context.store,
        settings=context.settings,
        kind=kind,
        table_since=lambda: context.table_since,
    )
    return Payments(
        store=context.store,
        target=target,
        look=look_in(found),
        to_payment=partial(to_brightpearl_payment, settings=context.settings, time_zone=zone),
        outstanding=Outstanding(
            paid=partial(context.brightpearl.paid, supplier=kind == Kind.PURCHASE_PAYMENT),
            shown=found.shown,
            references=found.references,
            tolerance=context.settings.tolerance,
        ),
        why_locked=context.periods.why_locked,
        contras=Contras(
            target=BrightpearlContraTarget(context.brightpearl, supplier=kind == Kind.PURCHASE_PAYMENT),
            to_contra=partial(to_contra, settings=context.settings, time_zone=zone),
        ),
    )
