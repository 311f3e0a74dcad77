"""Items that are tracked, deleted, or told apart by upper and lower case alone."""

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.xero_calls import Client, a_bill, a_contact, a_credit, a_line, an_invoice

NOTHING_TO_SELL = ["Mug: No items available to sell"]
GONE = "An existing Item with the specified ItemID could not be found"


@pytest.fixture
def client() -> Client:
    """A mug, of which three are on hand."""
    client = Client()
    client.one("Items", {"Code": "MUG", "Name": "Mug", "PurchaseDetails": {"UnitPrice": 2, "AccountCode": "300"}})
    client.do("track_item", code="MUG", quantity="3")
    return client


@pytest.fixture
def contact(client: Client) -> str:
    return str(client.one("Contacts", a_contact())["ContactID"])


def mugs(quantity: object, **fields: Any) -> dict[str, Any]:
    return a_line(ItemCode="MUG", Quantity=quantity, **fields)


def on_hand(client: Client) -> Decimal:
    (item,) = client.listed("Items/MUG")
    return Decimal(item["QuantityOnHand"])


def test_a_tracked_item_says_so_and_how_many_there_are(client: Client) -> None:
    (item,) = client.listed("Items/MUG")

    assert (item["IsTrackedAsInventory"], item["QuantityOnHand"]) == (True, 3)
    assert (item["InventoryAssetAccountCode"], item["PurchaseDetails"]["COGSAccountCode"]) == ("631", "310")
    assert "AccountCode" not in item["PurchaseDetails"]


def test_an_item_that_is_not_tracked_has_no_quantity(client: Client) -> None:
    item = client.do("untrack_item", code="MUG")

    assert item["IsTrackedAsInventory"] is False
    assert "QuantityOnHand" not in item
    assert item["PurchaseDetails"]["AccountCode"] == "310"


def test_what_is_on_hand_can_be_sold_and_no_more(client: Client, contact: str) -> None:
    client.one("Invoices", an_invoice(contact, mugs(1), mugs(2)))

    assert client.refusals("Invoices", an_invoice(contact, mugs(1), InvoiceNumber="2")) == NOTHING_TO_SELL
    assert on_hand(client) == 0


def test_lines_of_one_invoice_are_counted_together(client: Client, contact: str) -> None:
    assert client.refusals("Invoices", an_invoice(contact, mugs(2), mugs(2))) == NOTHING_TO_SELL
    assert on_hand(client) == 3


def test_a_draft_may_name_more_than_there_is_until_it_is_approved(client: Client, contact: str) -> None:
    draft = client.one("Invoices", an_invoice(contact, mugs(4), Status="DRAFT"))

    approved = {"InvoiceID": draft["InvoiceID"], "Status": "AUTHORISED"}

    assert client.refusals("Invoices", approved, method="POST") == NOTHING_TO_SELL


def test_a_change_counts_what_the_invoice_has_taken_already(client: Client, contact: str) -> None:
    invoice = client.one("Invoices", an_invoice(contact, mugs(2)))

    (changed,) = client.post("Invoices", {"InvoiceID": invoice["InvoiceID"], "LineItems": [mugs(3)]})

    assert changed["StatusAttributeString"] == "OK"
    assert on_hand(client) == 0


def test_back_orders_may_be_allowed_by_the_caller(client: Client, contact: str) -> None:
    query = "summarizeErrors=false&unitdp=4&allowBackorders=true"

    (taken,) = client.put("Invoices", an_invoice(contact, mugs(5)), query=query)

    assert taken["StatusAttributeString"] == "OK"
    assert on_hand(client) == -2


def test_bills_and_credits_bring_stock_and_what_is_voided_gives_it_back(client: Client, contact: str) -> None:
    invoice = client.one("Invoices", an_invoice(contact, mugs(3)))
    client.one("Invoices", a_bill(contact, mugs(5, AccountCode="300", TaxType="INPUT2")))
    client.one("CreditNotes", a_credit(contact, mugs(1)))
    held = on_hand(client)

    client.do("void", document=invoice["InvoiceNumber"])

    assert [int(held), int(on_hand(client))] == [6, 9]


def test_a_tracked_item_has_no_purchase_account_but_keeps_its_cost_account(client: Client) -> None:
    refused = client.refusals(
        "Items", {"Code": "MUG", "PurchaseDetails": {"UnitPrice": 3, "AccountCode": "300"}}, method="POST"
    )
    (changed,) = client.post("Items", {"Code": "MUG", "PurchaseDetails": {"UnitPrice": 3}})

    assert "use COGSAccountCode" in refused[0]
    assert changed["PurchaseDetails"] == {"UnitPrice": 3, "COGSAccountCode": "310"}


def test_an_item_with_stock_cannot_be_deleted_by_a_program(client: Client, contact: str) -> None:
    with_stock = client.send("DELETE", "Items/MUG", {}).status_code
    client.one("Invoices", an_invoice(contact, mugs(3)))

    assert (with_stock, client.send("DELETE", "Items/MUG", {}).status_code) == (400, 204)


def test_a_deleted_item_is_gone_and_its_code_is_free_again(client: Client, contact: str) -> None:
    (item,) = client.listed("Items/MUG")
    client.one("Invoices", an_invoice(contact, mugs(1)))

    client.do("delete_item", code="MUG")

    assert client.refusals("Invoices", an_invoice(contact, mugs(1), InvoiceNumber="2")) == [
        "Item code 'MUG' is not valid"
    ]
    assert client.refusals("Items", {"ItemID": item["ItemID"], "Code": "MUG"}, method="POST") == [GONE]
    assert client.one("Items", {"Code": "MUG"})["ItemID"] != item["ItemID"]


@pytest.mark.parametrize("action", ["delete_item", "track_item", "untrack_item"])
def test_an_item_that_is_not_there_is_named(client: Client, action: str) -> None:
    with pytest.raises(ValueError, match="There is no item 'CUP'"):
        client.do(action, code="CUP")


@pytest.mark.parametrize(
    ("switch", "added", "found", "sold"),
    [("clashes", "ERROR", 404, "ERROR"), ("ignored", "ERROR", 200, "OK"), ("distinct", "OK", 200, "OK")],
)
def test_what_a_code_in_other_letters_means_is_a_switch(
    client: Client, contact: str, switch: str, added: str, found: int, sold: str
) -> None:
    client.switch(item_code_case=switch)

    (new,) = client.put("Items", {"Code": "mug"})
    (invoice,) = client.put("Invoices", an_invoice(contact, a_line(ItemCode="mug")))

    assert new["StatusAttributeString"] == added
    assert client.get("Items/mug").status_code == found
    assert invoice["StatusAttributeString"] == sold


@pytest.mark.parametrize(("switch", "count"), [("clashes", 0), ("ignored", 1), ("distinct", 0)])
def test_a_list_is_filtered_by_codes_as_the_switch_says(client: Client, switch: str, count: int) -> None:
    client.switch(item_code_case=switch)

    assert len(client.listed("Items", where='Code=="mug"')) == count
