"""Names in the link ledger: Xero's ids are unique by themselves, Brightpearl's numbers need a prefix."""


def brightpearl_link(payment_id: object) -> str:
    """The name of a Brightpearl payment among the remote ids."""
    return f"brightpearl:{payment_id}"
