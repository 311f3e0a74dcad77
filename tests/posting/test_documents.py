"""What a document's envelope says of what was posted of it before, by the rules of today."""

from typing import Any, cast

from msgspec.structs import replace

from shared.kinds import Kind
from shared.mapping.references import fingerprint_of
from shared.mapping.registry import MAPPERS
from shared.posting.day_rates import DayRates
from shared.posting.documents import Documents
from shared.posting.envelopes import is_settled
from shared.posting.supplier import Supplier
from shared.records.failure import Failure
from shared.records.record import Record
from shared.records.status import Status
from tests.builders import TAX_RATES, a_row, a_sales_order, some_settings
from tests.posting.memory import silent_xero
from tests.records.builders import AT, a_problem, a_record

SETTINGS = some_settings()
NOW, BEFORE = a_sales_order(a_row(name="Red tee")), a_sales_order(a_row(name="Tee"))


def documents() -> Documents:
    nothing = cast("Any", None)
    return Documents(
        settings=SETTINGS,
        dependencies=nothing,
        targets={},
        tax_rates=lambda: TAX_RATES,
        supplier=Supplier(xero=silent_xero(), progress=nothing, run="run-1"),
        bills=nothing,
        day_rates=DayRates(read=dict, progress=nothing, today=AT.date()),
        late=nothing,
        still_due=list,
    )


def fingerprint(document: Any) -> str:
    return fingerprint_of(MAPPERS[Kind.SALES_INVOICE](document, SETTINGS))


def an_order(**changes: Any) -> Record:
    return a_record("2001", **{"document": NOW, "remote_id": "i-1", **changes})


def test_what_is_new_has_nothing_before_it() -> None:
    made = documents().envelope(an_order(remote_id=""))

    assert (made.same, made.base, made.outdated, made.remote_id) == (False, None, False, "")
    assert made.fingerprint == fingerprint(NOW)
    assert made.refers


def test_what_was_posted_as_it_is_has_not_changed_though_it_is_an_error_now() -> None:
    failure = Failure(problem=a_problem(), attempts=1, at=AT, settings_version=1)
    record = an_order(posted=fingerprint(NOW), status=Status.ERROR, failure=failure)

    made = documents().envelope(record)
    afresh = documents().envelope(record, afresh=True)

    assert (made.same, made.outdated) == (True, False)
    assert is_settled(made.parts[0])
    assert made.base == made.payload
    assert afresh.same


def test_what_has_changed_knows_what_was_posted_last() -> None:
    made = documents().envelope(an_order(posted=fingerprint(BEFORE), before=BEFORE))

    assert (made.same, made.outdated) == (False, False)
    assert made.base is not None
    assert made.base["LineItems"][0]["Description"] == "Tee"
    assert made.payload["LineItems"][0]["Description"] == "Red tee"


def test_what_other_rules_have_posted_is_outdated() -> None:
    changed = documents().envelope(an_order(posted="other", before=BEFORE))
    same = documents().envelope(an_order(posted="other", before=NOW))
    unknown = documents().envelope(an_order(posted="other"))
    still = documents().envelope(an_order(posted=fingerprint(BEFORE), before=BEFORE, outdated=True))

    assert [one.outdated for one in (changed, same, unknown, still)] == [True, True, False, True]
    assert [one.same for one in (changed, same, unknown, still)] == [False, True, False, False]
    assert unknown.base is None


def test_what_rules_of_today_cannot_map_is_not_known() -> None:
    made = documents().envelope(an_order(posted="other", before={}))

    assert (made.same, made.base, made.outdated) == (False, None, False)


def test_other_words_of_its_source_are_said_of_what_was_posted_last_too() -> None:
    record = an_order(posted=fingerprint(BEFORE), before=BEFORE)

    made = documents().envelope(record, afresh=True, instead={"priceModeCode": "INC"})

    assert made.base is not None
    assert made.payload["LineAmountTypes"] == made.base["LineAmountTypes"] == "Inclusive"
    assert replace(made, payload={}).fingerprint == fingerprint(NOW)
