"""What an envelope refers to: put in by its id, waited for, left out with a note, or the reason why it cannot go."""

from typing import Any

from shared.kinds import Kind
from shared.mapping.references import Ref
from shared.posting.dependencies import Resolved
from shared.posting.envelopes import Envelope
from shared.posting.resolving import with_ids
from tests.records.builders import a_problem, a_record

CUSTOMER, TEE = Ref(Kind.CONTACT, "1"), Ref(Kind.PRODUCT, "7", optional=True)
MEANT: dict[str, Any] = {"Contact": {"ContactID": CUSTOMER}, "LineItems": [{"ItemCode": TEE, "Quantity": 1}]}
NO_TEE, NO_CUSTOMER = a_problem(message="no tee"), a_problem(message="no customer")


def an_envelope(base: Any = None) -> Envelope:
    return Envelope(
        record=a_record(),
        source_hash="s",
        payload=MEANT,
        fingerprint="f",
        refers=(CUSTOMER, TEE, TEE),
        base=base,
        notes=("noted",),
    )


def test_ids_stand_for_references_also_in_what_was_posted_last() -> None:
    old = Ref(Kind.CONTACT, "9")
    before = {"Contact": {"ContactID": old}, "LineItems": [{"ItemCode": TEE}]}

    (ready,), failing = with_ids([an_envelope(before)], Resolved(ids={CUSTOMER: "c-1", TEE: "TEE"}))

    assert failing == []
    assert ready.payload == {"Contact": {"ContactID": "c-1"}, "LineItems": [{"ItemCode": "TEE", "Quantity": 1}]}
    assert ready.base == {"Contact": {"ContactID": ""}, "LineItems": [{"ItemCode": "TEE"}]}
    assert (ready.refers, ready.notes) == ((), ("noted",))


def test_a_line_goes_without_an_item_that_cannot_go_and_says_so_once() -> None:
    (ready,), failing = with_ids([an_envelope()], Resolved(ids={CUSTOMER: "c-1"}, problems={TEE: NO_TEE}))

    assert failing == []
    assert ready.payload["LineItems"] == [{"Quantity": 1}]
    assert (ready.base, ready.notes) == (None, ("noted", "a line goes without its item: no tee"))


def test_without_its_contact_it_cannot_go_and_says_why() -> None:
    envelope = an_envelope()

    ready, (failing,) = with_ids([envelope], Resolved(problems={TEE: NO_TEE, CUSTOMER: NO_CUSTOMER}))

    assert ready == []
    assert (failing.envelope, failing.problem) == (envelope, NO_CUSTOMER)


def test_it_waits_with_what_is_kept_or_has_no_time_and_holds_up_no_other() -> None:
    waits, goes = an_envelope(), Envelope(record=a_record("2"), source_hash="s", payload={}, fingerprint="f")

    kept = with_ids([waits, goes], Resolved(ids={CUSTOMER: "c-1"}, kept={TEE}))
    later = with_ids([waits, goes], Resolved(ids={TEE: "TEE"}, later={CUSTOMER}))

    assert [[one.record.id for one in ready] for ready, _ in (kept, later)] == [["2"], ["2"]]
    assert [failing for _, failing in (kept, later)] == [[], []]
