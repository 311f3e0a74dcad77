"""Invoices, bills and credit notes in Xero: their natural keys, what is there already, and whether it is what we meant."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from msgspec.structs import replace

from shared.kinds import ORDERS, SALES, Kind
from shared.mapping.references import Payload, references
from shared.mapping.versions import Version, read_version, version_of
from shared.posting.amendments import amendment_of, keeps_amounts
from shared.posting.target import Difference, Element, Key, Looks, Resolution, Wanted, says
from shared.posting.targets.changed_documents import compared
from shared.posting.targets.closed_documents import judge_closed
from shared.posting.targets.document_totals import TaxRates, totals_difference
from shared.posting.targets.documents_by_number import Numbers
from shared.posting.targets.merged_contacts import ARCHIVED, follow_merges
from shared.posting.targets.refusals import NO_LONGER_CHANGED
from shared.posting.targets.same_number import contact_of, following, id_of_contact, posted_to
from shared.posting.targets.xero import Raw, XeroTarget
from shared.settings import Settings
from shared.xero.client import Xero
from shared.xero.conditions import between
from shared.xero.merges import merged_into
from shared.xero.resources import CREDIT_NOTES, INVOICES

GONE_ITEM: Final = re.compile(r"Item code '(.*?)' is not valid", re.IGNORECASE)


# Where Xero surely refuses a second document of one number. For credit notes no page says so; for purchases anybody may use a
# number twice. https://developer.xero.com/documentation/api/accounting/invoices
REFUSES_DUPLICATES: Final = frozenset({Kind.SALES_INVOICE})
_RESOURCES: Final = {resource.name: resource for resource in (INVOICES, CREDIT_NOTES)}


def document_targets(xero: Xero, settings: Settings, tax_rates: TaxRates) -> dict[str, "DocumentTarget"]:
    """Make one target for each type of document, by the word in the payload's `Type`."""
    targets = [DocumentTarget(xero, kind, settings, tax_rates) for kind in ORDERS]
    return {target.name: target for target in targets}


class DocumentTarget(XeroTarget):
    clash = f"must be unique|{NO_LONGER_CHANGED}|{ARCHIVED}"

    def __init__(self, xero: Xero, kind: Kind, settings: Settings, tax_rates: TaxRates) -> None:
        order = ORDERS[kind]
        self.name = self.type = order.xero_type
        self.resource = _RESOURCES[order.resource]
        self.looks = Looks.OLD if kind in REFUSES_DUPLICATES else Looks.ALWAYS
        super().__init__(xero)
        self._kind = kind
        self._settings = settings
        self._numbers = Numbers(xero, kind, settings, key=self.key, element=self.element)
        self._tax_rates = tax_rates
        self._gone: set[str] = set()

    def key(self, payload: Raw, /) -> Key:
        """Nobody but the supplier knows in which letters a bill's number is written."""
        number = str(payload.get(self.resource.number_field) or "")
        return (self.type, number) if self._kind in SALES else (self.type, number.casefold(), contact_of(payload))

    def send(self, body: str, *, create: bool, idempotency_key: str) -> list[Element]:
        elements = super().send(body, create=create, idempotency_key=idempotency_key)
        said = (word for element in elements for word in element.refusals)
        self._gone.update(code.casefold() for word in said for code in GONE_ITEM.findall(word))
        return elements

    def gone_items(self) -> set[str]:
        """Give the codes, in small letters, of items that Xero said it has not, each once."""
        gone, self._gone = self._gone, set()
        return gone

    def amendment(self, want: Wanted) -> Payload:
        return amendment_of(want.payload, want.base)

    def changed(self, wanted: Sequence[Wanted], seen: Mapping[str, str]) -> Mapping[Key, Resolution]:
        """Compare under the contacts that theirs were merged into since: that is nobody's change."""
        there = self.there(want.remote_id for want in wanted)
        known = [want for want in wanted if want.remote_id in there]
        before = {one: said for one in there if (said := read_version(seen.get(one, "")))}
        into = self._merged_since(known, before, there)
        found: dict[Key, Resolution] = {}
        for want in known:
            said = before.get(want.remote_id)
            last = said and replace(said, contact=into.get(said.contact, said.contact))
            meant = following(posted_to(want, said.contact) if said else want, into)
            resolution = compared(self._kind, meant, there[want.remote_id], last)
            if resolution is not None:
                found[self.key(want.payload)] = resolution
        return found

    def _merged_since(
        self, wanted: Sequence[Wanted], before: Mapping[str, Version], there: Mapping[str, Raw]
    ) -> dict[str, str]:
        """What has become of the contacts that documents were posted to, or are meant for, where Xero shows another one.

        What only stands for a contact still, in a document of which nothing is to be sent, is no id of Xero's.
        """
        told = [(one, said.contact) for one, said in before.items()]
        meant = [(want.remote_id, one) for want in wanted for one in (want.payload, want.base or {})]
        told += [(one, id_of_contact(payload)) for one, payload in meant if not references(payload)]
        others = {contact for one, contact in told if contact != version_of(there[one]).contact} - {""}
        return merged_into(self.xero, others)

    def difference(self, want: Wanted, element: Element) -> Difference | None:
        if want.changed_there:
            return None
        found = totals_difference(want, element, self._settings, self._tax_rates)
        if found is not None and keeps_amounts(want.amendment, same_total=element.total == want.total):
            return Difference(says=f"{found.says}: it was so before, and its amounts are as they were", tolerable=True)
        return found

    def look_up(self, wanted: Sequence[Wanted], *, since: datetime | None) -> Mapping[Key, Resolution]:
        """Look for documents by number; for those that were refused for their contact, or as closed, by id."""
        judged = follow_merges(self.xero, [want for want in wanted if said(want, ARCHIVED)])
        decided = {self.key(want.payload) for want, _ in judged}
        others = [want for want in wanted if self.key(want.payload) not in decided]
        judged += judge_closed(self.xero, self.resource, [want for want in others if said(want, NO_LONGER_CHANGED)])
        rest = [want for want in others if not said(want, NO_LONGER_CHANGED)]
        return {
            **(self._numbers.look_up(rest, since=since) if rest else {}),
            **{self.key(want.payload): resolution for want, resolution in judged},
        }


def said(want: Wanted, pattern: str) -> bool:
    """Whether Xero refused it in such words."""
    return want.refused is not None and says(pattern, want.refused.refusals)


def of_type_between(document_type: str, first: date, last: date) -> str:
    """Write the condition for documents of a type in a period, both days included."""
    return f'Type=="{document_type}" AND {between(first, last)}'
