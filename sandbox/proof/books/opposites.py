"""Opposite documents in Xero, which count as part of the one that they put right: SI-1001-CR for SI-1001."""

import re
from collections.abc import Mapping
from typing import Any, Final

from sandbox.proof.books.entries import State, number_of

OPPOSITE: Final = re.compile(r"(.+)-[CD]R\d*")
Raw = Mapping[str, Any]


def id_of(document: Raw) -> str:
    return str(document.get("InvoiceID") or document.get("CreditNoteID"))


def opposites_in(state: State) -> dict[str, Raw]:
    """Give the document that each opposite one puts right, by the id of the opposite one."""
    documents = [*state["Invoices"], *state["CreditNotes"]]
    found = [(document, match) for document in documents if (match := OPPOSITE.fullmatch(number_of(document)))]
    known = {_known(document, number_of(document)): document for document in documents} if found else {}
    bases = ((document, known.get(_known(document, match[1]))) for document, match in found)
    return {id_of(document): base for document, base in bases if base is not None}


def _known(document: Raw, number: str) -> tuple[str, str, bool]:
    return number, document["Contact"]["ContactID"], document["Type"].startswith("ACCREC")


def sign_of(opposite: Raw, base: Raw) -> int:
    """Give 1 where it adds to what it puts right, -1 where it takes off."""
    return 1 if opposite["Type"] == base["Type"] else -1
