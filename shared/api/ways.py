"""What a person may decide about records that stand apart: one route for each way out, for one record and for many."""

from dataclasses import dataclass

from shared.api.asking import Asking, conflict, posts
from shared.api.shapes import Accepted, Selection, Twin
from shared.api.words import ConnectionName, KindInPath, RecordId
from shared.records.standing import Standing
from shared.steps.change_records import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways(Asking):
    """Each may be taken where the record's standing offers it."""

    # of one record

    def reapply(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Send Brightpearl's version over what was changed in Xero; delete there what a deleted payment has left."""
        return self.change_one(Action.REAPPLY, connection, kind.kind, record_id)

    def accept(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Take it as it is in Xero. That holds until either side changes again."""
        return self.change_one(Action.ACCEPT, connection, kind.kind, record_id)

    def post_anew(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Post once more what is gone in Xero: under a number of its own where Xero keeps the old one."""
        return self.change_one(Action.POST_ANEW, connection, kind.kind, record_id)

    def credit(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Post an opposite document, dated today or on the first open day, over what it has too much or too little in Xero."""
        return self.change_one(Action.CREDIT, connection, kind.kind, record_id)

    def leave(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Leave both sides as they are. That holds until either side changes again."""
        return self.change_one(Action.LEAVE, connection, kind.kind, record_id)

    def link(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId, twin: Twin) -> Accepted:
        """Say that a payment was entered in both systems: the two are one, and nothing is posted."""
        self._check_twin(connection, kind, record_id, twin)
        return self.change_one(Action.LINK, connection, kind.kind, record_id)

    def separate(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId, twin: Twin) -> Accepted:
        """Say that a payment is another one than the one it looks like: it is posted."""
        self._check_twin(connection, kind, record_id, twin)
        return self.change_one(Action.SEPARATE, connection, kind.kind, record_id)

    def _check_twin(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId, twin: Twin) -> None:
        """What a person has seen has to be what it is about."""
        record = self.known(connection, kind.kind, record_id)
        if record.apart is Standing.TWIN and twin.other not in ("", record.theirs):
            raise conflict(record, f"it looks like payment {record.theirs} of the other system, not like {twin.other}")

    # of many

    def reapply_many(self, connection: ConnectionName, kind: KindInPath, chosen: Selection) -> Accepted:
        """Send Brightpearl's version of many once more, or delete what deleted payments have left."""
        return self.change_many(Action.REAPPLY, connection, kind.kind, chosen, posts(kind.kind))

    def accept_many(self, connection: ConnectionName, kind: KindInPath, chosen: Selection) -> Accepted:
        """Take many as they are in Xero."""
        return self.change_many(Action.ACCEPT, connection, kind.kind, chosen, ())

    def post_many_anew(self, connection: ConnectionName, kind: KindInPath, chosen: Selection) -> Accepted:
        """Post many once more that are gone in Xero."""
        return self.change_many(Action.POST_ANEW, connection, kind.kind, chosen, posts(kind.kind))

    def credit_many(self, connection: ConnectionName, kind: KindInPath, chosen: Selection) -> Accepted:
        """Post an opposite document for each of many."""
        return self.change_many(Action.CREDIT, connection, kind.kind, chosen, posts(kind.kind))

    def leave_many(self, connection: ConnectionName, kind: KindInPath, chosen: Selection) -> Accepted:
        """Leave many as they are on both sides."""
        return self.change_many(Action.LEAVE, connection, kind.kind, chosen, ())

    def link_many(self, connection: ConnectionName, kind: KindInPath, chosen: Selection) -> Accepted:
        """Say of many that each is the payment that it looks like."""
        return self.change_many(Action.LINK, connection, kind.kind, chosen, posts(kind.kind))

    def separate_many(self, connection: ConnectionName, kind: KindInPath, chosen: Selection) -> Accepted:
        """Say of many that each is another payment than the one it looks like."""
        return self.change_many(Action.SEPARATE, connection, kind.kind, chosen, posts(kind.kind))
