"""Reading what a merchant set up: tax codes, nominal codes, payment methods, statuses, the account itself."""

from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO
from sandbox.stand_ins.brightpearl.orders import present, shown_rate
from sandbox.stand_ins.brightpearl.profile import TaxCode
from sandbox.stand_ins.brightpearl.records import ORDER_TYPE_IDS, ORDER_TYPE_NAMES
from sandbox.stand_ins.brightpearl.reference import CUSTOM_FIELDS, DISCOUNTS, Method, Nominal, Status
from sandbox.stand_ins.brightpearl.selection import pick
from sandbox.stand_ins.brightpearl.wire import Answer, Call, RefusalError, found, not_found


def get_configuration(account: Account, _call: Call) -> Answer:
    """Answer with the account's configuration; every value is text."""
    configuration = account.store.reference.profile.configuration()
    return found({"configuration": configuration | {"costOfSalesEnabled": str(int(account.on("cost_of_sales")))}})


def get_tax_codes(account: Account, _call: Call) -> Answer:
    """Answer with the tax codes; a rate of zero is left out."""
    return found([_tax_code(code) for code in account.store.reference.tax_codes.values()])


def get_nominal_codes(account: Account, _call: Call, ids: str | None = None) -> Answer:
    """Answer with the nominal accounts."""
    nominals = {nominal.id: nominal for nominal in account.store.reference.nominals.values()}
    nothing = not_found("No Nominal Codes Found")
    return found([_nominal(item) for item in pick(nominals, ids, account=account, nothing=nothing)])


def get_payment_methods(account: Account, _call: Call, ids: str | None = None) -> Answer:
    """Answer with the payment methods and their bank accounts."""
    methods = {method.id: method for method in account.store.reference.methods.values()}
    nothing = not_found("No Payment Methods Found")
    chosen = pick(methods, ids, account=account, nothing=nothing)
    return found([_method(item, with_banks=account.on("methods_have_banks")) for item in chosen])


def get_order_statuses(account: Account, _call: Call, ids: str | None = None) -> Answer:
    """Answer with the order statuses of every order type."""
    nothing = not_found("No Order Statuses Found")
    chosen = pick(account.store.reference.statuses, ids, account=account, nothing=nothing)
    return found([_status(status) for status in sorted(chosen, key=lambda status: status.id)])


def get_order_types(_account: Account, _call: Call) -> Answer:
    """Answer with the four order types."""
    return found(
        [
            {"orderTypeId": number, "orderTypeCode": kind.value, "name": ORDER_TYPE_NAMES[number]}
            for kind, number in ORDER_TYPE_IDS.items()
        ]
    )


def get_exchange_rates(account: Account, _call: Call) -> Answer:
    """Answer with today's rates; the account's own currency is not among them."""
    time = account.time
    active_from = time.stamp(time.midnight(time.day(account.clock.now()).replace(day=1)))
    currencies = account.store.reference.currencies.values()
    return found(
        [
            {
                "currencyId": currency.id,
                "rateActiveFrom": active_from,
                "rate": shown_rate(account, currency.rate),
                "addedById": 4,
            }
            for currency in currencies
            if currency.code != account.store.currency
        ]
    )


def get_custom_field_metadata(_account: Account, _call: Call, kind: str, ids: str | None = None) -> Answer:
    """Answer with the custom fields that orders have."""
    known = CUSTOM_FIELDS.get(kind)
    if known is None:
        raise RefusalError(404, "CMNC-404", f"No custom fields for {kind}")
    return found([meta for meta in known if ids in (None, str(meta["id"]))])


def _tax_code(code: TaxCode) -> dict[str, Any]:
    rate = code.rate if code.rate != ZERO else None
    return present({"id": code.id, "code": code.code, "description": code.description, "rate": rate})


def _nominal(nominal: Nominal) -> dict[str, Any]:
    return {
        "id": nominal.id,
        "code": nominal.code,
        "name": nominal.name,
        "type": {"id": nominal.type_id},
        "bank": nominal.bank,
        "expense": nominal.type_id == 9,
        "discount": nominal.code == DISCOUNTS,
        "editable": True,
        "active": True,
        "taxCode": 0,
        "description": "",
        "chartMapCode": "",
        "reconcile": nominal.bank,
        "currencyId": nominal.currency_id,
    }


def _method(method: Method, *, with_banks: bool) -> dict[str, Any]:
    return {
        "id": method.id,
        "code": method.code,
        "name": method.name,
        "isActive": method.active,
        "bankAccounts": [
            {"paymentMethodId": method.id, "currencyIsoCode": currency, "bankAccountNominalCode": nominal}
            for currency, nominal in method.banks
            if with_banks
        ],
        "installedIntegrationId": 0,
    }


def _status(status: Status) -> dict[str, Any]:
    return {
        "statusId": status.id,
        "name": status.name,
        "orderTypeCode": status.type.value,
        "sortOrder": status.id,
        "disabled": False,
        "visible": True,
        "color": "#E7E6E4",
        "remindAfterDays": 10,
        "alertEmails": [],
        "emailContent": "",
        "batchProcess": False,
        "state": "draft",
    }
