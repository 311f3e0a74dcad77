"""Items that people delete, track or spell otherwise in Xero: the products find their way by themselves."""

from typing import Any, cast

import pytest

from sandbox.stand_ins.xero.vendor import Xero
from shared.kinds import Kind
from shared.records.status import Status
from tests.end_to_end.shop import Shop


def item_codes(shop: Shop, number: str) -> list[str | None]:
    return [line.get("ItemCode") for line in shop.document(number)["LineItems"]]


def test_documents_of_an_item_that_was_deleted_in_xero_go_in_the_same_cycle_with_a_new_one(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    before = shop.record(Kind.PRODUCT, shop.product).remote_id
    shop.xero("delete_item", code="TEE-RED-M")

    order, number = shop.sell()
    _, bill = shop.buy(number="MILL-1")
    shop.good_cycle()

    record = shop.record(Kind.PRODUCT, shop.product)
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT
    assert (item_codes(shop, number), item_codes(shop, bill)) == (["TEE-RED-M"], ["TEE-RED-M"])
    assert record.remote_id == shop.item_in_xero("TEE-RED-M")["ItemID"] != before
    assert shop.errors() == []
    assert shop.differences() == []


def test_an_item_that_was_entered_again_by_hand_is_linked_by_its_code(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    shop.xero("delete_item", code="TEE-RED-M")
    theirs = shop.xero("create_item", item={"Code": "TEE-RED-M", "Name": "typed"})

    shop.brightpearl("edit_product", product=shop.product, price="31.00")
    _, number = shop.sell()
    shop.good_cycle()

    assert item_codes(shop, number) == ["TEE-RED-M"]
    assert shop.record(Kind.PRODUCT, shop.product).remote_id == theirs["ItemID"]
    assert shop.errors() == []


@pytest.mark.parametrize("edit", [{"price": "31.00"}, {"sku": "TEE-CRIMSON-M"}], ids=["price", "code"])
def test_an_edited_product_whose_item_was_deleted_is_made_anew_whole(shop: Shop, edit: dict[str, Any]) -> None:
    shop.sell()
    shop.good_cycle()
    whole = shop.item_in_xero("TEE-RED-M")
    shop.xero("delete_item", code="TEE-RED-M")

    shop.brightpearl("edit_product", product=shop.product, **edit)
    _, number = shop.sell()
    shop.good_cycle()

    code = edit.get("sku", "TEE-RED-M")
    assert item_codes(shop, number) == [code]
    assert shop.item_in_xero(code)["Description"] == whole["Description"]
    assert shop.record(Kind.PRODUCT, shop.product).status == Status.SENT
    assert shop.errors() == []


def test_an_archived_product_whose_item_was_deleted_goes_on_without_it(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    shop.xero("delete_item", code="TEE-RED-M")
    shop.archive(Kind.PRODUCT, shop.product)

    order, number = shop.sell()
    shop.good_cycle()

    assert item_codes(shop, number) == [None]
    assert "goes without its item" in shop.record(Kind.SALES_INVOICE, order).notes[0]


def test_a_code_that_differs_by_capitals_links_and_documents_spell_it_as_xero_does(shop: Shop) -> None:
    theirs = shop.xero("create_item", item={"Code": "Tee-Red-M", "Name": "typed"})
    _, first = shop.sell()
    shop.good_cycle()

    shop.brightpearl("edit_product", product=shop.product, price="31.00")
    _, second = shop.sell()
    shop.good_cycle()

    record = shop.record(Kind.PRODUCT, shop.product)
    assert (record.remote_id, record.remote_number) == (theirs["ItemID"], "Tee-Red-M")
    assert (item_codes(shop, first), item_codes(shop, second)) == (["Tee-Red-M"], ["Tee-Red-M"])
    assert shop.errors() == []


def test_a_price_goes_to_an_item_that_xero_tracks_and_its_accounts_stay(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    shop.xero("track_item", code="TEE-RED-M", quantity=100)
    before = shop.item_in_xero("TEE-RED-M")

    shop.change_settings(lambda settings: settings["item_accounts"].update({"purchases": "429"}))
    shop.brightpearl("edit_product", product=shop.product, price="31.00")
    shop.brightpearl("edit_product", product=shop.product, price="12.00", price_list=1)
    shop.sell()
    shop.good_cycle()

    after = shop.item_in_xero("TEE-RED-M")
    assert (str(after["SalesDetails"]["UnitPrice"]), str(after["PurchaseDetails"]["UnitPrice"])) == (
        "31.0000",
        "12.0000",
    )
    assert after["InventoryAssetAccountCode"] == before["InventoryAssetAccountCode"]
    assert after["PurchaseDetails"].get("COGSAccountCode") == before["PurchaseDetails"].get("COGSAccountCode")
    assert "AccountCode" not in after["PurchaseDetails"]
    assert shop.errors() == []


def test_an_item_that_xero_tracks_links_and_its_accounts_stay(shop: Shop) -> None:
    details = {"UnitPrice": "1.00", "COGSAccountCode": "310"}
    theirs = shop.xero(
        "create_item",
        item={"Code": "TEE-RED-M", "Name": "typed", "InventoryAssetAccountCode": "630", "PurchaseDetails": details},
    )
    shop.xero("track_item", code="TEE-RED-M", quantity=100)
    shop.change_settings(lambda settings: settings["item_accounts"].update({"purchases": "429"}))
    shop.sell()

    shop.good_cycle()

    item = shop.item_in_xero("TEE-RED-M")
    assert item["ItemID"] == theirs["ItemID"]
    assert "AccountCode" not in item["PurchaseDetails"]
    assert shop.errors() == []


def test_a_price_leaves_the_tax_type_that_people_chose_in_xero(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    (item,) = cast(Xero, shop.deployed.sandbox.xero.vendor).books.items
    item["SalesDetails"]["TaxType"] = "ZERORATEDOUTPUT"

    shop.brightpearl("edit_product", product=shop.product, price="31.00")
    shop.sell()
    shop.good_cycle()

    assert shop.item_in_xero("TEE-RED-M")["SalesDetails"]["TaxType"] == "ZERORATEDOUTPUT"
