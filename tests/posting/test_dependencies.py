"""Contacts and products that documents need: which go now, and what a document says whose own cannot go."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, cast

import pytest
from msgspec.structs import replace

from shared.errors import ErrorClass, Problem
from shared.kinds import Kind
from shared.mapping.fields import How, all_sent
from shared.mapping.item_fields import ITEM
from shared.mapping.references import Ref
from shared.mapping.registry import MAPPERS
from shared.posting.dependencies import Dependencies, DependencyKind, Resolved, is_usable, remote_name
from shared.posting.envelopes import Envelope, Failing
from shared.posting.poster import Poster
from shared.posting.targets.xero_items import ItemTarget
from shared.records.failure import Failure
from shared.records.record import Fetched, Record, Summary
from shared.records.status import Status
from shared.records.transitions import sent
from tests.builders import a_product, some_settings
from tests.posting.memory import Memory, a_memory, as_store, silent_xero
from tests.records.builders import AT, a_problem, a_record

SIZE: Final = 3
There = Callable[[Record], Record]


def of_product(number: int, **changes: Any) -> Record:
    document = a_product(sku=f"SKU-{number}")
    given = {"kind": Kind.PRODUCT, "document": document, "summary": Summary(number=f"SKU-{number}"), **changes}
    return a_record(str(number), **given)


def in_xero(record: Record) -> Record:
    return sent(record, source_hash="source-1", fingerprint="", remote_id=f"x-{record.id}", remote_number="code", at=AT)


def failing(record: Record, error_class: ErrorClass = ErrorClass.DATA) -> Record:
    problem = a_problem(error_class, "its SKU is too long", "shorten the SKU")
    failure = Failure(problem=problem, attempts=1, at=AT, settings_version=1)
    return replace(record, status=Status.ERROR, failure=failure, due_step=None)


@dataclass
class Post:
    """A poster that sends all that it is given, and gives back the last `held` of it."""

    memory: Memory
    held: int = 0
    sent: list[str] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    failed: list[Failing] = field(default_factory=list)
    same: list[Envelope] = field(default_factory=list)

    def post(self, _target: object, envelopes: Sequence[Envelope], *, hold: bool = False) -> list[Envelope]:
        back = list(envelopes[len(envelopes) - self.held :]) if hold else []
        going = [one.record for one in envelopes if one not in back]
        self.envelopes += envelopes
        self.sent += [record.id for record in going]
        self.memory.records |= {record.key: in_xero(record) for record in going}
        return back

    def fail(self, some: Sequence[Failing]) -> None:
        self.failed += some

    def unchanged(self, some: Sequence[Envelope]) -> None:
        self.same += some


def brought(
    *records: Record, refs: Sequence[str] = (), partly: Collection[Kind] = (), held: int = 0, insist: bool = False
) -> tuple[Resolved, Post, Memory]:
    memory = a_memory(*records)
    target = ItemTarget(silent_xero())
    target.batch_size = SIZE
    kind = DependencyKind(kind=Kind.PRODUCT, target=target, read=_nothing)
    dependencies = Dependencies(
        store=as_store(memory), settings=some_settings(), kinds={Kind.PRODUCT: kind}, insist=insist
    )
    post = Post(memory, held=held)
    wanted = [Ref(Kind.PRODUCT, one) for one in (refs or [record.id for record in records])]
    return dependencies.bring(cast("Poster", post), wanted, partly=partly), post, memory


def _nothing(_ids: Sequence[int]) -> Sequence[Fetched]:
    return ()


def ids(refs: Collection[Ref]) -> set[str]:
    return {ref.id for ref in refs}


FOUR: Final = [of_product(number) for number in range(1, 5)]


def test_all_that_documents_need_goes_and_they_get_its_code() -> None:
    resolved, post, _ = brought(*FOUR)

    assert post.sent == ["1", "2", "3", "4"]
    assert resolved.ids == {Ref(Kind.PRODUCT, record.id): "code" for record in FOUR}
    assert (resolved.kept, resolved.later, resolved.problems) == (set(), set(), {})


def test_of_what_goes_partly_only_full_batches_go_and_the_rest_is_kept() -> None:
    resolved, post, _ = brought(*FOUR, partly=[Kind.PRODUCT])

    assert post.sent == ["1", "2", "3"]
    assert ids(resolved.ids) == {"1", "2", "3"}
    assert ids(resolved.kept) == ids(resolved.kept_of(Kind.PRODUCT)) == {"4"}
    assert resolved.kept_of(Kind.CONTACT) == set()


def test_what_is_created_and_what_is_amended_fill_no_batch_together() -> None:
    changed = [replace(in_xero(record), status=Status.UPDATED, due_step=record.step) for record in FOUR[:2]]

    resolved, post, _ = brought(*changed, *FOUR[2:], partly=[Kind.PRODUCT])

    assert post.sent == []
    assert ids(resolved.kept) == {"1", "2", "3", "4"}


def test_what_the_poster_gives_back_is_kept_too() -> None:
    resolved, _, _ = brought(*FOUR[:3], partly=[Kind.PRODUCT], held=1)

    assert (ids(resolved.ids), ids(resolved.kept)) == ({"1", "2"}, {"3"})


def test_an_error_goes_again_by_itself_or_where_a_person_asks() -> None:
    stuck, passing = failing(FOUR[0]), failing(FOUR[1], ErrorClass.TRANSIENT)

    assert brought(stuck, passing)[1].sent == ["2"]
    assert brought(stuck, passing, insist=True)[1].sent == ["1", "2"]


WHY: Final[dict[str, tuple[Record | None, str, str]]] = {
    "gone": (None, "product 1 does not exist in Brightpearl any more", "choose another product for the document"),
    "archived": (
        replace(FOUR[0], status=Status.ARCHIVE, due_step=None),
        "product SKU-1 is archived here",
        "bring the product back from the archive",
    ),
    "in Error": (failing(FOUR[0]), "product SKU-1 could not be sent: its SKU is too long", "shorten the SKU"),
    "not sent": (
        replace(FOUR[0], status=Status.SENT, due_step=None),
        "product SKU-1 could not be sent",
        "look at the product",
    ),
}


@pytest.mark.parametrize(("record", "message", "hint"), WHY.values(), ids=WHY)
def test_a_document_says_what_is_wrong_with_what_it_needs(record: Record | None, message: str, hint: str) -> None:
    resolved, _, _ = brought(*([record] if record else []), refs=["1"])

    problem = Problem(error_class=ErrorClass.DEPENDENCY, message=message, hint=hint)
    assert resolved.problems == {Ref(Kind.PRODUCT, "1"): problem}


def test_what_was_kept_at_first_is_settled_by_what_becomes_of_it() -> None:
    refs = [Ref(Kind.PRODUCT, str(number)) for number in range(4)]
    resolved = Resolved(kept=set(refs))

    resolved.take(Resolved(ids={refs[0]: "code"}, problems={refs[1]: a_problem()}, later={refs[2]}))

    assert resolved.kept == {refs[3]}
    assert (ids(resolved.ids), ids(resolved.problems), ids(resolved.later)) == ({"0"}, {"1"}, {"2"})


@pytest.mark.parametrize(
    ("kind", "status", "remote_id", "usable"),
    [
        (Kind.PRODUCT, Status.SENT, "x-1", True),
        (Kind.PRODUCT, Status.ERROR, "x-1", False),
        (Kind.CONTACT, Status.ERROR, "x-1", True),
        (Kind.CONTACT, Status.SENT, "", False),
    ],
)
def test_only_a_contact_is_good_enough_with_an_error(kind: Kind, status: Status, remote_id: str, usable: bool) -> None:
    record = a_record(kind=kind, status=status, remote_id=remote_id, remote_number="code")

    assert is_usable(record) is usable
    assert remote_name(record) == ("code" if kind == Kind.PRODUCT else remote_id)


def test_an_item_that_is_gone_is_given_up_by_its_code_whatever_its_capitals() -> None:
    gone, other = (
        replace(in_xero(record), remote_number=code, changed_at=AT - timedelta(days=1))
        for record, code in zip(FOUR, ("TEE", "CAP"), strict=False)
    )
    memory = a_memory(gone, other)
    dependencies = Dependencies(store=as_store(memory), settings=some_settings(), kinds={})
    refs = [Ref(Kind.PRODUCT, "1"), Ref(Kind.PRODUCT, "2"), Ref(Kind.CONTACT, "1")]

    assert dependencies.give_up_items(refs, {"tee"}) == {refs[0]}
    assert [(one.after.id, one.after.remote_id, one.after.status) for one in memory.changes] == [
        ("1", "", Status.UPDATED)
    ]
    assert (memory.changes[0].before, memory.changes[0].after.changed_at) == (gone, AT)
    assert memory.changes[0].event is not None
    assert memory.changes[0].event.what == "its item was deleted in Xero, so it is to be made anew"
    assert dependencies.give_up_items(refs, set()) == set()


def test_what_is_known_is_told_by_what_refers_to_it_and_of_other_kinds_nothing_is() -> None:
    memory = a_memory(FOUR[0])
    kind = DependencyKind(kind=Kind.PRODUCT, target=ItemTarget(silent_xero()), read=_nothing)
    dependencies = Dependencies(store=as_store(memory), settings=some_settings(), kinds={Kind.PRODUCT: kind})
    known, unknown, other = Ref(Kind.PRODUCT, "1"), Ref(Kind.PRODUCT, "9"), Ref(Kind.CONTACT, "1")

    assert dependencies.known([known, unknown, other]) == {known: FOUR[0]}


def test_of_what_is_in_xero_only_changes_go_over_what_xero_has_and_what_has_none_is_the_same() -> None:
    target, price = ItemTarget(silent_xero()), {"SalesDetails": {"UnitPrice": 1, "TaxType": "OUTPUT2"}}
    target.there = lambda ids: dict.fromkeys(ids, price)  # type: ignore[method-assign]
    fields = ITEM.fields(MAPPERS[Kind.PRODUCT](FOUR[0].document, some_settings()).payload)
    same = replace(in_xero(FOUR[0]), fields=all_sent(fields))
    dearer = replace(in_xero(FOUR[1]), fields={**all_sent(fields), "SalesDetails/UnitPrice": [How.SENT, 1]})
    wrong = of_product(3, document={})
    memory = a_memory(same, dearer, wrong)
    kind = DependencyKind(kind=Kind.PRODUCT, target=target, read=_nothing)
    dependencies = Dependencies(store=as_store(memory), settings=some_settings(), kinds={Kind.PRODUCT: kind})
    post = Post(memory)

    dependencies.post(cast("Poster", post), Kind.PRODUCT, [same, dearer, wrong])

    assert [one.record.id for one in post.same] == ["1"]
    assert [one.envelope.record.id for one in post.failed] == ["3"]
    assert post.sent == ["2"]
    assert post.envelopes[0].payload["SalesDetails"]["TaxType"] == "OUTPUT2"
