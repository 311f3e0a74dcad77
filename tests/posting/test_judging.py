"""Where an envelope is put by what came back for it."""

from decimal import Decimal
from typing import Any, cast

import pytest
from msgspec.structs import replace

from shared.errors import ErrorClass
from shared.kinds import Kind, System
from shared.posting.envelopes import Envelope
from shared.posting.judging import MOST_CORRECTIONS, Outcome, by_ledger, follow, judge, remote_id_of
from shared.posting.target import (
    NEVER,
    Adopt,
    Amend,
    Anew,
    Difference,
    Element,
    Gone,
    Refuse,
    Rename,
    Resolution,
    TakeOver,
    Target,
    Wanted,
)
from shared.posting.targets.xero_documents import document_targets
from shared.posting.targets.xero_journals import JournalTarget
from shared.records.record import Record
from shared.xero.client import Xero
from tests.builders import TAX_RATES, some_settings
from tests.records.builders import a_problem, a_record

KEY = ("ACCREC", "SI-2001")


class NoTransport:
    """For what never calls."""


@pytest.fixture
def invoices() -> Target:
    xero: Any = Xero(NoTransport(), "tenant")  # type: ignore[arg-type]  # nothing is called
    return document_targets(xero, some_settings(), lambda: TAX_RATES)["ACCREC"]


def an_envelope(**changes: Any) -> Envelope:
    payload = {"Type": "ACCREC", "InvoiceNumber": "SI-2001", "LineItems": []}
    given = {"payload": payload, "total": Decimal("12.00"), **changes}
    return Envelope(record=a_record(), source_hash="source-1", fingerprint="payload-1", **given)


def an_element(**changes: Any) -> Element:
    given = {"key": KEY, "remote_id": "xero-1", "total": Decimal("12.00"), **changes}
    return Element(**given)


@pytest.mark.parametrize(
    ("element", "becomes"),
    [
        (an_element(), "arrived"),
        (None, "missing"),
        (an_element(remote_id=""), "missing"),
        (an_element(refusals=("Invoice # must be unique.",)), "clashed"),
        (an_element(refusals=("The document date cannot be before the lock date",)), "failing"),
        (an_element(total=Decimal("12.01")), "corrections"),
        (an_element(total=Decimal("12.06")), "failing"),
    ],
    ids=["as meant", "no answer", "taken without an id", "exists", "refused", "a cent off", "beyond the tolerance"],
)
def test_an_answer_is_read_for_what_it_says(invoices: Target, element: Element | None, becomes: str) -> None:
    outcome = Outcome()

    envelope = an_envelope()

    judge(outcome, invoices, envelope, element)

    ((name, (one,)),) = ((name, found) for name in Outcome.__struct_fields__ if (found := getattr(outcome, name)))
    assert name == becomes
    assert getattr(one, "envelope", one).record == envelope.record
    assert becomes != "clashed" or one.refused is element
    assert becomes != "failing" or one.element is element


def test_a_document_is_corrected_twice_at_most(invoices: Target) -> None:
    outcome = Outcome()

    judge(outcome, invoices, an_envelope(corrected=MOST_CORRECTIONS), an_element(total=Decimal("12.01")))

    (failing,) = outcome.failing
    assert failing.element.remote_id == "xero-1"
    assert failing.problem.error_class == ErrorClass.TRANSIENT, "the cents may be gone with the next cycle"


def test_a_journal_of_which_xero_dropped_a_line_is_an_error_that_keeps_its_id() -> None:
    xero: Any = Xero(NoTransport(), "tenant")  # type: ignore[arg-type]  # nothing is called
    lines = [{"AccountCode": code, "LineAmount": Decimal(amount)} for code, amount in (("630", "5"), ("499", "-5"))]
    envelope = an_envelope(payload={"Narration": "Stock correction 1", "JournalLines": lines}, total=None)
    element = Element(
        key=("Stock correction 1",),
        remote_id="xero-1",
        warnings=("Account code '499' is not valid",),
        raw={"Narration": "Stock correction 1", "JournalLines": lines[:1]},
    )
    outcome = Outcome()

    judge(outcome, JournalTarget(xero), envelope, element)

    (failing,) = outcome.failing
    assert failing.element.remote_id == "xero-1"
    assert "499" in failing.problem.message


def test_what_is_amended_keeps_its_notes_and_says_each_once() -> None:
    outcome, left = Outcome(), a_problem(message="the rest")
    envelope = an_envelope(notes=("a", "b"), refused=an_element(), left=left)

    follow(outcome, envelope, Amend(payload={"Reference": "PO 2"}, notes=("b", "c")))
    follow(outcome, envelope, Amend(payload={}, left=a_problem(message="what Xero has")))

    first, second = outcome.redo
    assert (first.record, first.payload, first.amendment) == (envelope.record, envelope.payload, {"Reference": "PO 2"})
    assert (first.notes, first.left, first.refused) == (("a", "b", "c"), left, None)
    assert second.left == a_problem(message="what Xero has")


def test_what_may_stay_as_it_differs_has_arrived_with_a_note() -> None:
    class Tolerant:
        clash = NEVER
        system = System.XERO

        def difference(self, _want: Wanted, _element: Element) -> Difference:
            return Difference(says="a cent off", tolerable=True)

    outcome, element = Outcome(), an_element()

    judge(outcome, cast("Target", Tolerant()), an_envelope(notes=("a",)), element)

    (arrival,) = outcome.arrived
    assert (arrival.envelope.notes, arrival.element) == (("a", "a cent off"), element)


def test_what_is_gone_is_created_again_as_the_look_up_says() -> None:
    outcome = Outcome()

    follow(outcome, an_envelope(remote_id="xero-1"), Anew(payload={"Code": "TEE"}, notes=("anew",)))

    (redo,) = outcome.redo
    assert (redo.payload, redo.remote_id, redo.notes) == ({"Code": "TEE"}, "", ("anew",))
    assert redo.decided, "and it is not looked for once more"


GONE = Gone(element=an_element(), problem=a_problem(message="it was voided"), again=Rename(payload={"a": 1}))


def test_what_was_voided_is_an_error_that_keeps_its_id() -> None:
    outcome, envelope = Outcome(), an_envelope()

    follow(outcome, envelope, GONE)

    (failing,) = outcome.failing
    assert (failing.envelope, failing.problem, failing.element) == (envelope, GONE.problem, GONE.element)
    assert remote_id_of(GONE) == "xero-1"


@pytest.mark.parametrize("owner", [a_record(), a_record("2009")], ids=["its own", "another one's"])
def test_what_was_voided_and_is_in_the_ledger_is_decided_already(owner: Record) -> None:
    assert by_ledger(GONE, an_envelope(), owner) is GONE.again
    assert by_ledger(GONE, an_envelope(), None) is GONE


def test_what_is_refused_is_amended_where_it_is_its_own() -> None:
    refuse = Refuse(problem=a_problem(), remote_id="xero-1")

    own = by_ledger(refuse, an_envelope(), a_record())

    assert isinstance(own, TakeOver)
    assert own.remote_id == "xero-1"
    assert by_ledger(refuse, an_envelope(), a_record("2009")) is refuse


MOVE = "its own day 20 November 2026 was locked, so it is there on 1 December 2026"
OTHER = "its date is {} there and 2026-11-20 in Brightpearl, and stays so"
OWN, LATER, EARLIER = "2026-11-20", "2026-12-01", "2026-11-02"


def adopted(there: str, *, now: str = OWN, kind: Kind = Kind.SALES_INVOICE, **changes: Any) -> Envelope:
    """What becomes of an envelope of 20 November, which would go on a day now, where it is found on another one."""
    fields = {"moved_to": now} if now != OWN else None
    notes = ("its own day 20 November 2026 was locked, so it is there on 5 December 2026",) if now != OWN else ()
    envelope = an_envelope(payload={"Date": now}, fields=fields, notes=notes)
    envelope = replace(envelope, record=replace(envelope.record, kind=kind))
    outcome, element = Outcome(), an_element(raw={"Date": there} if there else {})
    follow(outcome, envelope, Adopt(**{"element": element, "note": "found", **changes}))
    (envelope,) = [one.envelope for some in (outcome.arrived, outcome.failing) for one in some]
    return envelope


@pytest.mark.parametrize("now", [OWN, "2026-12-05"], ids=["its own day is open", "it is locked"])
@pytest.mark.parametrize(
    ("there", "ours", "fields", "notes"),
    [
        (OWN, True, None, ()),
        (LATER, True, {"moved_to": LATER}, (MOVE,)),
        (LATER, False, None, (OTHER.format(LATER),)),
        (EARLIER, True, None, (OTHER.format(EARLIER),)),
        (EARLIER, False, None, (OTHER.format(EARLIER),)),
    ],
    ids=["on its own day", "moved by us", "another one's, later", "ours, earlier", "another one's, earlier"],
)
def test_what_is_found_says_on_which_day_it_is_there(
    now: str, there: str, ours: bool, fields: dict[str, str] | None, notes: tuple[str, ...]
) -> None:
    made = adopted(there, now=now, ours=ours)

    assert (made.fields, made.notes) == (fields, notes)


@pytest.mark.parametrize(
    "changes",
    [
        {"there": OWN, "lost": True},
        {"there": LATER, "lost": True, "left": a_problem()},
        {"there": ""},
        {"there": LATER, "kind": Kind.SALES_PAYMENT},
    ],
    ids=["of a lost request", "what people changed is said already", "it does not say", "a payment"],
)
def test_of_what_we_sent_just_now_and_of_payments_no_day_is_said(changes: dict[str, Any]) -> None:
    made = adopted(**changes)

    assert (made.fields, made.notes) == (None, ())


def test_a_lost_request_that_a_table_put_back_does_not_know_may_have_gone_on_another_day() -> None:
    made = adopted(LATER, lost=True)

    assert (made.fields, made.notes) == ({"moved_to": LATER}, (MOVE,))


def test_what_has_no_day_has_none_to_say() -> None:
    outcome = Outcome()

    follow(outcome, an_envelope(payload={"Code": "TEE"}), Adopt(element=an_element(raw={"Date": LATER}), note="found"))

    assert outcome.arrived[0].envelope.notes == ()


@pytest.mark.parametrize(
    ("resolution", "remote_id"),
    [
        (Adopt(element=an_element(), note=""), "xero-1"),
        (TakeOver(remote_id="xero-2"), "xero-2"),
        (Refuse(problem=a_problem(), remote_id="xero-3"), "xero-3"),
        (Anew(), ""),
    ],
)
def test_a_resolution_is_about_what_is_there(resolution: Resolution, remote_id: str) -> None:
    assert remote_id_of(resolution) == remote_id


def test_it_is_corrected_twice_and_no_more() -> None:
    assert MOST_CORRECTIONS == 2
