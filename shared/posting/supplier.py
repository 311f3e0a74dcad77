"""The supplier of stock corrections. A bill is known by its contact's id, so a supplier with only a name is looked up."""

from typing import Final

from msgspec import Struct

from shared.codec import fingerprint
from shared.errors import InvalidDataError, UncertainError
from shared.mapping.references import Payload
from shared.records.progress import Progress
from shared.xero.answers import refusals
from shared.xero.client import Xero
from shared.xero.resources import CONTACTS

SUPPLIER: Final = "supplier"


class Supplier(Struct, frozen=True, kw_only=True, eq=False):
    """Finds the supplier for stock corrections that are posted as bills."""

    xero: Xero
    progress: Progress
    run: str

    def identified(self, payload: Payload) -> Payload:
        """Put the contact's id in place of its name. Raises InvalidDataError where Xero archived or refuses the contact."""
        name = (payload.get("Contact") or {}).get("Name")
        return {**payload, "Contact": {"ContactID": self._id_of(name)}} if name else payload

    def _id_of(self, name: str) -> str:
        known = self.progress.reference(SUPPLIER, run=self.run) or {}
        if name not in known:
            known = {**known, name: self._find(name) or self._create(name)}
            self.progress.save_reference(SUPPLIER, known, run=self.run)
        return str(known[name])

    def _find(self, name: str) -> str:
        found = self.xero.find(CONTACTS, "Name", name)
        if any(contact.get("ContactStatus") == "ARCHIVED" for contact in found):
            raise InvalidDataError(
                f"the supplier of stock corrections, {name}, is archived in Xero",
                hint="restore it in Xero (Contacts > Archived), or name another one in adjustments.supplier",
            )
        return str(found[0]["ContactID"]) if found else ""

    def _create(self, name: str) -> str:
        """Xero allows a name once: after a lost answer, the next attempt finds it."""
        body = self.xero.body_of(CONTACTS, [{"Name": name}])
        answered = self.xero.write(CONTACTS, body, create=True, idempotency_key=fingerprint([name, self.run]))
        if len(answered) != 1:
            raise UncertainError(f"Xero gave {len(answered)} answers to one contact")
        if said := refusals(answered[0]):
            raise InvalidDataError(
                f"the supplier of stock corrections, {name}, cannot be created in Xero: {'; '.join(said)}",
                hint="create it in Xero by hand, or name another one in adjustments.supplier",
            )
        return str(answered[0]["ContactID"])
