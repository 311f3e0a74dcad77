"""Documents of a company's further contacts go on the company's contact. One that is in Xero by itself goes on being used."""

from collections.abc import Callable, Collection, Iterable, Mapping

from msgspec import Struct

from shared.kinds import Kind
from shared.mapping.companies import company_contact, organisation_of
from shared.records.record import Record
from shared.records.status import Status
from shared.records.store import Store

Read = Callable[[Collection[str]], Mapping[str, Record]]


class Companies(Struct, frozen=True, kw_only=True, eq=False):
    """Finds the contacts of companies among the records of one connection."""

    store: Store

    def standing(self, records: Mapping[str, Record], read: Read) -> dict[str, Record]:
        """Give, by the same ids, the records on which documents go. `read` gives contacts by id, those that exist."""
        further = {
            record_id: organisation
            for record_id, record in records.items()
            if not record.in_remote and (organisation := organisation_of(record.document))
        }
        firsts = read({*further.values()}) if further else {}
        return {
            **records,
            **{key: self._company(records[key], of, firsts.get(of)) for key, of in further.items()},
        }

    def _company(self, record: Record, organisation: str, first: Record | None) -> Record:
        """The contact of the organisation's id may be gone, put aside or somebody else; then its others are looked at."""
        near = _available([first, record] if first else [record])
        if company_contact(organisation, (one.document for one in near.values())) != organisation:
            near |= _available(self.store.called(Kind.CONTACT, record.summary.contact_name))
        return near.get(company_contact(organisation, (one.document for one in near.values())), record)


def _available(records: Iterable[Record]) -> dict[str, Record]:
    return {record.id: record for record in records if record.status != Status.ARCHIVE}
