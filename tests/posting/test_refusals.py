"""What is made of a vendor's refusal: every entry of the catalogue, by words as the vendor says them."""

from typing import Final, NamedTuple

import pytest

from shared.errors import ErrorClass, Problem
from shared.kinds import System
from shared.posting.targets.refusals import CATALOGUE, Refusal, problem_of

DATA, DEPENDENCY = ErrorClass.DATA, ErrorClass.DEPENDENCY
MAPPING, TRANSIENT = ErrorClass.MAPPING, ErrorClass.TRANSIENT


class Meant(NamedTuple):
    """Where there is no sentence, the vendor's words speak for themselves."""

    words: tuple[str, ...]
    error_class: ErrorClass
    hint: str
    sentence: str = ""


MEANT: Final = (
    Meant(
        ("The document date cannot be before the period lock date.",),
        DEPENDENCY,
        "it goes by itself once the period is opened in Xero (Accounting > Advanced > Lock dates); or give the document a later"
        " tax date",
        "its date lies in a period that is locked in Xero",
    ),
    Meant(
        (
            "The contact with the specified contact details has been archived. The contact must be un-archived.",
            "The value 'ARCHIVED' is not valid for contacts",
        ),
        DATA,
        "restore the contact in Xero (Contacts > Archived), then retry",
        "its contact is archived in Xero",
    ),
    Meant(
        ("Contact with the specified ContactID could not be found",),
        DATA,
        "Xero deletes no contacts, so this may be another organisation than before: connect the old one again, or a new one as a"
        " connection of its own",
        "its contact is not in this Xero organisation any more",
    ),
    Meant(
        ("Item code 'TEE' is not valid", "Item with the specified ItemID could not be found"),
        TRANSIENT,
        "the item is made anew, or found by its code, and this goes with it by itself",
        "its item was deleted in Xero",
    ),
    Meant(
        ("The contact name Harbour Books Ltd is already assigned to another contact.",),
        DATA,
        "merge the two contacts in Xero or change the company name in Brightpearl",
        "another contact in Xero has this name",
    ),
    Meant(
        ("Another contact has this contact number",),
        DATA,
        "a contact in Xero carries this Brightpearl id already, perhaps archived or merged: restore it, then retry",
    ),
    Meant(("Account Number already exists",), DATA, "give the contact another account reference in Brightpearl"),
    Meant(
        ("Email address must be valid.",),
        DATA,
        "correct the e-mail address in Brightpearl, or a secondary contact's",
        "Xero does not take the e-mail address",
    ),
    Meant(("Website must be valid",), DATA, "correct the website in Brightpearl"),
    Meant(
        ("Additional people cannot be added when the primary person has no email address set",),
        DATA,
        "give the contact's primary person an e-mail address in Brightpearl",
    ),
    Meant(
        ("Account code '4000' has been archived", "The account 4000 has been deleted"),
        MAPPING,
        "restore the account in Xero's chart of accounts, or map the nominal code to another one in Settings",
        "it uses an account that is archived in Xero",
    ),
    Meant(
        (
            "Account code '4000' is not a valid code for this document.",
            "Account must be valid.",
            "Account could not be found",
        ),
        MAPPING,
        "map the nominal code (for payments: the payment method) to an account that exists in Xero",
        "it uses an account that Xero does not have",
    ),
    Meant(
        ("The TaxType code 'INPUT2' cannot be used with account code '200'.",),
        MAPPING,
        "choose a tax rate for this tax code that Xero allows on this account, or another account",
        "its tax rate is not allowed on its account",
    ),
    Meant(
        (
            "The TaxType code 'OLD' does not exist or cannot be used for this type of transaction.",
            "Tax rate must be valid",
        ),
        MAPPING,
        "map the Brightpearl tax code to a tax rate that exists in Xero",
        "it uses a tax rate that Xero does not have",
    ),
    Meant(
        ("There is only 1 item available to sell", "There are only 3 items available to sell"),
        DATA,
        "switch tracking off for the item in Xero, or enter the stock that is missing there with a bill, then retry",
        "Xero tracks the stock of one of its items, and has too little of it to sell",
    ),
    Meant(
        ("It cannot be set for an item that is tracked as inventory", "COGSAccountCode is missing"),
        DATA,
        "switch tracking off for the item in Xero, for Brightpearl keeps the stock; then retry",
        "Xero tracks the stock of this item, and takes no purchase account for it",
    ),
    Meant(
        ("Organisation is not subscribed to currency SEK",),
        DATA,
        "add the currency in Xero (Settings > Currencies), then retry",
        "its currency is not switched on in Xero",
    ),
    Meant(
        ("Payment amount exceeds the amount outstanding on this document",),
        DATA,
        "look at the document in Xero: where this very payment is there already, archive this record; where it is more than was"
        " due, refund it in Brightpearl",
        "it is more than what is still open on the document in Xero",
    ),
    Meant(
        ("Payments can only be made against Authorised documents",),
        DATA,
        "approve the document in Xero if it is a draft; where it was voided, refund the payment in Brightpearl, or enter it by"
        " hand in Xero",
        "the document in Xero is not approved, or is paid or voided",
    ),
    Meant(
        (
            "Invoice not of valid status for modification",
            "This document cannot be edited as it has a payment or credit note allocated to it.",
            "It cannot be applied to the invoice",
        ),
        DATA,
        "open it in Xero: where it is paid or credited, take that off and retry, or make the change by hand and archive this;"
        " where it was voided or deleted, archive this",
        "it can no longer be changed in Xero",
    ),
    Meant(
        ("Invoice # must be unique.",),
        DATA,
        "give it another invoice reference in Brightpearl, or void the other one in Xero",
    ),
    Meant(
        ("You have reached the limit of invoices you can approve",),
        DATA,
        "upgrade the Xero plan, or wait for next month and retry",
        "the Xero plan allows no more approved documents this month",
    ),
    Meant(
        ("The total debits (1.00) must equal total credits (2.00)",),
        DATA,
        "please report this: the journal was made out of balance",
    ),
    Meant(
        (
            "The document total does not equal the sum of the lines.",
            "The line total 9.99 does not match the expected line total 10.00",
            "The discount rate is wrong",
        ),
        DATA,
        "check quantities, prices and discounts of the rows in Brightpearl",
    ),
    Meant(
        ("It needs the scope accounting.banktransactions",),
        DATA,
        "connect Xero again and allow accounting.banktransactions, then retry",
        "the connector may not enter overpayments in Xero: it has no leave for bank transactions",
    ),
    Meant(("This Idempotency Key was used before",), TRANSIENT, "it is tried again by itself"),
    Meant(
        (
            "status 400",
            "status 500 with a web page",
            "no reason was given",
            "status 400 with a web page; payment 9001 of 12.50 on order 2002 stands and was not deleted: it has a journal",
        ),
        TRANSIENT,
        "it is tried again by itself, 10 times at most; if it still fails then, report it with the log",
        "it was refused without a reason",
    ),
    Meant(
        ("The period is locked", "Not in an open accounting period"),
        DEPENDENCY,
        "it goes by itself once the period is opened in Brightpearl; or date the payment later in Xero",
        "its date lies in a period that is locked in Brightpearl",
    ),
)


@pytest.mark.parametrize(
    ("words", "meant"), [pytest.param(words, meant, id=words) for meant in MEANT for words in meant.words]
)
def test_a_refusal_gets_its_class_a_sentence_and_a_way_to_put_it_right(words: str, meant: Meant) -> None:
    said = f"{meant.sentence} (Xero: {words})" if meant.sentence else f"Xero refused it: {words}"

    assert problem_of([words], system=System.XERO) == Problem(
        error_class=meant.error_class, message=said, hint=meant.hint
    )


def test_there_are_words_for_every_entry() -> None:
    entries: tuple[Refusal, ...] = CATALOGUE

    assert [(entry.error_class, entry.hint, entry.sentence) for entry in entries] == [
        (meant.error_class, meant.hint, meant.sentence) for meant in MEANT
    ]


def test_what_is_said_several_times_is_said_once_and_without_ids() -> None:
    words = ["Odd 0a1B2c3d-0000-4000-8000-0123456789aF.", " Strange ", "Odd."]

    problem = problem_of(words, system=System.XERO)

    assert problem == Problem(
        error_class=DATA,
        message="Xero refused it: Odd.; Strange",
        hint="correct it in Brightpearl or Xero, then retry",
    )
    assert problem_of(["Odd"], system=System.BRIGHTPEARL).hint == "correct it, then retry"
