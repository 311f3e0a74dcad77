"""What people do in Brightpearl while a connector looks on: a table of actions, fields read off their signatures."""

import inspect
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from types import NoneType
from typing import Any, get_args, get_type_hints

from sandbox.stand_ins.brightpearl import (
    allocation_actions,
    entry_actions,
    journal_actions,
    merging,
    order_actions,
    payment_actions,
    periods,
    record_actions,
    withdrawing,
)
from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.wire import RefusalError

Action = Callable[..., dict[str, Any]]

ACTIONS: dict[str, Action] = {
    action.__name__: action
    for action in (
        order_actions.create_order,
        order_actions.create_credit,
        order_actions.edit_order,
        order_actions.move_order,
        order_actions.invoice_order,
        withdrawing.uninvoice_order,
        withdrawing.cancel_order,
        withdrawing.delete_order,
        payment_actions.pay_order,
        payment_actions.refund_order,
        payment_actions.reverse_payment,
        allocation_actions.allocate_credit,
        allocation_actions.allocate_overpayment,
        payment_actions.authorise_payment,
        payment_actions.delete_payment,
        record_actions.create_contact,
        record_actions.edit_contact,
        record_actions.rename_contact,
        merging.merge_contacts,
        record_actions.create_product,
        record_actions.edit_product,
        record_actions.stock_correction,
        periods.lock_period,
        periods.close_period,
        journal_actions.enter_journal,
        journal_actions.edit_journal,
        journal_actions.cancel_journal,
        entry_actions.quick_invoice,
        entry_actions.vendor_bill,
        entry_actions.quick_payment,
    )
}


def do(account: Account, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out `{"action": name, ...fields}`; ValueError says in a sentence what is wrong with it."""
    name = asked.get("action")
    action = ACTIONS.get(str(name))
    if action is None:
        raise ValueError(f"Brightpearl has no action {name!r}; it has {', '.join(ACTIONS)}.")
    given = {field: value for field, value in asked.items() if field != "action"}
    try:
        return action(account, **_fields(str(name), action, given))
    except RefusalError as refusal:
        raise ValueError(f"{name}: {refusal}") from refusal


def _fields(name: str, action: Action, given: Mapping[str, Any]) -> dict[str, Any]:
    known = _signature(action)
    unknown = given.keys() - known.keys()
    if unknown:
        raise ValueError(f"{name} has no field {', '.join(sorted(unknown))}; it has {', '.join(known)}.")
    missing = [field for field, (_, required) in known.items() if required and field not in given]
    if missing:
        raise ValueError(f"{name} needs {', '.join(missing)}.")
    return {field: _read(name, field, known[field][0], value) for field, value in given.items()}


@cache
def _signature(action: Action) -> dict[str, tuple[type, bool]]:
    """Each field's type and whether it must be given."""
    hints = get_type_hints(action)
    return {
        field.name: (_plain(hints[field.name]), field.default is field.empty)
        for field in inspect.signature(action).parameters.values()
        if field.kind is field.KEYWORD_ONLY
    }


def _plain(hint: Any) -> type:
    """The type of a field that may also be None, and of a list of anything."""
    choices = [choice for choice in get_args(hint) if choice is not NoneType]
    plain = choices[0] if NoneType in get_args(hint) else hint
    origin: type = getattr(plain, "__origin__", plain)
    return origin


def _read(name: str, field: str, kind: type, value: Any) -> Any:
    if value is None:
        return None
    try:
        return _READERS[kind](value)
    except (InvalidOperation, TypeError, ValueError) as cause:
        raise ValueError(f"{name}: {field} is {_WORDS[kind]}, not {value!r}.") from cause


def _exactly(kind: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(value)
        return value

    return read


_READERS: dict[type, Callable[[Any], Any]] = {
    int: _exactly(int),
    str: _exactly(str),
    bool: _exactly(bool),
    list: _exactly(list),
    dict: _exactly(dict),
    Decimal: lambda value: Decimal(str(value)),
    date: date.fromisoformat,
}
_WORDS: dict[type, str] = {
    int: "a whole number",
    str: "text",
    bool: "true or false",
    list: "a list",
    dict: "an object",
    Decimal: "an amount",
    date: "a date such as 2026-11-02",
}
