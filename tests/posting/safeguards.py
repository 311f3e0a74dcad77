"""`python -m tests.posting.safeguards`: takes each safeguard out in turn and shows the test that fails without it.

pytest loads this as a plugin, which takes out what WITHOUT names before the tests are imported. Whole, all of them pass.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import pytest
from msgspec.structs import replace

from shared import environment
from shared.admin import pinning
from shared.errors import RequestRefusedError, TransientError
from shared.kinds import ORDERS, Kind
from shared.mapping import twins
from shared.mapping.contact_fields import CONTACT
from shared.posting import (
    adopting,
    edits,
    found_copies,
    found_deposits,
    found_in_brightpearl,
    found_in_xero,
    held,
    kept_copies,
    looking,
    obstacles,
    opposites,
    outstanding,
    poster,
    recorder,
    sender,
    settler,
)
from shared.posting.target import NEVER
from shared.posting.targets import (
    brightpearl_payments,
    changed_documents,
    documents_by_number,
    line_by_line,
    matched_contacts,
    xero,
    xero_documents,
)
from shared.posting.targets.changed_documents import Merged
from shared.records import fetched_again, intents, transitions
from shared.records.intents import Intents
from shared.records.progress import Progress
from shared.records.store import Store
from shared.records.transactions import Writes
from shared.sources import (
    credited,
    former_documents,
    former_opposites,
    linked_overpayments,
    lost_orders,
    sent_documents,
    settlements,
    xero_payments,
)
from shared.sources.verify import lost_deposits
from shared.steps import books
from shared.steps.context import Invocation
from shared.steps.plans import documents, posters

CRASHES: Final = (
    "tests/posting/test_crash_points.py::test_a_post_step_killed_before_any_of_its_writes_loses_and_doubles_nothing"
)
STOCK: Final = f"{CRASHES}[post_xero_inventory_adjustments-stock_corrections-forgotten]"
STANDSTILL: Final = "test_a_function_that_stands_still_while_it_sends_for_as_long_as_it_lives_doubles_nothing"
TOGETHER, ADOPTION, FAULTS = (f"tests/posting/test_{name}.py" for name in ("together", "adoption", "faults"))
OPPOSITES: Final = "tests/posting/test_opposites.py"
AGAIN: Final = f"{OPPOSITES}::test_an_order_that_is_invoiced_again_while_it_is_credited_is_in_xero_once"
PAID: Final = "tests/end_to_end/test_paid_documents.py"
RULES: Final = "tests/admin/test_outdated.py"
PAYMENTS: Final = "tests/end_to_end/test_payments.py"
CASES: Final = "tests/scenarios/test_cases.py::test_a_case_comes_out_right"
DELETED: Final = (
    "tests/posting/test_deleted_payments.py::test_a_deleted_payment_is_taken_back_once_wherever_the_step_is_killed"
)
BROKEN: Final = 99
Patch = pytest.MonkeyPatch
Raw = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Safeguard:
    """`take_out` undoes it; `test` is the one that must fail then."""

    take_out: Callable[[Patch], None]
    test: str


def _no_intent(patch: Patch) -> None:
    patch.setattr(Intents, "open", lambda _self, _intent: None)


def _no_look(patch: Patch) -> None:
    real = vars(poster)["look"]

    def look(target: Any, envelopes: Any, *, since: Any) -> Any:
        return real(target, envelopes, since=since) if since is None else ([], list(envelopes), {})

    patch.setattr(poster, "look", look)


def _no_fence(patch: Patch) -> None:
    patch.setattr(intents.Intents, "_fence", lambda _self: ())


def _no_ledger(patch: Patch) -> None:
    patch.setattr(Store, "linked", lambda _self, _ids: {})


def _links_for_anybody(patch: Patch) -> None:
    real: Any = Writes._link

    def link(writes: Writes, change: Any, remote_id: str) -> Any:
        made = real(writes, change, remote_id)
        return replace(made, written={"Put": {"Item": made.written["Put"]["Item"]}})

    patch.setattr(Writes, "_link", link)


def _by_position(patch: Patch) -> None:
    real: Any = settler.Settler.settle

    def settle(settler: Any, intent: Any, target: Any, batch: Any, elements: Any) -> Any:
        keys = [target.key(envelope.payload) for envelope in batch]
        ordered = [replace(element, key=key) for element, key in zip(elements, keys, strict=False)]
        return real(settler, intent, target, batch, ordered)

    patch.setattr(settler.Settler, "settle", settle)


def _never_again(patch: Patch) -> None:
    patch.setattr(poster.Poster, "_way", lambda one, _intent, _target: one._look_after)


def _refused_for_all(patch: Patch) -> None:
    real: Any = poster.Poster._send_again

    def send_again(one: Any, intent: Any, target: Any, envelopes: Any) -> Any:
        try:
            return real(one, intent, target, envelopes)
        except TransientError as refusal:
            if isinstance(refusal.__cause__, RequestRefusedError):
                return one._look_after(intent, target, envelopes)
            raise

    patch.setattr(poster.Poster, "_send_again", send_again)


def _whole_line(ours: Raw, _base: Raw, theirs: Raw, _merged: Merged) -> Raw:
    return {**ours, "LineItemID": theirs["LineItemID"]}


def _long_life(patch: Patch) -> None:
    patch.setattr(environment, "FUNCTION_LIFE", timedelta(minutes=10))
    patch.setattr(poster, "ARRIVED_WITHIN", timedelta(minutes=5))


def _bills_unseen(patch: Patch) -> None:
    patch.setattr(xero_documents, "REFUSES_DUPLICATES", frozenset(ORDERS))


def _whatever_the_source(patch: Patch) -> None:
    real = vars(recorder)["sent"]
    patch.setattr(
        recorder, "sent", lambda record, **given: real(record, **{**given, "source_hash": record.source_hash})
    )


def _set(place: object, name: str, value: object) -> Callable[[Patch], None]:
    return lambda patch: patch.setattr(place, name, value)


SAFEGUARDS: Final[dict[str, Safeguard]] = {
    "the intent": Safeguard(take_out=_no_intent, test=STOCK),
    "the look-up": Safeguard(take_out=_no_look, test=STOCK),
    "the lock": Safeguard(
        take_out=_no_fence,
        test=f"{TOGETHER}::test_a_function_whose_run_lost_the_lock_settles_what_it_sent_and_sends_nothing_more",
    ),
    "the link ledger": Safeguard(
        take_out=_no_ledger,
        test=f"{ADOPTION}::test_the_second_of_two_bills_that_come_on_different_days_is_an_error_too",
    ),
    "a link belongs to one record": Safeguard(
        take_out=_links_for_anybody, test="tests/records/test_store.py::test_a_link_is_never_stolen"
    ),
    "settling by key": Safeguard(
        take_out=_by_position, test=f"{FAULTS}::test_elements_that_come_back_in_another_order_are_told_apart"
    ),
    "the same bytes again": Safeguard(
        take_out=_never_again,
        test=f"{TOGETHER}::test_a_run_that_takes_over_while_a_request_is_on_its_way_doubles_nothing",
    ),
    "a refusal of the second sending says nothing about the first": Safeguard(
        take_out=_refused_for_all,
        test=f"{TOGETHER}::test_what_another_run_was_refused_or_not_told_when_it_sent_it_again_may_still_be_sent"
        "[post_xero_inventory_adjustments-html_400]",
    ),
    "a run without the lock takes no intent back": Safeguard(
        take_out=_set(intents.Intents, "retract", intents.Intents.close),
        test="tests/records/test_intents.py::test_a_run_that_lost_the_lock_leaves_what_it_was_refused_to_the_one_that_has_it",
    ),
    "sending soon or not at all": Safeguard(
        take_out=_set(sender, "SEND_WITHIN", timedelta(days=1)),
        test=f"{TOGETHER}::test_a_function_that_was_held_up_before_it_could_send_sends_nothing",
    ),
    "not looking for what may be on its way": Safeguard(
        take_out=_set(poster, "ARRIVED_WITHIN", timedelta(minutes=2)),
        test=f"{TOGETHER}::test_a_request_that_may_still_be_on_its_way_is_neither_repeated_nor_looked_for",
    ),
    "no function lives to send what others have looked for": Safeguard(
        take_out=_long_life, test=f"{TOGETHER}::{STANDSTILL}"
    ),
    "allowing for clocks that differ": Safeguard(
        take_out=_set(xero, "CLOCKS", timedelta()),
        test=f"{TOGETHER}::test_what_was_left_there_is_found_though_the_clocks_do_not_agree_to_the_second",
    ),
    "doubt after a lost amendment": Safeguard(
        take_out=_set(recorder.Recorder, "doubt", lambda _recorder, _envelopes: None),
        test=f"{TOGETHER}::test_a_lost_amendment_that_is_taken_back_is_taken_back_in_xero_too[forgotten]",
    ),
    "one contact in Xero for one of ours": Safeguard(
        take_out=_set(settler, "remote_id_of", lambda _resolution: ""),
        test=f"{ADOPTION}::test_two_that_could_be_the_same_person_in_xero_do_not_both_become_it",
    ),
    "twins": Safeguard(
        take_out=_set(poster.Poster, "_without_twins", lambda _poster, _target, envelopes: list(envelopes)),
        test=f"{ADOPTION}::test_two_bills_of_one_number_and_supplier_but_of_two_days_are_told_apart_by_nobody",
    ),
    "looking for bills first": Safeguard(
        take_out=_bills_unseen, test=f"{ADOPTION}::test_a_bill_that_somebody_typed_is_adopted_and_not_posted_again"
    ),
    "looking for payments that people have entered": Safeguard(
        take_out=_set(found_in_xero.FoundInXero, "there", lambda _xero, _paying, _wanted: []),
        test=f"{PAYMENTS}::test_a_part_payment_that_people_enter_on_both_sides_is_carried_neither_way",
    ),
    "asking about what looks entered in both systems": Safeguard(
        take_out=_set(twins, "_WAYS", vars(twins)["_WAYS"][:-1]),
        test=f"{CASES}[a_part_is_paid_in_both_systems_two_days_apart]",
    ),
    "looking at what was paid since the run began": Safeguard(
        take_out=_set(found_in_xero.FoundInXero, "_paid_since", frozenset()),
        test=f"{CASES}[an_invoice_of_this_very_run_is_paid_in_both_systems]",
    ),
    "letting go of what was entered again": Safeguard(
        take_out=_set(adopting, "_let_go", lambda _poster, _found: None),
        test=f"{CASES}[a_copy_is_deleted_in_brightpearl_and_entered_again_by_hand]",
    ),
    "nothing beyond what is outstanding": Safeguard(
        take_out=_set(outstanding.Outstanding, "split", lambda _outstanding, paying: ([one for one, _ in paying], [])),
        test=f"{CASES}[more_is_paid_in_xero_than_is_outstanding_in_brightpearl]",
    ),
    "what may be our own copy is read again later": Safeguard(
        take_out=_set(xero_payments.XeroPayments, "_unsettled", lambda _payments, _shown, _ours: []),
        test=f"{CASES}[a_payment_whose_key_is_refused_while_it_is_in_progress]",
    ),
    "a transactionRef that is taken means: look": Safeguard(
        take_out=_set(brightpearl_payments.BrightpearlPaymentTarget, "clash", NEVER),
        test=f"{FAULTS}::test_a_search_index_that_lags_doubles_no_payment[a part]",
    ),
    "a source that changed on its way stays due": Safeguard(
        take_out=_whatever_the_source,
        test=f"{TOGETHER}::test_an_edit_while_the_first_version_is_on_its_way_follows_as_an_amendment",
    ),
    "sending no more than what has changed": Safeguard(
        take_out=_set(changed_documents, "merged_with", lambda meant, _base, _theirs: Merged(changes=dict(meant))),
        test=f"{PAID}::test_what_a_bookkeeper_has_recoded_stays_when_the_reference_is_edited[open]",
    ),
    "lines go back under their ids": Safeguard(
        take_out=_set(line_by_line, "SENT_BACK", line_by_line.SENT_BACK[1:]),
        test=f"{PAID}::test_what_a_bookkeeper_has_recoded_stays_when_another_line_is_edited",
    ),
    "what is the same on our side stays as it is": Safeguard(
        take_out=_set(changed_documents, "_line", _whole_line),
        test=f"{PAID}::test_what_a_bookkeeper_has_recoded_stays_when_another_line_is_edited",
    ),
    "looking at a document before it is amended": Safeguard(
        take_out=_set(poster.Poster, "compared", lambda _poster, _target, amended: list(amended)),
        test=f"{CASES}[both_sides_change_one_line]",
    ),
    "comparing what Xero says with what it said last": Safeguard(
        take_out=_set(sent_documents.SentDocuments, "look", lambda _documents, _shown: 0),
        test=f"{CASES}[an_invoice_is_voided_in_xero]",
    ),
    "asking once more before the first time": Safeguard(
        take_out=_set(documents, "_still_due", lambda _context, records: records),
        test=f"{CASES}[an_order_is_cancelled_while_the_limit_of_the_day_is_used_up]",
    ),
    "looking at a payment before it is deleted": Safeguard(
        take_out=_set(kept_copies.Keeper, "why", lambda _keeper, _record, _copy, _document: None),
        test=f"{CASES}[a_deleted_payment_that_is_on_another_account_by_now_stays]",
    ),
    "what we delete ourselves is nobody's change": Safeguard(
        take_out=_set(fetched_again, "is_to_go", lambda _record: False),
        test=f"{DELETED}[a bigger one instead]",
    ),
    "what was credited goes under the next number": Safeguard(
        take_out=_set(fetched_again, "invoiced_again", transitions.refetched),
        test=f"{CASES}[a_credited_invoice_s_order_is_invoiced_again]",
    ),
    "a pair waits until it is allocated": Safeguard(
        take_out=_set(posters, "pairs_of", lambda _arrivals: ()),
        test=f"{CASES}[a_withdrawn_invoice_is_credited]",
    ),
    "what a credit settles of a withdrawn order is no money": Safeguard(
        take_out=_set(credited.Credited, "without_withdrawn", lambda _credited, invoices, _links: list(invoices)),
        test=f"{CASES}[a_withdrawn_invoice_is_credited_by_hand]",
    ),
    "new rules alone amend nothing": Safeguard(
        take_out=_set(transitions, "_compared", lambda _agreed, current, _source: current),
        test=f"{RULES}::test_a_listed_document_goes_as_a_whole_when_somebody_posts_it",
    ),
    "no credit settles what has to be amended": Safeguard(
        take_out=_set(obstacles, "is_being_changed", lambda _record: False),
        test=f"{FAULTS}::test_a_credit_is_not_allocated_to_an_invoice_whose_change_waits_for_its_day",
    ),
    "noting what credits have settled": Safeguard(
        take_out=_set(Progress, "settled", lambda _progress, _ids: {}),
        test=f"{PAYMENTS}::test_what_was_settled_in_xero_and_taken_back_there_is_an_error_that_says_so",
    ),
    "holding what went alone and has no answer": Safeguard(
        take_out=_set(held.Held, "without", lambda _held, envelopes: list(envelopes)),
        test="tests/posting/test_poster.py"
        "::test_what_went_alone_without_an_answer_is_sent_by_no_one_else_before_it_was_looked_for",
    ),
    "the organisation that the connection belongs to": Safeguard(
        take_out=_set(books, "check_organisation", lambda _pins, **_found: None),
        test="tests/end_to_end/test_books.py"
        "::test_another_organisation_behind_the_credentials_stops_everything_until_the_right_ones_are_there",
    ),
    "no books in two connections": Safeguard(
        take_out=_set(pinning, "sharing", lambda _pins, **_other: iter(())),
        test="tests/admin/test_pinning.py::test_the_same_books_under_another_name_are_refused_with_the_names_of_all",
    ),
    "looking for what is older than the table": Safeguard(
        take_out=_set(looking, "is_older", lambda _source, _since: False),
        test=f"{CASES}[a_new_installation_over_full_books]",
    ),
    "what was voided there is for a person to decide": Safeguard(
        take_out=_set(documents_by_number.Numbers, "_counts", lambda *_: False),
        test=f"{CASES}[a_bill_of_before_that_was_voided]",
    ),
    "finding a deposit by its link": Safeguard(
        take_out=_set(found_deposits.FoundDeposits, "look", lambda _found, records: list(records)),
        test=f"{CASES}[a_deposit_of_before]",
    ),
    "finding the copy of what is taken back": Safeguard(
        take_out=_set(found_copies.FoundCopies, "known", lambda _found, payment, _document: payment),
        test=f"{CASES}[a_keying_mistake_of_before]",
    ),
    "asking about the copy of a payment that is not there": Safeguard(
        take_out=_set(found_in_brightpearl.FoundInBrightpearl, "_not_there", lambda *_: iter(())),
        test=f"{CASES}[a_payment_of_before_that_was_deleted_in_brightpearl]",
    ),
    "the copy of what a credit has settled is no money": Safeguard(
        take_out=_set(found_in_xero.FoundInXero, "_settled", lambda *_: iter(())),
        test=f"{CASES}[a_use_of_an_overpayment_of_before]",
    ),
    "credit notes that are named after their invoice are ours": Safeguard(
        take_out=_set(former_opposites.FormerOpposites, "known", lambda *_: set()),
        test=f"{CASES}[an_opposite_document_in_the_time_that_is_lost]",
    ),
    "documents that have our link are ours": Safeguard(
        take_out=_set(former_documents.FormerDocuments, "look", lambda *_: None),
        test=f"{CASES}[an_order_is_un_invoiced_in_the_time_that_is_lost]",
    ),
    "orders of which no record is left are read": Safeguard(
        take_out=_set(lost_orders.LostOrders, "note", lambda *_: None),
        test=f"{CASES}[an_order_is_deleted_in_the_time_that_is_lost]",
    ),
    "payments of what was not known are read again": Safeguard(
        take_out=_set(former_documents.FormerDocuments, "_leave_for_payments", lambda *_: None),
        test=f"{CASES}[an_invoice_of_before_whose_order_moved_on_is_paid_in_xero]",
    ),
    "overpayments whose payments are gone are looked for": Safeguard(
        take_out=_set(lost_deposits.LostDeposits, "_note", lambda *_: None),
        test=f"{CASES}[a_deposit_is_deleted_before_a_new_installation]",
    ),
    "a credit of ours that nobody knows to be there is no money": Safeguard(
        take_out=_set(settlements.Settlements, "_is_ours", lambda *_: False),
        test=f"{CASES}[a_credit_that_was_used_before_a_new_installation]",
    ),
    "an overpayment of ours that nobody knows to be there is no money": Safeguard(
        take_out=_set(settlements.Settlements, "_named", lambda *_: []),
        test=f"{CASES}[a_deposit_that_was_used_before_a_new_installation]",
    ),
    "deposits that went back are looked for": Safeguard(
        take_out=_set(linked_overpayments.LinkedOverpayments, "of", lambda *_, **__: ()),
        test=f"{CASES}[a_deposit_is_paid_back_before_a_new_installation]",
    ),
    "an exact name and e-mail address is ours under any number": Safeguard(
        take_out=_set(matched_contacts, "_same_email", lambda *_: False),
        test=f"{CASES}[an_old_connector_s_contact_of_another_number]",
    ),
    "the number that another app has given a contact stays": Safeguard(
        take_out=_set(edits, "SHAPES", {**edits.SHAPES, Kind.CONTACT: replace(CONTACT, stays=False)}),
        test=f"{CASES}[an_old_connector_s_contact_of_another_number]",
    ),
    "what is as it should be was changed by nobody": Safeguard(
        take_out=_set(changed_documents, "holds", lambda _payload, _theirs: False),
        test=f"{CASES}[an_order_is_edited_in_the_time_that_is_lost]",
    ),
    "what was refused beside a document notes nothing": Safeguard(
        take_out=_set(recorder, "tells_of_fields", lambda _failure: True),
        test=f"{CASES}[a_credit_that_was_refused_and_the_order_is_invoiced_again]",
    ),
    "amending what was to credit all of it": Safeguard(
        take_out=_set(opposites.Opposites, "_unfinished", lambda *_: None),
        test=f"{OPPOSITES}::test_a_credit_note_that_xero_adds_up_otherwise_comes_right_wherever_the_step_is_killed[forgotten]",
    ),
    "what is being credited goes anew afterwards": Safeguard(
        take_out=_set(recorder, "came_back", lambda _record: False),
        test=f"{AGAIN}[forgotten-right at once]",
    ),
    "what is being credited is credited first": Safeguard(
        take_out=_set(fetched_again, "_is_put_right", lambda _record: True),
        test=f"{AGAIN}[forgotten-a cent too much at first]",
    ),
    "an opposite document of before takes nothing's place": Safeguard(
        take_out=_set(recorder, "puts_right_another", lambda *_: False),
        test="tests/posting/test_recording.py::test_an_opposite_document_of_what_was_there_before_is_only_kept_in_mind[arrived]",
    ),
    "resting when the day is over": Safeguard(
        take_out=_set(Invocation, "rests", False),
        test="tests/posting/test_limits.py::test_the_limit_of_a_day_is_met_once_and_then_no_step_of_xero_asks_until_it_is_over",
    ),
}


def pytest_configure() -> None:
    """As a plugin: be without one of them."""
    name = os.environ.get("WITHOUT", "")
    if name:
        SAFEGUARDS[name].take_out(Patch())


def pytest_exception_interact(call: pytest.CallInfo[object]) -> None:
    """A test that breaks, instead of finding something wrong, has noticed nothing."""
    if call.excinfo and not call.excinfo.errisinstance((AssertionError, pytest.fail.Exception)):
        pytest.exit(call.excinfo.exconly(), returncode=BROKEN)


def main() -> int:
    """Print a line for each, and answer 1 if any could be taken out unnoticed, or if its test fails as it is."""
    unnoticed = [name for name, safeguard in SAFEGUARDS.items() if not _is_noticed(name, safeguard)]
    whole = _run("", sorted({safeguard.test for safeguard in SAFEGUARDS.values()}))
    _say(f"with all of them in place the tests {'pass' if whole == 0 else 'FAIL'}")
    return int(bool(unnoticed) or whole != 0)


def _is_noticed(name: str, safeguard: Safeguard) -> bool:
    noticed = _run(name, [safeguard.test]) == pytest.ExitCode.TESTS_FAILED
    _say(f"{'noticed' if noticed else 'UNNOTICED':10} {name}: {safeguard.test.rpartition('::')[2]}")
    return noticed


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def _run(without: str, tests: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "tests.posting.safeguards", *tests]
    done = subprocess.run(command, env={**os.environ, "WITHOUT": without}, capture_output=True, check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
