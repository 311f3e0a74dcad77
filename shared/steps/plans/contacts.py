"""The target of contacts, for every step that may have to post one."""

from collections.abc import Collection

from shared.kinds import Kind
from shared.posting.targets.xero_contacts import ContactTarget
from shared.steps.context import StepContext


def contact_target(context: StepContext) -> ContactTarget:
    store = context.store

    def ours(numbers: Collection[str]) -> Collection[str]:
        return {number for _, number in store.get_many((Kind.CONTACT, one) for one in numbers)} if numbers else set()

    return ContactTarget(context.xero, store.claims, ours)
