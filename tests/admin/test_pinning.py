"""Connecting pins the organisation and the account: they stay those of the connection, and of no other."""

import pytest

from sandbox.stand_ins.brightpearl import vendor
from shared.records.connections import Pins, connection_of
from tests.admin.desk import Desk

DEMO = "Demo Company (UK)"


def pins(desk: Desk) -> Pins:
    found = connection_of(desk.connection)
    assert found is not None
    assert found.pins is not None
    return found.pins


def lead_to(desk: Desk, name: str | None) -> None:
    desk.deployed.sandbox.xero.vendor.do({"action": "change_organisation", "name": name})


def under_another_name(desk: Desk) -> Desk:
    return Desk(
        deployed=desk.deployed,
        connection=f"{desk.connection}-2",
        clock=desk.clock,
        folder=desk.folder,
        printed=desk.printed,
    )


def test_connecting_pins_the_organisation_and_the_account(desk: Desk) -> None:
    desk.connect()

    known = pins(desk)
    assert known.organisation_id == desk.deployed.sandbox.xero.vendor.state()["Organisation"]["OrganisationID"]
    assert (known.organisation, known.account, known.installation) == (DEMO, "sandbox", "13")
    assert known.secret_version


def test_the_same_books_under_another_name_are_refused_with_the_names_of_all(desk: Desk) -> None:
    desk.connect()
    credentials, other = desk.credentials(), under_another_name(desk)

    status, _, complaint = other.connect(credentials)

    assert status == 2
    assert complaint.startswith(
        f"the Xero organisation {DEMO} is connected already, as the connection {desk.connection}, which carries the"
        f" Brightpearl account sandbox to the Xero organisation {DEMO}\n"
    )
    assert f"connect --connection {desk.connection}" in complaint
    assert connection_of(other.connection) is None
    assert connection_of(desk.connection) is not None


def test_one_brightpearl_account_does_not_go_to_two_organisations(desk: Desk) -> None:
    desk.connect()
    lead_to(desk, "Hill Books Ltd")
    credentials = desk.credentials()
    credentials["brightpearl"]["account"] = "sandbox"

    status, _, complaint = under_another_name(desk).connect(credentials)

    assert status == 2
    assert complaint.startswith(
        f"the Brightpearl account sandbox is connected already, as the connection {desk.connection}"
    )


def test_of_two_who_connect_the_same_books_at_once_the_later_one_is_refused(desk: Desk) -> None:
    """The other has written its pins and is not active yet."""
    other = under_another_name(desk)
    desk.connect()
    known = pins(desk)
    assert connection_of(desk.connection) is not None
    desk.progress.wrong_books("")
    other.progress.pin(known)

    status, _, complaint = desk.connect()

    assert status == 2
    assert f"as the connection {other.connection}" in complaint
    assert pins(desk) == known


def test_a_connection_does_not_change_its_organisation(desk: Desk) -> None:
    desk.connect()
    known = pins(desk)
    lead_to(desk, "Hill Books Ltd")

    status, _, complaint = desk.connect()
    lead_to(desk, None)

    assert status == 2
    assert complaint.startswith(
        f"this connection belongs to the Xero organisation {DEMO}, and its credentials lead to the Xero organisation"
        " Hill Books Ltd: nothing is posted to either system\n"
    )
    assert pins(desk) == known
    assert desk.connect()[0] == 0


def test_another_organisation_of_the_same_name_is_another_one(desk: Desk) -> None:
    desk.connect()
    lead_to(desk, DEMO)

    _, _, complaint = desk.connect()

    assert (
        f"belongs to the Xero organisation {DEMO}, and its credentials lead to another Xero organisation of that name"
        in (complaint)
    )


def test_an_app_that_was_installed_anew_is_taken_and_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.connect()
    monkeypatch.setattr(vendor, "INTEGRATION_INSTANCE", 14)

    status, said, _ = desk.connect()

    assert status == 0
    assert "installed anew in Brightpearl: installation 14, before it was 13\n" in said
    assert pins(desk).installation == "14"
