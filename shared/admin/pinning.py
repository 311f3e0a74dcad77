"""Connecting pins the books: a connection keeps its own, and no organisation and no account is in two connections."""

from shared.errors import ConfigurationError
from shared.records.connections import Connection, Pins, sharing
from shared.records.progress import Progress
from shared.settings.live import LiveBooks
from shared.steps.books import check_account, check_organisation


def pins_of(books: LiveBooks, *, secret_version: str) -> Pins:
    """Give the books that both systems have just said they are."""
    return Pins(
        organisation_id=books.xero.organisation_id,
        organisation=books.xero.name,
        account=books.brightpearl.account,
        installation=books.brightpearl.installation,
        secret_version=secret_version,
    )


def pin_books(progress: Progress, pins: Pins, *, before: Connection | None) -> None:
    """Pin a connection to these books, before it is activated. `before` is what was known of it so far.

    The pins are written before others are looked for, so that of two who connect the same books at once one is refused at least.
    Raises WrongBooksError where the connection belongs to other books, ConfigurationError where another one has these.
    """
    if before is not None and before.pins is not None:
        check_organisation(before.pins, organisation_id=pins.organisation_id, name=pins.organisation)
        check_account(before.pins, pins.account)
    progress.pin(pins)
    other = next(sharing(pins, with_other_than=progress.connection), None)
    if other is not None and other.pins is not None:
        raise ConfigurationError(
            f"{_what_is_shared(pins, other.pins)} is connected already, as the connection {other.name}, which carries the"
            f" Brightpearl account {other.pins.account} to the Xero organisation {other.pins.organisation}",
            hint=f"renew its credentials with connect --connection {other.name}; in two connections its documents would be"
            " posted twice, or to the wrong shop",
        )


def reinstalled(pins: Pins, *, before: Connection | None) -> str:
    """Say that our app was installed anew in the account; "" where it was not."""
    known = before.pins if before is not None else None
    if known is None or not known.is_reinstalled(pins.installation):
        return ""
    return (
        f"the connector's app was installed anew in Brightpearl: installation {pins.installation}, before it was"
        f" {known.installation}"
    )


def _what_is_shared(pins: Pins, theirs: Pins) -> str:
    if pins.organisation_id == theirs.organisation_id:
        return f"the Xero organisation {pins.organisation}"
    return f"the Brightpearl account {pins.account}"
