"""Contacts, products, stock, the account's set-up and webhooks, as Brightpearl shows them."""

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.brightpearl_calls import Caller

CONTACT = "/contact-service/contact"
WITH_ADDRESSES = "includeOptional=customFields,postalAddresses"


def test_a_customer_is_who_is_neither_supplier_nor_staff() -> None:
    caller = Caller()
    customer, supplier = caller.a_contact(), caller.a_contact(supplier=True)

    contacts = caller.get(f"{CONTACT}/{customer}-{supplier}").response

    assert [contact["relationshipToAccount"] for contact in contacts] == [
        {"isSupplier": False, "isStaff": False},
        {"isSupplier": True, "isStaff": False},
    ]
    assert all("isCustomer" not in contact for contact in contacts)
    assert "createdByid" in contacts[0]
    assert caller.ids("/contact-service/contact-search?isCustomer=true") == [customer]


def test_a_private_person_has_no_organisation_name() -> None:
    caller = Caller()

    person, firm = (
        caller.get(f"{CONTACT}/{caller.a_contact(company=name)}").response[0] for name in (None, "Byron Ltd")
    )

    assert "name" not in person["organisation"]
    assert firm["organisation"] == {"organisationId": firm["contactId"], "name": "Byron Ltd"}


def test_a_contact_nobody_ever_changed_says_it_was_updated_just_now() -> None:
    caller = Caller()
    contact = caller.a_contact()

    told = []
    for _ in range(2):
        caller.clock.advance(seconds=30)
        told.append(caller.get(f"{CONTACT}/{contact}").response[0]["updatedOn"])
    caller.do("edit_contact", contact=contact, email="ada@example.com")
    caller.clock.advance(seconds=30)

    assert told == ["2026-06-15T13:00:30.000+01:00", "2026-06-15T13:01:00.000+01:00"]
    assert caller.get(f"{CONTACT}/{contact}").response[0]["updatedOn"] == "2026-06-15T13:01:00.000+01:00"


def test_contacts_come_in_pages_of_two_hundred_with_their_pagination_beside_them() -> None:
    caller = Caller()
    for _ in range(203):
        caller.a_contact()

    first, second = caller.get(f"{CONTACT}/20101-20400").body, caller.get(f"{CONTACT}?firstResult=201").body

    assert len(first["response"]) == 200
    assert first["pagination"] == {
        "morePagesAvailable": True,
        "resultsReturned": 200,
        "firstResult": 1,
        "lastResult": 200,
    }
    assert [contact["contactId"] for contact in second["response"]] == [20301, 20302, 20303]
    assert second["sorting"] == [{"field": "contactId", "direction": "ASC"}]


@pytest.mark.parametrize(("habit", "kind"), [("map", dict), ("list", list)])
def test_the_shape_of_postal_addresses_is_a_switch(habit: str, kind: type[Any]) -> None:
    caller = Caller()
    caller.switch(postal_addresses=habit)

    contact = caller.get(f"{CONTACT}/{caller.a_contact()}?{WITH_ADDRESSES}").response[0]

    addresses: Any = contact["postalAddresses"]
    assert isinstance(addresses, kind)
    address = addresses["51001"] if isinstance(addresses, dict) else addresses[0]
    assert (address["countryIsoCode"], address["countryIsoCode2"]) == ("GBR", "GB")
    assert caller.get("/contact-service/postal-address/51001").response == [address]


def test_patching_a_contact_answers_with_all_of_it() -> None:
    caller = Caller()
    contact = caller.a_contact()

    changed = caller.call(
        "PATCH", f"{CONTACT}/{contact}", body=[{"op": "replace", "path": "/firstName", "value": "Augusta"}]
    )

    assert (changed.response["contactId"], changed.response["firstName"]) == (contact, "Augusta")


def test_a_product_shows_numbers_as_numbers_and_leaves_out_what_is_not_set() -> None:
    caller = Caller()
    product = caller.a_product(sku="TEE-RED-M", name="Red tee", description="<p>Soft</p>")

    shown = caller.get(f"/product-service/product/{product}").response[0]

    assert shown["identity"] == {"sku": "TEE-RED-M", "barcode": ""}
    assert shown["stock"]["weight"]["magnitude"] == Decimal("0.0000")
    assert shown["salesChannels"][0]["description"]["text"] == "<p>Soft</p>"
    assert shown["composition"] == {"bundle": False}
    assert not {"updatedOn", "variations", "customFields", "primarySupplierId"} & shown.keys()


def test_prices_are_text_by_quantity_and_an_empty_list_has_none() -> None:
    caller = Caller()
    product = caller.a_product(price="10.5", cost=None)

    lists = caller.get(f"/product-service/product-price/{product}/price-list/1,2").response[0]["priceLists"]

    assert [(entry["priceListId"], entry["quantityPrice"]) for entry in lists] == [(1, {}), (2, {"1": "10.5000"})]


def test_a_product_on_no_list_has_no_prices_to_find() -> None:
    caller = Caller()
    bare, priced = caller.a_product(price=None, cost=None), caller.a_product(sku="B")

    assert caller.get(f"/product-service/product-price/{bare}").code == "CMNC-404"
    found = caller.get(f"/product-service/product-price/{bare},{priced}/price-list/1,2").response
    assert [entry["productId"] for entry in found] == [priced]
    assert [entry["productId"] for entry in caller.get("/product-service/product-price/*/price-list").response] == [
        priced
    ]


def test_prices_can_be_put() -> None:
    caller = Caller()
    product = caller.a_product()
    body = {"priceLists": [{"priceListId": 2, "quantityPrice": {"1": 100, "5": Decimal("90.5")}}]}

    assert caller.call("PUT", f"/product-service/product-price/{product}/price-list", body=body).body == {}
    [entry] = caller.get(f"/product-service/product-price/{product}/price-list/2").response[0]["priceLists"]
    assert entry["quantityPrice"] == {"1": "100.0000", "5": "90.5000"}


def corrected(caller: Caller, product: int, *corrections: tuple[int, str | None]) -> list[dict[str, Any]]:
    ids = [
        caller.do("stock_correction", product=product, quantity=quantity, **({"cost": cost} if cost else {}))[
            "goods_note"
        ]
        for quantity, cost in corrections
    ]
    notes = caller.get(f"/warehouse-service/warehouse/2/stock-correction/{ids[0]}-{ids[-1]}").response
    return sorted(notes, key=lambda note: note["goodsNoteId"])


def test_stock_is_added_at_one_cost_and_removed_batch_by_batch() -> None:
    caller = Caller()
    product = caller.a_product()

    notes = corrected(caller, product, (5, "2.50"), (4, "3.00"), (-7, None))

    moved = [[(move["quantity"], move["productValue"]["value"]) for move in note["goodsMoved"]] for note in notes]
    assert moved == [[(5, Decimal("2.5"))], [(4, Decimal("3"))], [(-5, Decimal("2.5")), (-2, Decimal("3"))]]


def test_a_correction_can_be_posted_and_is_found_among_the_movements() -> None:
    caller = Caller()
    product = caller.a_product()
    correction = {
        "quantity": 5,
        "productId": product,
        "reason": "Found",
        "locationId": 2,
        "cost": {"currency": "GBP", "value": Decimal("5.25")},
    }

    reply = caller.post("/warehouse-service/warehouse/2/stock-correction", {"corrections": [correction]})

    assert reply.body == {"response": [501]}
    [row] = caller.rows("/warehouse-service/goods-movement-search?goodsNoteTypeCode=SC&updatedOn=2026-06-15T12:00:00Z/")
    assert (row["warehouseId"], row["goodsNoteId"], row["quantity"], row["productValue"]) == (2, 501, 5, "5.2500")
    assert caller.get("/warehouse-service/warehouse/3/stock-correction/501").status == 404
    assert caller.get("/warehouse-service/warehouse/2/location/default").response == 2


def test_what_is_available_is_what_was_moved() -> None:
    caller = Caller()
    product = caller.a_product()
    corrected(caller, product, (5, "2.50"), (-2, None))

    available = caller.get(f"/warehouse-service/product-availability/{product}").response

    assert available[str(product)]["total"]["inStock"] == 3


def test_the_configuration_is_all_text() -> None:
    configuration = Caller().get("/integration-service/account-configuration").response["configuration"]

    assert (configuration["baseCurrencyCode"], configuration["timeZone"]) == ("GBP", "Europe/London")
    assert all(isinstance(value, str) for value in configuration.values())


def test_a_tax_code_without_a_rate_leaves_it_out() -> None:
    codes = {code["code"]: code.get("rate") for code in Caller().get("/accounting-service/tax-code").response}

    assert codes == {"T0": None, "T5": Decimal("5"), "T9": None, "T20": Decimal("20")}


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/accounting-service/nominal-code", "code"),
        ("/accounting-service/payment-method", "code"),
        ("/product-service/price-list", "code"),
        ("/product-service/channel", "name"),
        ("/product-service/brand", "name"),
        ("/order-service/order-status", "name"),
        ("/order-service/order-type", "name"),
        ("/order-service/sale/custom-field-meta-data", "code"),
        ("/warehouse-service/warehouse", "name"),
        ("/accounting-service/accounting-period", "startDate"),
    ],
)
def test_small_lists_come_whole_with_or_without_a_trailing_slash(path: str, key: str) -> None:
    caller = Caller()

    entries = caller.get(path).response

    assert entries == caller.get(f"{path}/").response
    assert all(entry[key] for entry in entries)


@pytest.mark.parametrize(("direction", "rate"), [("foreign_per_base", "1.16"), ("base_per_foreign", "0.862069")])
def test_exchange_rates_leave_out_the_account_s_own_currency(direction: str, rate: str) -> None:
    caller = Caller()
    caller.switch(exchange_rate_direction=direction)

    rates = caller.get("/accounting-service/exchange-rate/").response

    assert [entry["currencyId"] for entry in rates] == [2, 3, 4, 5]
    assert rates[0]["rate"] == Decimal(rate)
    [euro] = caller.rows("/accounting-service/currency-search?code=EUR")
    assert Decimal(euro["exchangeRate"]) == Decimal(rate)


def test_webhooks_are_kept_listed_and_deleted() -> None:
    caller = Caller()
    path = "/integration-service/webhook"
    hook = {"subscribeTo": "order.modified.order-status", "httpMethod": "POST", "uriTemplate": "https://x.test"}

    number = caller.post(path, hook).response

    assert [entry["id"] for entry in caller.get(path).response] == [number]
    assert caller.call("DELETE", f"{path}/{number}").body == {}
    assert caller.call("DELETE", f"{path}/{number}").code == "CMNC-404"
    assert caller.post(path, {**hook, "subscribeTo": "contact.created"}).code == "INTC-064"


def test_names_with_markup_reach_the_reader_whole() -> None:
    caller = Caller()
    name = "<b>O'Neill & Søn</b> = 🐝"

    reply = caller.get(f"{CONTACT}/{caller.a_contact(company=name)}")

    assert "\\u003cb\\u003eO\\u0027Neill \\u0026 Søn" in reply.text
    assert reply.response[0]["organisation"]["name"] == name
