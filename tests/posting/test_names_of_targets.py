"""The names of all targets: intents are kept under them, so that a later invocation finds its target again."""

from typing import Any, cast

from shared.posting.targets.brightpearl_contras import BrightpearlContraTarget
from shared.posting.targets.brightpearl_payments import BrightpearlPaymentTarget
from shared.posting.targets.xero_contacts import ContactTarget
from shared.posting.targets.xero_documents import document_targets
from shared.posting.targets.xero_items import ItemTarget
from shared.posting.targets.xero_journals import JournalTarget
from shared.posting.targets.xero_overpayments import OverpaymentTarget
from shared.posting.targets.xero_payments import PaymentTarget
from tests.builders import some_settings
from tests.posting.memory import silent_xero


def test_the_names_of_targets_never_change() -> None:
    xero, nothing = silent_xero(), cast("Any", None)
    targets = [
        ContactTarget(xero, nothing, nothing),
        ItemTarget(xero),
        JournalTarget(xero),
        OverpaymentTarget(xero),
        PaymentTarget(xero, days_of=nothing, parts=nothing),
        *document_targets(xero, some_settings(), nothing).values(),
        *(
            target(nothing, supplier=supplier)
            for target in (BrightpearlPaymentTarget, BrightpearlContraTarget)
            for supplier in (False, True)
        ),
    ]

    assert {target.name for target in targets if target.unique_field} == {"contact"}
    assert [target.name for target in targets] == [
        "contact",
        "item",
        "journal",
        "overpayment",
        "payment",
        "ACCREC",
        "ACCRECCREDIT",
        "ACCPAY",
        "ACCPAYCREDIT",
        "customer_payment",
        "supplier_payment",
        "customer_contra",
        "supplier_contra",
    ]
