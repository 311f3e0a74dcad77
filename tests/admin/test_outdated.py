"""The report of sent documents that new rules would make otherwise: read only, and nothing is amended by itself."""

import json

import pytest
from msgspec.structs import replace

from shared.admin.commands import main
from shared.admin.outdated_report import COLUMNS
from shared.kinds import ORDERS, SALES, Kind
from shared.mapping.versions import version_of
from shared.records.record import Record
from shared.records.status import Status
from shared.records.transactions import Change
from tests.admin.desk import Desk
from tests.end_to_end.shop import Shop


@pytest.fixture
def shop(desk: Desk) -> Shop:
    shop = Shop(deployed=desk.deployed, clock=desk.clock)
    shop.open_up()
    return shop


def told(desk: Desk, form: str = "table") -> str:
    words = ["outdated", "--connection", desk.deployed.connection, "--format", form]
    assert main(words, make_runtime=lambda _environment: desk.deployed.runtime) == 0
    return desk.printed.readouterr().out


def by_older_rules(shop: Shop, kind: Kind, order: int) -> Record:
    """Make a record say that what was posted had another mapping."""
    record = shop.record(kind, order)
    older = replace(record, posted="older", fingerprint="older")
    assert shop.deployed.store.apply([Change(before=record, after=older)]) == []
    return shop.record(kind, order)


def with_other_tax(shop: Shop, number: str) -> None:
    """Make Xero hold what older rules have posted there: a cent less of tax, and a rounding line for it."""
    (line,) = shop.document(number)["LineItems"]
    known = {name: line[name] for name in ("LineItemID", "Quantity", "UnitAmount", "AccountCode", "TaxType")}
    cent = {"Description": "Rounding", "Quantity": 1, "UnitAmount": "0.01", "AccountCode": "860", "TaxType": "NONE"}
    shop.xero("edit_document", document=number, changes={"LineItems": [{**known, "TaxAmount": "4.99"}, cent]})
    posted = shop.document(number)
    ((key, *_),) = shop.deployed.store.links([posted["InvoiceID"]]).values()
    record = shop.record(*key)
    answered = Change(before=record, after=record, links=(record.remote_id,), seen=version_of(posted).written())
    assert shop.deployed.store.apply([answered]) == []


def test_what_is_as_the_rules_of_today_make_it_is_not_listed_and_costs_no_call(desk: Desk, shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    before = len(shop.deployed.sandbox.xero.traffic.calls())

    said = told(desk)

    assert said.startswith("0 sent documents would come to other amounts today")
    assert len(shop.deployed.sandbox.xero.traffic.calls()) == before


def test_a_document_that_would_come_to_another_tax_is_listed_with_both(desk: Desk, shop: Shop) -> None:
    order, number = shop.sell()
    _, other = shop.sell()
    shop.good_cycle()
    by_older_rules(shop, Kind.SALES_INVOICE, order)
    with_other_tax(shop, number)

    said = told(desk)

    line = next(line for line in said.splitlines() if number in line)
    assert line.split() == [
        *("sales_invoice", str(order), number, "2026-11-23", "GBP"),
        *("25.01", "4.99", "30.00", "25.00", "5.00", "30.00", "0.01"),
    ]
    assert "1 sent documents would come to other amounts today" in said
    assert "post it by hand" in said
    assert other not in said


@pytest.mark.parametrize("kind", [Kind.SALES_CREDIT, Kind.PURCHASE_INVOICE, Kind.PURCHASE_CREDIT])
def test_every_kind_of_document_is_read(desk: Desk, shop: Shop, kind: Kind) -> None:
    order = shop.open_order(type=ORDERS[kind].type_code, contact=shop.customer if kind in SALES else shop.supplier)
    number = shop.invoice(order)
    shop.good_cycle()
    by_older_rules(shop, kind, order)

    said = told(desk)

    assert number not in said
    assert "1 more would be written otherwise and come to the same" in said


def test_what_cannot_be_mapped_or_is_no_longer_there_says_so(desk: Desk, shop: Shop) -> None:
    unmappable, first = shop.sell()
    voided, second = shop.sell()
    shop.good_cycle()
    by_older_rules(shop, Kind.SALES_INVOICE, voided)
    shop.xero("void", document=second)
    shop.change_settings(lambda settings: settings["tax_types"]["sales"].pop("T20"))

    rows = {row["ids"][0]: row for row in json.loads(told(desk, "json"))}

    assert rows[str(voided)]["says"] == "it was voided in Xero"
    assert "it cannot be mapped: " in rows[str(unmappable)]["says"]
    assert (rows[str(unmappable)]["number"], rows[str(unmappable)]["total_today"]) == (first, "")


def test_the_orders_of_one_bill_are_one_row(desk: Desk, shop: Shop) -> None:
    orders = [shop.buy(number="MILL-7")[0] for _ in range(2)]
    shop.good_cycle()
    for order in orders:
        by_older_rules(shop, Kind.PURCHASE_INVOICE, order)
    shop.change_settings(lambda settings: settings["tax_types"]["purchases"].pop("T20"))

    (row,) = json.loads(told(desk, "json"))

    assert row["ids"] == [str(order) for order in orders]
    assert row["total_in_xero"] == "24.00"


def test_it_is_written_as_a_sheet_and_as_json(desk: Desk, shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    by_older_rules(shop, Kind.SALES_INVOICE, order)
    with_other_tax(shop, number)

    heading, line = told(desk, "csv").splitlines()
    (row,) = json.loads(told(desk, "json"))

    assert heading.split(",") == [*COLUMNS]
    assert line.split(",") == [{**row, "ids": " ".join(row["ids"])}[name] for name in COLUMNS]
    assert (row["ids"], row["tax_difference"]) == ([str(order)], "0.01")


def test_it_changes_nothing(desk: Desk, shop: Shop) -> None:
    order, _ = shop.sell()
    shop.good_cycle()
    before = by_older_rules(shop, Kind.SALES_INVOICE, order)

    told(desk)

    assert shop.record(Kind.SALES_INVOICE, order) == before


def test_a_listed_document_goes_as_a_whole_when_somebody_posts_it(desk: Desk, shop: Shop) -> None:
    """Even after an edit that does not matter, which leaves it as it is."""
    order, number = shop.sell()
    shop.good_cycle()
    by_older_rules(shop, Kind.SALES_INVOICE, order)
    with_other_tax(shop, number)
    shop.brightpearl("edit_order", order=order, gift=True)
    shop.good_cycle()
    untouched = shop.document(number)["TotalTax"]

    shop.deployed.step("post_xero_sales", only={"kind": Kind.SALES_INVOICE.value, "id": str(order)})

    record = shop.record(Kind.SALES_INVOICE, order)
    assert (untouched, shop.document(number)["TotalTax"]) == ("4.99", "5.00")
    assert (record.status, record.outdated) == (Status.SENT, False)
    assert told(desk).startswith("0 sent documents")
