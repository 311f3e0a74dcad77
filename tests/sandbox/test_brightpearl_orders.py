"""Orders as Brightpearl shows them, and what may be written to them."""

from typing import Any

import pytest

from tests.sandbox.brightpearl_calls import Caller

ORDER = "/order-service/order"


def read(caller: Caller, order: int) -> dict[str, Any]:
    found: dict[str, Any] = caller.get(f"{ORDER}/{order}?includeOptional=customFields,nullCustomFields").response[0]
    return found


def only_row(order: dict[str, Any]) -> dict[str, Any]:
    [row] = order["orderRows"].values()
    return dict(row)


def test_a_fresh_order_leaves_out_what_is_not_set() -> None:
    caller = Caller()

    order = read(caller, caller.an_order())

    assert order["invoices"] == [{"invoiceReference": ""}]
    assert order["state"] == {"tax": "READY"}
    assert not {"updatedOn", "closedOn", "customFields", "externalRef", "originalInvoiceDate"} & order.keys()


def test_amounts_are_text_with_their_own_number_of_places() -> None:
    caller = Caller()

    order = read(caller, caller.an_order(currency="EUR", exchange_rate="1.16"))
    row = only_row(order)

    assert order["currency"] == {
        "accountingCurrencyCode": "GBP",
        "orderCurrencyCode": "EUR",
        "exchangeRate": "1.160000",
        "fixedExchangeRate": True,
    }
    assert order["totalValue"] == {
        "net": "100.00",
        "taxAmount": "20.00",
        "baseNet": "86.21",
        "baseTaxAmount": "17.24",
        "baseTotal": "103.45",
        "total": "120.00",
    }
    assert row["quantity"] == {"magnitude": "4.0000"}
    assert row["rowValue"]["rowNet"] == {"currencyCode": "EUR", "value": "100.0000"}
    assert row["rowValue"]["rowTax"] == {"currencyCode": "EUR", "value": "20.00"}
    assert row["discountPercentage"] == "0.00"


def test_the_direction_of_the_rate_is_a_switch() -> None:
    caller = Caller()
    order = caller.an_order(currency="EUR", exchange_rate="1.25")
    caller.switch(exchange_rate_direction="base_per_foreign")

    shown = read(caller, order)

    assert shown["currency"]["exchangeRate"] == "0.800000"
    assert (shown["totalValue"]["total"], shown["totalValue"]["baseTotal"]) == ("120.00", "96.00")


def test_a_tax_date_is_local_midnight_and_a_due_date_is_utc_midnight() -> None:
    caller = Caller()
    order = caller.an_order()
    caller.do("invoice_order", order=order, tax_date="2026-06-30", due_date="2026-12-30", reference="SI-1")

    shown = read(caller, order)

    assert shown["invoices"] == [
        {
            "invoiceReference": "SI-1",
            "taxDate": "2026-06-30T00:00:00.000+01:00",
            "dueDate": "2026-12-30T00:00:00.000Z",
        }
    ]
    caller.do("edit_order", order=order, tax_date="2026-12-30", due_date="2026-06-30")
    assert read(caller, order)["invoices"][0]["taxDate"] == "2026-12-30T00:00:00.000Z"
    assert read(caller, order)["invoices"][0]["dueDate"] == "2026-06-30T01:00:00.000+01:00"
    assert shown["state"] == {"tax": "INVOICED"}


def test_the_search_shows_the_tax_date_as_utc_midnight() -> None:
    caller = Caller()
    caller.do("invoice_order", order=caller.an_order(), tax_date="2026-06-30")

    assert caller.rows("/order-service/order-search")[0]["taxDate"] == "2026-06-30T01:00:00.000+01:00"


def test_a_free_text_row_has_no_sku_and_a_product_row_has() -> None:
    caller = Caller()
    product = caller.a_product(sku="MUG")
    rows = [{"product": product, "price": "5"}, {"name": "Carriage", "price": "3"}]

    shown = read(caller, caller.an_order(rows=rows))["orderRows"].values()

    assert [(row["productId"], row.get("productSku")) for row in shown] == [(product, "MUG"), (1000, None)]


def test_a_purchase_order_names_a_supplier() -> None:
    caller = Caller()

    parties = read(caller, caller.an_order(contact=caller.a_contact(supplier=True), type="PO"))["parties"]

    assert parties["supplier"]["contactId"] == parties["billing"]["contactId"] == 20101
    assert "customer" not in parties
    assert "contactId" not in parties["delivery"]


@pytest.mark.parametrize(("sign", "quantity"), [("+", "4.0000"), ("-", "-4.0000")])
def test_the_sign_of_credited_quantities_is_a_switch(sign: str, quantity: str) -> None:
    caller = Caller()
    credit = caller.do("create_credit", order=caller.an_order())["order"]
    caller.switch(credit_quantity_sign=sign)

    row = only_row(read(caller, credit))

    assert row["quantity"]["magnitude"] == quantity
    assert row["rowValue"]["rowNet"]["value"] == "100.0000"


def test_the_total_adds_up_before_it_rounds() -> None:
    caller = Caller()
    rows = [{"name": f"Third {number}", "price": "33.3333", "tax_code": "T9"} for number in range(3)]

    totals = read(caller, caller.an_order(rows=rows))["totalValue"]

    assert (totals["net"], totals["total"]) == ("100.00", "100.00")


def test_a_status_change_answers_with_nothing_and_leaves_a_note() -> None:
    caller = Caller()
    order = caller.an_order()

    body = {"orderStatusId": 4, "orderNote": {"text": "Posted", "isPublic": False}}
    reply = caller.call("PUT", f"{ORDER}/{order}/status", body=body)

    assert (reply.status, reply.body) == (200, {})
    assert read(caller, order)["orderStatus"] == {"orderStatusId": 4, "name": "Invoiced"}
    assert [note["text"] for note in caller.get(f"{ORDER}/{order}/note").response] == ["Posted"]
    assert "updatedOn" in read(caller, order)


@pytest.mark.parametrize("status", [99, 8, "4", None])
def test_a_status_must_exist_and_fit_the_order(status: object) -> None:
    caller = Caller()

    reply = caller.call("PUT", f"{ORDER}/{caller.an_order()}/status", body={"orderStatusId": status})

    assert reply.status == 400


def test_a_missing_body_is_a_400() -> None:
    caller = Caller()

    reply = caller.call("PUT", f"{ORDER}/{caller.an_order()}/status")

    assert (reply.status, reply.code) == (400, "CMNC-010")


def test_a_patched_row_works_its_tax_out_anew() -> None:
    caller = Caller()
    order = caller.an_order()
    row = next(iter(read(caller, order)["orderRows"]))
    patch = [{"op": "replace", "path": "/rowValue/rowNet/value", "value": "200"}]

    changed = caller.call("PATCH", f"{ORDER}/{order}/row/{row}", body=patch).response

    assert changed["rowValue"]["rowTax"]["value"] == "40.00"
    assert read(caller, order)["totalValue"]["total"] == "240.00"


def test_an_order_can_be_made_through_the_api() -> None:
    caller = Caller()
    contact = caller.a_contact()
    body = {
        "orderTypeCode": "SO",
        "reference": "WEB-1",
        "parties": {"customer": {"contactId": contact}},
        "currency": {"orderCurrencyCode": "USD", "exchangeRate": 1.3},
        "assignment": {"current": {"channelId": 2}},
    }
    line = {"productName": "Tee", "quantity": {"magnitude": 2}, "rowValue": {"taxCode": "T20", "rowNet": {"value": 9}}}

    order = caller.post(ORDER, body).response
    row = caller.post(f"{ORDER}/{order}/row", line).response
    shown = read(caller, order)

    assert shown["orderRows"][str(row)]["rowValue"]["rowTax"]["value"] == "1.80"
    assert shown["currency"]["exchangeRate"] == "1.300000"
    assert shown["assignment"]["current"]["channelId"] == 2
    assert caller.call("DELETE", f"{ORDER}/{order}/row/{row}").body == {}
    assert read(caller, order)["orderRows"] == {}


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ({}, "ORDC-005", "You have not supplied an order type code"),
        ({"orderTypeCode": "XX"}, "ORDC-006", "You have supplied an invalid order type code"),
        ({"orderTypeCode": "PO"}, "ORDC-022", "Suppllier ID Required."),
    ],
)
def test_an_order_needs_a_type_and_a_contact(body: dict[str, Any], code: str, message: str) -> None:
    reply = Caller().post(ORDER, body)

    assert (reply.status, reply.body) == (400, {"errors": [{"code": code, "message": message}]})


def test_custom_fields_are_added_and_then_replaced() -> None:
    caller = Caller()
    path = f"{ORDER}/{caller.an_order()}/custom-field"

    too_early = caller.call("PATCH", path, body=[{"op": "replace", "path": "/PCF_XERO", "value": "INV-1"}])
    added = caller.call("PATCH", path, body=[{"op": "add", "path": "/PCF_XERO", "value": "INV-1"}])

    assert too_early.code == "CMNC-038"
    assert added.response == caller.get(path).response == {"PCF_XERO": "INV-1"}


@pytest.mark.parametrize(
    ("operation", "status", "code"),
    [
        ({"op": "add", "path": "/reference", "value": "x"}, 500, "CMNC-044"),
        ({"op": "replace", "path": "/nonsense", "value": "x"}, 400, "CMNC-043"),
    ],
)
def test_a_bad_patch_is_refused_in_brightpearl_s_own_way(operation: dict[str, str], status: int, code: str) -> None:
    caller = Caller()

    reply = caller.call("PATCH", f"{ORDER}/{caller.an_order()}", body=[operation])

    assert (reply.status, reply.code) == (status, code)


def test_a_good_patch_answers_with_the_whole_order() -> None:
    caller = Caller()
    order = caller.an_order()
    patch = [
        {"op": "replace", "path": "/reference", "value": "PO 7"},
        {"op": "replace", "path": "/delivery/deliveryDate", "value": "2026-06-20"},
    ]

    changed = caller.call("PATCH", f"{ORDER}/{order}", body=patch).response

    assert (changed["id"], changed["reference"]) == (order, "PO 7")
    assert changed["delivery"]["deliveryDate"] == "2026-06-20T01:00:00.000+01:00"


def test_a_body_that_makes_no_sense_is_an_internal_error() -> None:
    reply = Caller().post(ORDER, {"orderTypeCode": "SO", "parties": "nobody"})

    assert (reply.status, reply.code) == (500, "CMNU-003")


def test_an_unknown_address_is_a_404() -> None:
    assert Caller().get("/order-service/nonsense").status == 404
