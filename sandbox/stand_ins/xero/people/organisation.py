"""What the actions of people reach, and how they find what they mean."""

from decimal import Decimal, InvalidOperation
from typing import Protocol

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import UNIT_PLACES
from sandbox.stand_ins.xero.identity import Identity
from sandbox.stand_ins.xero.kinds import DOCUMENTS, Kind
from sandbox.stand_ins.xero.limits import Limits
from sandbox.stand_ins.xero.tables import Record

PLACES = UNIT_PLACES["4"]
BANK = "090"


class Organisation(Protocol):
    """What the actions reach."""

    books: Books
    identity: Identity
    limits: Limits


def find_document(books: Books, kinds: tuple[Kind, ...], key: str) -> Record:
    """The living document with that id or number."""
    for kind in kinds:
        records = kind.records(books)
        found = records.get(key)
        if found is not None:
            return found
        field_name = kind.number if kind in DOCUMENTS else "Contact.ContactID"
        named = [known for known in records.by(field_name, key) if known["Status"] != "DELETED"]
        if named:
            return named[-1]
    raise ValueError(f"There is no {' or '.join(kind.noun.lower() for kind in kinds)} {key!r}.")


def find_contact(books: Books, key: str) -> Record:
    """The contact with that id, number or name."""
    for found in (books.contacts.get(key), *books.contacts.by("ContactNumber", key), *books.contacts.by("Name", key)):
        if found is not None:
            return found
    raise ValueError(f"There is no contact {key!r}.")


def find_account(books: Books, key: str) -> Record:
    """The account with that code or id."""
    found = books.account(code=key) or books.account(account_id=key)
    if found is None:
        raise ValueError(f"There is no account {key!r}.")
    return found


def amount_of(value: object) -> Decimal:
    """An amount that came as a number or as text."""
    try:
        return Decimal(str(value))
    except InvalidOperation as wrong:
        raise ValueError(f"{value!r} is no amount.") from wrong
