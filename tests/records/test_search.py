"""What a record is found by."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from shared.kinds import Kind
from shared.records.record import Summary
from shared.records.search import amount_in, found_by, needle_of, terms
from shared.records.store import Store
from tests.records.builders import a_record, a_source

NAMED = Summary(
    number="SI-1001", reference="PO 7 Leeds", contact_name="Harbour Books  (Leeds) Ltd", total=Decimal("-12.50")
)


def test_a_record_is_found_by_number_reference_amount_and_each_word_of_its_name() -> None:
    assert terms(a_record(summary=NAMED)) == {
        "si-1001",
        "po 7 leeds",
        "=12.5",
        "harbour books  (leeds) ltd",
        "books  (leeds) ltd",
        "leeds) ltd",
        "ltd",
    }


def test_the_name_of_a_product_is_its_reference() -> None:
    summary = Summary(number="MUG-1", reference="Blue mug")

    assert terms(a_record(kind=Kind.PRODUCT, summary=summary)) == {"mug-1", "blue mug", "mug"}


def test_what_says_nothing_is_found_by_nothing() -> None:
    assert terms(a_record(summary=Summary())) == frozenset()


@pytest.mark.parametrize(
    ("beginning", "place"),
    [
        ("books", "books  (leeds) ltd#2001"),
        ("l", "leeds) ltd#2001"),
        ("=12.5#", "=12.5#2001"),
        ("=1#", ""),
        ("eeds", ""),
    ],
)
def test_of_several_terms_that_begin_so_it_is_found_under_the_first(beginning: str, place: str) -> None:
    assert found_by(a_record(summary=NAMED), beginning) == place


@pytest.mark.parametrize(
    ("text", "term"),
    [("12.50", "=12.5"), ("1,234.00", "=1234"), ("-7", "=7"), ("12.5.1", ""), ("1,23", ""), ("SI-1", ""), ("", "")],
)
def test_an_amount_is_the_same_however_it_is_written(text: str, term: str) -> None:
    assert amount_in(text) == term


def test_what_stands_before_the_first_word_is_not_looked_for() -> None:
    assert needle_of("  (Leeds") == "leeds"
    assert needle_of("---") == "---"


def test_a_record_is_found_by_what_it_says_now(store: Store) -> None:
    before = a_source(summary=Summary(number="OLD-1", contact_name="Ada Lovelace"))
    store.take([before])
    after = replace(before, source_hash="source-2", summary=Summary(number="NEW-1", contact_name="ada lovelace"))

    store.take([after])

    assert [line.id for line in store.numbered(Kind.SALES_INVOICE, "new-1")] == ["2001"]
    assert store.numbered(Kind.SALES_INVOICE, "old-1") == []
    assert [record.id for record in store.called(Kind.SALES_INVOICE, "ADA LOVELACE")] == ["2001"]
    assert store.called(Kind.SALES_INVOICE, "lovelace") == []
    assert store.called(Kind.SALES_INVOICE, "") == []
