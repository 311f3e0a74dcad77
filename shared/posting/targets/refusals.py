"""The catalogue of refusals: a vendor's words, with a class, a plain sentence and a way to put it right."""

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from shared.errors import ErrorClass, Problem
from shared.kinds import System
from shared.records.failure import MAX_TRANSIENT_ATTEMPTS
from shared.xero.answers import WITHOUT_WORDS


class Refusal(Struct, frozen=True, eq=False):
    """`pattern` is searched in the vendor's words, in any case. An empty `sentence` leaves them to speak for themselves."""

    pattern: str
    error_class: ErrorClass
    hint: str
    sentence: str = ""


DATA, DEPENDENCY = ErrorClass.DATA, ErrorClass.DEPENDENCY
MAPPING, TRANSIENT = ErrorClass.MAPPING, ErrorClass.TRANSIENT

_IDS: Final = re.compile(r" ?\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
NO_LONGER_CHANGED: Final = (
    r"not of valid status for modification|cannot be edited as it has a payment|cannot be applied to the invoice"
)
EXCEEDS: Final = "exceeds the amount outstanding"
CATALOGUE: Final[tuple[Refusal, ...]] = (
    Refusal(
        r"lock date",
        DEPENDENCY,
        "it goes by itself once the period is opened in Xero (Accounting > Advanced > Lock dates); or give the document a later"
        " tax date",
        "its date lies in a period that is locked in Xero",
    ),
    Refusal(
        r"contact .*has been archived|'ARCHIVED' is not valid for contacts",
        DATA,
        "restore the contact in Xero (Contacts > Archived), then retry",
        "its contact is archived in Xero",
    ),
    Refusal(
        r"Contact with the specified ContactID .*could not be found",
        DATA,
        "Xero deletes no contacts, so this may be another organisation than before: connect the old one again, or a new one as a"
        " connection of its own",
        "its contact is not in this Xero organisation any more",
    ),
    Refusal(
        r"Item code .* is not valid|Item with the specified ItemID .*could not be found",
        TRANSIENT,
        "the item is made anew, or found by its code, and this goes with it by itself",
        "its item was deleted in Xero",
    ),
    Refusal(
        r"contact name .* already assigned",
        DATA,
        "merge the two contacts in Xero or change the company name in Brightpearl",
        "another contact in Xero has this name",
    ),
    Refusal(
        r"Another contact has this contact number",
        DATA,
        "a contact in Xero carries this Brightpearl id already, perhaps archived or merged: restore it, then retry",
    ),
    Refusal(r"Account Number already exists", DATA, "give the contact another account reference in Brightpearl"),
    Refusal(
        r"Email address must be valid",
        DATA,
        "correct the e-mail address in Brightpearl, or a secondary contact's",
        "Xero does not take the e-mail address",
    ),
    Refusal(r"Website must be valid", DATA, "correct the website in Brightpearl"),
    Refusal(
        r"Additional people cannot be added",
        DATA,
        "give the contact's primary person an e-mail address in Brightpearl",
    ),
    Refusal(
        r"Account code .*archived|account .*has been deleted",
        MAPPING,
        "restore the account in Xero's chart of accounts, or map the nominal code to another one in Settings",
        "it uses an account that is archived in Xero",
    ),
    Refusal(
        r"Account code .* is not a valid code|Account must be valid|Account could not be found",
        MAPPING,
        "map the nominal code (for payments: the payment method) to an account that exists in Xero",
        "it uses an account that Xero does not have",
    ),
    Refusal(
        r"TaxType code .* cannot be used with account",
        MAPPING,
        "choose a tax rate for this tax code that Xero allows on this account, or another account",
        "its tax rate is not allowed on its account",
    ),
    Refusal(
        r"TaxType code .* does not exist|Tax rate must be valid",
        MAPPING,
        "map the Brightpearl tax code to a tax rate that exists in Xero",
        "it uses a tax rate that Xero does not have",
    ),
    Refusal(
        r"items? available to sell",
        DATA,
        "switch tracking off for the item in Xero, or enter the stock that is missing there with a bill, then retry",
        "Xero tracks the stock of one of its items, and has too little of it to sell",
    ),
    Refusal(
        r"tracked as inventory|COGSAccountCode",
        DATA,
        "switch tracking off for the item in Xero, for Brightpearl keeps the stock; then retry",
        "Xero tracks the stock of this item, and takes no purchase account for it",
    ),
    Refusal(
        r"not subscribed to currency",
        DATA,
        "add the currency in Xero (Settings > Currencies), then retry",
        "its currency is not switched on in Xero",
    ),
    Refusal(
        EXCEEDS,
        DATA,
        "look at the document in Xero: where this very payment is there already, archive this record; where it is more than was"
        " due, refund it in Brightpearl",
        "it is more than what is still open on the document in Xero",
    ),
    Refusal(
        r"only be made against Authorised",
        DATA,
        "approve the document in Xero if it is a draft; where it was voided, refund the payment in Brightpearl, or enter it by"
        " hand in Xero",
        "the document in Xero is not approved, or is paid or voided",
    ),
    Refusal(
        NO_LONGER_CHANGED,
        DATA,
        "open it in Xero: where it is paid or credited, take that off and retry, or make the change by hand and archive this;"
        " where it was voided or deleted, archive this",
        "it can no longer be changed in Xero",
    ),
    Refusal(r"must be unique", DATA, "give it another invoice reference in Brightpearl, or void the other one in Xero"),
    Refusal(
        r"limit of invoices you can approve",
        DATA,
        "upgrade the Xero plan, or wait for next month and retry",
        "the Xero plan allows no more approved documents this month",
    ),
    Refusal(r"total debits .* must equal", DATA, "please report this: the journal was made out of balance"),
    Refusal(
        r"document total does not equal|line total .* does not match|discount rate",
        DATA,
        "check quantities, prices and discounts of the rows in Brightpearl",
    ),
    Refusal(
        r"scope accounting.banktransactions",
        DATA,
        "connect Xero again and allow accounting.banktransactions, then retry",
        "the connector may not enter overpayments in Xero: it has no leave for bank transactions",
    ),
    Refusal(r"Idempotency Key", TRANSIENT, "it is tried again by itself"),
    Refusal(
        rf"^(status \d{{3}}( with a web page)?|{WITHOUT_WORDS})(; .*)?$",
        TRANSIENT,
        f"it is tried again by itself, {MAX_TRANSIENT_ATTEMPTS} times at most; if it still fails then, report it with the log",
        "it was refused without a reason",
    ),
    Refusal(
        r"locked|accounting period",
        DEPENDENCY,
        "it goes by itself once the period is opened in Brightpearl; or date the payment later in Xero",
        "its date lies in a period that is locked in Brightpearl",
    ),
)


def problem_of(words: Sequence[str], *, system: System) -> Problem:
    """Explain a refusal by the first entry that matches. The vendor's own words always stand in the message, but for ids."""
    name = system.title()
    said = "; ".join(dict.fromkeys(_IDS.sub("", word).strip() for word in words))
    for entry in CATALOGUE:
        if re.search(entry.pattern, said, re.IGNORECASE):
            message = f"{entry.sentence} ({name}: {said})" if entry.sentence else f"{name} refused it: {said}"
            return Problem(error_class=entry.error_class, message=message, hint=entry.hint)
    hint = (
        "correct it, then retry" if system is System.BRIGHTPEARL else f"correct it in Brightpearl or {name}, then retry"
    )
    return Problem(error_class=DATA, message=f"{name} refused it: {said}", hint=hint)
