"""Documents of ours in Xero that somebody has changed, voided or deleted there. The lists of changes tell, at no further call.

Compared is what a document's link says that Xero said of it last, so that of those that nobody touched no record is read. Links
are read without waiting for the newest version; what seems to differ is looked at once more before anything is said.
"""

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from shared.mapping.versions import Version, changes, read_version, version_of, with_codes_of
from shared.records.apart import (
    Parted,
    agreed_again,
    changed_there,
    gone_on_both_sides,
    gone_there,
    parted,
    withdrawn,
)
from shared.records.record import CREDITED, OPPOSITE, Record
from shared.records.standing import STAYS, Standing
from shared.records.status import Status
from shared.records.store import Seen, Store
from shared.records.transactions import Change, Event
from shared.sources.editors import Editors
from shared.sources.withdrawn import is_taken_back
from shared.xero.client import Xero
from shared.xero.merges import merged_into
from shared.xero.resources import Resource

Raw = Mapping[str, Any]
LAST: Final = "last changed there by"
WATCHED: Final = frozenset({Standing.CHANGED_THERE, Standing.BOTH, Standing.GONE})


class SentDocuments(Struct, frozen=True, kw_only=True, eq=False):
    """Compares documents of Xero, of one resource, with what it said of them last."""

    store: Store
    xero: Xero
    resource: Resource
    editors: Editors

    def look(self, documents: Sequence[Raw]) -> list[Raw]:
        """Note on our records what was changed or is gone, or has become again what it was. Gives those that no record knows."""
        now = {str(raw[self.resource.id_field]): version_of(raw) for raw in documents}
        known = self.store.seen(now, consistent=False)
        suspects = [one for one, seen in known.items() if _differs(seen, now[one])]
        seen = self.store.seen(suspects, consistent=True) if suspects else {}
        numbers = {
            str(raw[self.resource.id_field]): str(raw.get(self.resource.number_field) or "") for raw in documents
        }
        self._note(
            {one: (before, _whole(before, now[one])) for one, before in seen.items() if _differs(before, now[one])},
            numbers,
        )
        return [raw for raw in documents if str(raw[self.resource.id_field]) not in known]

    def _note(self, found: Mapping[str, tuple[Seen, Version]], numbers: Mapping[str, str]) -> None:
        followed = self._followed(found)
        editor = cache(partial(self.editors.last_of, self.resource))
        by_key = {key: (remote_id, seen, version) for remote_id, (seen, version) in found.items() for key in seen.keys}

        def change(record: Record) -> Change | None:
            remote_id, seen, version = by_key[record.key]
            before = read_version(seen.said) or version
            if record.remote_id == remote_id:
                after = self._after(record, before, version, followed.get(remote_id, ""))
            elif remote_id in record.opposites.values():
                after = self._after_opposite(record, remote_id, before, version)
            else:
                after = self._after_former(record, numbers[remote_id], before, version)
            if after is None:
                return None
            what = _told(record, after, version, merged=bool(followed.get(remote_id)))
            by = editor(remote_id) if after.failure else ""
            together = tuple(record_id for _, record_id in seen.keys) if len(seen.keys) > 1 else ()
            event = Event(what=f"{what}; {LAST} {by}" if by else what, detail={"answer": version.document()})
            return Change(
                before=record, after=after, event=event, links=(remote_id,), together=together, seen=version.written()
            )

        if by_key:
            self.store.revise(self.store.get_many(by_key).values(), change)

    def _after(self, record: Record, before: Version, now: Version, merged: str) -> Record | None:
        at = self.store.clock()
        if now.is_gone and not before.is_gone:
            return self._gone(record, now.status, agreed=before.written(), theirs=now.written())
        if record.is_credited and record.apart is None:
            return self._after_credited(record, before, now)
        if not _is_watched(record):
            return None  # what is about to be posted is compared then
        told = read_version(record.theirs)
        if record.apart and told is not None and not changes(told, now):
            return None
        agreed = read_version(record.agreed) or before
        if merged:
            agreed = replace(agreed, contact=now.contact, contact_name=now.contact_name)
        said = changes(agreed, now)
        if not said:
            return None if record.apart is None and not merged else agreed_again(record, at=at)
        standing = record.apart if record.apart is Standing.BOTH else Standing.CHANGED_THERE
        found = changed_there(record.called, said, agreed=agreed.written(), theirs=now.written())
        return self._parted(replace(record, agreed=""), replace(found, standing=standing))

    def _gone(self, record: Record, status: str, *, agreed: str, theirs: str) -> Record | None:
        """What had credited it is over too much as long as it is there."""
        left = ", ".join(record.current_opposites)
        if not left and is_taken_back(record):
            return gone_on_both_sides(record, at=self.store.clock())
        found = gone_there(record.called, status, agreed=agreed, theirs=theirs)
        if left:
            message = f"{found.message}, and {left}, which credits it, is still there"
            found = replace(found, message=message, hint=f"void {left} in Xero, too")
        return self._parted(record, found)

    def _after_opposite(self, record: Record, remote_id: str, before: Version, now: Version) -> Record | None:
        """What people make of an opposite document. One that is gone takes nothing back any more."""
        number = next(name for name, one in record.opposites.items() if one == remote_id)
        if not record.in_remote:
            return None
        if now.is_gone and not before.is_gone:
            kept = {name: value for name, value in (record.fields or {}).items() if name != CREDITED}
            lacking = replace(record, fields={**kept, f"{OPPOSITE}{number}": ""})  # Xero keeps its number
            if record.apart is Standing.GONE:
                theirs = read_version(record.theirs) or now
                return self._gone(lacking, theirs.status, agreed=record.agreed, theirs=record.theirs)
            if record.is_credited:
                return self._parted(lacking, withdrawn(lacking, f"{number} was {now.status.lower()} in Xero"))
            return self._parted(lacking, changed_there(number, [f"it was {now.status.lower()}"], agreed="", theirs=""))
        said = changes(before, now)
        return self._parted(record, changed_there(number, said, agreed="", theirs="")) if said else None

    def _after_credited(self, record: Record, before: Version, now: Version) -> Record | None:
        """What people change of a document that was credited: what credits it is over too much, or too little, then."""
        left, said = ", ".join(record.current_opposites), changes(before, now)
        found = changed_there(record.remote_number, said, agreed="", theirs="")
        hint = f"change {left}, which credits it, in Xero, too, or accept it as it is"
        return self._parted(record, replace(found, hint=hint)) if left and said else None

    def _after_former(self, record: Record, number: str, before: Version, now: Version) -> Record | None:
        """The same of one that was credited before its order was invoiced again: it holds up nothing."""
        left = ", ".join(record.opposites_of(number))
        said = [f"it was {now.status.lower()}"] if now.is_gone and not before.is_gone else changes(before, now)
        if not left or not said:
            return None
        note = f"{number} was changed in Xero after {left} had credited it: {'; '.join(said)}, {STAYS}"
        return replace(record, notes=(*record.notes, note), changed_at=self.store.clock())

    def _parted(self, record: Record, found: Parted) -> Record | None:
        return parted(record, found, settings_version=self.store.settings_version, at=self.store.clock())

    def _followed(self, found: Mapping[str, tuple[Seen, Version]]) -> dict[str, str]:
        """The documents that have another contact because theirs was merged into it: that is nobody's change of them."""
        moved = {
            remote_id: (before.contact, version.contact)
            for remote_id, (seen, version) in found.items()
            if (before := read_version(seen.said)) and before.contact and before.contact != version.contact
        }
        into = merged_into(self.xero, {contact for contact, _ in moved.values()}) if moved else {}
        self._relink(into)
        return {remote_id: now for remote_id, (was, now) in moved.items() if into.get(was) == now}

    def _relink(self, into: Mapping[str, str]) -> None:
        """Let contacts of ours lead to what theirs has become: what is posted from now on goes there."""
        owners = self.store.linked([*into, *into.values()]) if into else {}
        became = {owners[was]: now for was, now in into.items() if was in owners}

        def change(record: Record) -> Change | None:
            now = became[record.key]
            if record.remote_id == now:
                return None
            links = () if now in owners else (now,)
            event = Event(what="its contact was merged into another one in Xero, and it goes there from now on")
            after = replace(record, remote_id=now, changed_at=self.store.clock())
            return Change(before=record, after=after, event=event, links=links)

        self.store.revise(self.store.get_many(became).values(), change)


def _is_watched(record: Record) -> bool:
    """What is about to be posted is compared then; of what was withdrawn it matters only whether it is gone."""
    if record.is_credited:
        return False
    return record.agrees if record.apart is None else record.apart in WATCHED


def _told(before: Record, after: Record, now: Version, *, merged: bool) -> str:
    if new := after.notes[len(before.notes) :]:
        return new[-1].removesuffix(f", {STAYS}")
    if after.failure is not None:
        return f"error: {after.failure.problem.message}"
    if merged:
        return f"its contact was merged into {now.contact_name or 'another one'} in Xero"
    archived = "archived: " if after.status is Status.ARCHIVE else ""
    return f"{archived}{after.held}" if after.held else "it was changed back in Xero"


def _whole(seen: Seen, now: Version) -> Version:
    before = read_version(seen.said)
    return with_codes_of(now, before) if before else now


def _differs(seen: Seen, now: Version) -> bool:
    before = read_version(seen.said)
    if before is None or (before.is_gone and now.is_gone):
        return False
    return before.is_gone != now.is_gone or bool(changes(before, now))
