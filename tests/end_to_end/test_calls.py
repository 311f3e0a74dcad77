"""Batches are full, whatever the pages that records are read in, and look-ups are shared: a call is what is scarce."""

from typing import Any

import pytest

from sandbox.bench.dynamo import Usage, watched
from shared.codec import from_json
from shared.kinds import Kind
from shared.posting import documents
from shared.records.status import Status
from shared.sequence import STEPS
from shared.steps import pipeline
from tests.end_to_end.shop import Shop

API = "/api.xro/2.0/"


def written(shop: Shop, resource: str) -> list[int]:
    """How many elements each request to create has carried."""
    return [len(from_json(call["body"])[resource]) for call in calls(shop, "PUT", resource)]


def calls(shop: Shop, method: str, resource: str) -> list[dict[str, Any]]:
    made = shop.deployed.sandbox.xero.traffic.calls()
    return [call for call in made if (call["method"], call["path"]) == (method, API + resource)]


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pipeline, documents):
        monkeypatch.setattr(module, "DUE_PAGE", 40)


@pytest.mark.usefixtures("small_pages")
def test_documents_and_contacts_fill_their_batches_over_the_pages_they_are_read_in(shop: Shop) -> None:
    people = [shop.new_contact(last_name=f"Baker {number}") for number in range(70)]
    for contact in people:
        shop.sell(contact=contact)

    shop.good_cycle()

    assert (written(shop, "Contacts"), written(shop, "Invoices")) == ([50, 20], [50, 20])


@pytest.mark.usefixtures("small_pages")
def test_documents_do_not_wait_in_numbers_for_what_they_need(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_KEPT", 30)
    for _ in range(70):
        shop.sell()

    shop.good_cycle()

    assert written(shop, "Contacts") == [1]
    assert written(shop, "Invoices") == [50, 20]


@pytest.mark.usefixtures("small_pages")
def test_an_invocation_that_is_short_of_time_sends_what_it_kept(shop: Shop) -> None:
    """Less than a batch is kept while there are pages, and sent when there is no more time for them."""
    orders = [shop.sell()[0] for _ in range(45)]
    shop.deployed.call_seconds = 1
    shop.deployed.time_budget_seconds = 1

    shop.good_cycle()

    assert {shop.record(Kind.SALES_INVOICE, order).status for order in orders} == {Status.SENT}


def test_bills_are_looked_for_together(shop: Shop) -> None:
    """Each in the three ways in which somebody may have typed its number: an address has no room for all."""
    for number in range(120):
        shop.buy(number=f"MILL-{number}")

    shop.good_cycle()

    looks = [call for call in calls(shop, "GET", "Invoices") if "InvoiceNumbers" in str(call["query"])]
    assert len(looks) == 2
    assert written(shop, "Invoices") == [50, 50, 20]


def test_people_of_one_name_are_told_apart_without_asking_xero(shop: Shop) -> None:
    people = [shop.new_contact(last_name="Baker"), *(shop.new_contact(last_name="BAKER") for _ in range(2))]
    for contact in people:
        shop.sell(contact=contact)

    shop.good_cycle()

    names = [shop.contact_in_xero(contact)["Name"] for contact in people]
    assert names == ["Jo Baker", *(f"Jo BAKER ({contact})" for contact in people[1:])]
    assert written(shop, "Contacts") == [1, 2]
    assert calls(shop, "GET", "Contacts") == []


def test_a_name_that_one_of_ours_has_is_known_in_later_cycles_without_asking_xero(shop: Shop) -> None:
    first = shop.new_contact(last_name="Baker")
    shop.sell(contact=first)
    shop.good_cycle()

    second = shop.new_contact(last_name="BAKER")
    shop.sell(contact=second)
    shop.good_cycle()

    assert shop.contact_in_xero(second)["Name"] == f"Jo BAKER ({second})"
    assert shop.record(Kind.CONTACT, second).notes == (
        f"Xero has another contact Jo BAKER ({first}), so this one is Jo BAKER ({second}) there",
    )
    assert (written(shop, "Contacts"), calls(shop, "GET", "Contacts")) == ([1, 1], [])


def test_a_name_that_one_of_ours_has_given_up_is_free(shop: Shop) -> None:
    first = shop.new_contact(last_name="Baker")
    shop.sell(contact=first)
    shop.good_cycle()
    shop.brightpearl("rename_contact", contact=first, company="Quay Ltd")
    shop.sell(contact=first)
    shop.good_cycle()

    second = shop.new_contact(last_name="Baker")
    shop.sell(contact=second)
    shop.good_cycle()

    assert shop.contact_in_xero(second)["Name"] == "Jo Baker"
    assert calls(shop, "GET", "Contacts") == []


def test_a_name_that_was_refused_to_the_first_is_not_kept_from_the_second(shop: Shop) -> None:
    """The second of a name may be the one whom Xero knows."""
    theirs = shop.xero("create_contact", contact={"Name": "Jo Baker", "EmailAddress": "jo@baker.example"})
    other, same = shop.new_contact(last_name="Baker"), shop.new_contact(last_name="Baker", email="jo@baker.example")
    shop.sell(contact=other)
    shop.sell(contact=same)

    shop.good_cycle()

    assert shop.contact_in_xero(same)["ContactID"] == theirs["ContactID"]
    assert shop.contact_in_xero(other)["Name"] == f"Jo Baker ({other})"


def test_a_quiet_cycle_makes_no_more_than_sixty_requests_to_the_table(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    shop.good_cycle()
    shop.clock.advance(minutes=30)
    run, usage = shop.deployed.start_run(), Usage()

    with watched(usage):
        posted = [shop.deployed.step(step.name, run=run)["posted"] for step in STEPS]

    assert sum(posted) == 0
    assert 3 * len(STEPS) <= usage.total <= 60
