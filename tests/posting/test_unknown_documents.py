"""Documents that Xero lists as changed, of which no record of ours knows: those are given on, to be looked at by their links."""

from types import SimpleNamespace
from typing import Any, cast

from shared.mapping.versions import version_of
from shared.sources.sent_documents import SentDocuments
from shared.xero.resources import INVOICES
from tests.posting.memory import Memory, as_store

Raw = dict[str, Any]


def a_document(name: str) -> Raw:
    return {"InvoiceID": name, "InvoiceNumber": f"SI of {name}", "Status": "AUTHORISED", "Total": 12}


def given_on(memory: Memory, *documents: Raw) -> list[str]:
    nobody = cast("Any", SimpleNamespace(last_of=str))
    sent = SentDocuments(store=as_store(memory), xero=nobody, resource=INVOICES, editors=nobody)
    return [str(raw["InvoiceID"]) for raw in sent.look(documents)]


def test_what_no_record_knows_is_given_on_in_its_order() -> None:
    known = a_document("i-2")
    memory = Memory(said={"i-2": version_of(known)})

    assert given_on(memory, a_document("i-3"), known, a_document("i-1")) == ["i-3", "i-1"]
    assert memory.changes == []
    assert [consistent for _, consistent in memory.looked] == [False], "nothing has changed, so one read is enough"


def test_what_is_known_is_not_given_on_though_it_has_changed() -> None:
    known = a_document("i-2")
    memory = Memory(said={"i-2": version_of(known)})

    assert given_on(memory, {**known, "Total": 30}) == []
