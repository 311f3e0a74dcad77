"""The table of all actions, and the one way to carry one out."""

import inspect
from collections.abc import Callable
from typing import Any

from sandbox.stand_ins.xero.errors import InvalidError, RefusalError
from sandbox.stand_ins.xero.history import PERSON
from sandbox.stand_ins.xero.people import (
    with_contacts,
    with_documents,
    with_items,
    with_journals,
    with_lines,
    with_money,
    with_settings,
)
from sandbox.stand_ins.xero.people.organisation import Organisation
from sandbox.stand_ins.xero.tables import Record

ACTIONS: dict[str, Callable[..., Record]] = {
    action.__name__: action
    for action in (
        with_documents.pay_invoice,
        with_documents.pay_credit_note,
        with_documents.refund_overpayment,
        with_documents.reconcile_payment,
        with_documents.unreconcile_payment,
        with_documents.delete_payment,
        with_documents.approve_document,
        with_documents.void,
        with_documents.delete_document,
        with_documents.edit_document,
        with_documents.create_document,
        with_documents.allocate_credit,
        with_documents.remove_allocation,
        with_lines.edit_line,
        with_lines.recode_line,
        with_lines.copy_document,
        with_journals.enter_journal,
        with_journals.edit_journal,
        with_journals.void_journal,
        with_money.receive_overpayment,
        with_money.receive_prepayment,
        with_contacts.create_contact,
        with_contacts.edit_contact,
        with_contacts.archive_contact,
        with_contacts.unarchive_contact,
        with_contacts.rename_contact,
        with_contacts.merge_contact,
        with_items.create_item,
        with_items.delete_item,
        with_items.track_item,
        with_items.untrack_item,
        with_settings.lock_period,
        with_settings.create_account,
        with_settings.code_account,
        with_settings.archive_account,
        with_settings.unarchive_account,
        with_settings.subscribe_currency,
        with_settings.unsubscribe_currency,
        with_settings.disconnect,
        with_settings.reconnect,
        with_settings.change_organisation,
        with_settings.warn_next_documents,
        with_settings.wrong_total_next,
        with_settings.use_up_limit,
    )
}


def do(xero: Organisation, action: dict[str, Any]) -> dict[str, Any]:
    """Carry out one action by its name; a ValueError says what is wrong with it. `by` is who does it, for the history."""
    name = str(action.get("action"))
    if name not in ACTIONS:
        raise ValueError(f"Nobody in Xero can {name!r}; they can {', '.join(sorted(ACTIONS))}.")
    given = {key: value for key, value in action.items() if key not in {"action", "by"}}
    _check_fields(name, given)
    try:
        with xero.books.history.by(str(action.get("by", PERSON))):
            return ACTIONS[name](xero, **given)
    except InvalidError as invalid:
        raise ValueError(f"{name}: {invalid}") from invalid
    except RefusalError as refusal:
        raise ValueError(f"{name}: {refusal.body}") from refusal


def _check_fields(name: str, given: dict[str, Any]) -> None:
    known = inspect.signature(ACTIONS[name])
    try:
        known.bind(None, **given)
    except TypeError as wrong:
        fields = ", ".join(list(known.parameters)[1:])
        raise ValueError(f"{name}: {wrong}; its fields are {fields}.") from wrong
