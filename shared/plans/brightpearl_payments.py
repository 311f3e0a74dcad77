"""The plans of the two steps that post payments to Brightpearl."""

from shared.mapping.payments import to_brightpearl_payment
from shared.outlets.brightpearl_payments import brightpearl_payment_outlet
from shared.pipeline import PostPlan
from shared.plans.posters import poster_with
from shared.posts.found_payments import in_brightpearl
from shared.posts.payments import Payments
from shared.sequence import Kind, System
from shared.workshop import Workshop


def customer_payments(workshop: Workshop) -> PostPlan:
    return _payments(workshop, Kind.SALES_PAYMENT)


def supplier_payments(workshop: Workshop) -> PostPlan:
    return _payments(workshop, Kind.PURCHASE_PAYMENT)


def _payments(workshop: Workshop, kind: Kind) -> PostPlan:
    payments = brightpearl_payments_of(workshop, kind)
    return PostPlan(poster=poster_with(workshop, [payments.outlet]), post=payments.post)


def brightpearl_payments_of(workshop: Workshop, kind: Kind) -> Payments:
    """Make what maps and posts payments to Brightpearl."""
    zone = workshop.settings.time_zone
    outlet = brightpearl_payment_outlet(workshop.brightpearl, supplier=kind == Kind.PURCHASE_PAYMENT)
    return Payments(
        store=workshop.store,
        system=System.BRIGHTPEARL,
        outlet=outlet,
        look=in_brightpearl(workshop.brightpearl, workshop.store, kind=kind, time_zone=zone),
        to_payment=lambda payment, document: to_brightpearl_payment(
            payment, document, workshop.settings, time_zone=zone
        ),
    )
