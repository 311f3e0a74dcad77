"""The books of one organisation: every table, and what all the resources share."""

import random
import uuid
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from sandbox.stand_ins.clock import Clock
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.currency import places_of
from sandbox.stand_ins.switches import Switches
from sandbox.stand_ins.xero.choices import CHOICES
from sandbox.stand_ins.xero.countries import PROFILES
from sandbox.stand_ins.xero.history import History
from sandbox.stand_ins.xero.money import ZERO, Rounding
from sandbox.stand_ins.xero.organisation import CURRENCY_NAMES, TRACKING, accounts, organisation
from sandbox.stand_ins.xero.tables import Record, Table, table


class Books:
    """All that is stored for one organisation. Ids come from a seeded generator: the same calls give the same ids."""

    def __init__(self, clock: Clock, country: Country = Country.GB) -> None:
        self.clock = clock
        self.country = country
        self.switches = Switches(CHOICES)
        self.wrong_totals = 0
        self.wrong_by = 1  # cents
        self.warned_documents = 0
        self.refuses_elements = False
        self.open()

    def open(self) -> None:
        """Start over with a fresh organisation of the country that is set. Switches stay."""
        self.profile = PROFILES[self.country]
        self.history = History()
        self._ids = random.Random(20260101)
        self.wrong_totals = self.warned_documents = 0
        self.organisation: Record = organisation(self.profile, self.new_id())
        self.first = {name: self.organisation[name] for name in ("OrganisationID", "Name")}
        self.accounts = self._filled("AccountID", ("Code", "Name", "SystemAccount"), accounts(self.profile))
        self.tax_rates = self._filled("TaxType", (), self.profile.tax_rates)
        self.tracking = self._filled("TrackingCategoryID", ("Name",), TRACKING)
        self.currencies = table("Code")
        for code in self.profile.currencies:
            self.currencies.put({"Code": code, "Description": CURRENCY_NAMES[code]})
        self.contacts = table("ContactID", "ContactNumber", "Name", "AccountNumber", "EmailAddress")
        self.items = table("ItemID", "Code")
        self.invoices = table("InvoiceID", "InvoiceNumber", "Contact.ContactID", "Reference")
        self.credit_notes = table("CreditNoteID", "CreditNoteNumber", "Contact.ContactID", "Reference")
        self.overpayments = table("OverpaymentID", "Contact.ContactID")
        self.prepayments = table("PrepaymentID", "Contact.ContactID")
        self.bank_transactions = table("BankTransactionID")
        self.payments = table("PaymentID", "Reference")
        self.journals = table("ManualJournalID", "Narration")

    @property
    def base_currency(self) -> str:
        """What the books are kept in."""
        return self.profile.base_currency

    def new_id(self) -> str:
        return str(uuid.UUID(int=self._ids.getrandbits(128), version=4))

    def now(self) -> datetime:
        """The time to the millisecond, as Xero keeps it."""
        now = self.clock.now()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def today(self) -> date:
        return self.clock.now().date()

    def bump(self, record: Record) -> None:
        """Date a change, and note in the record's history who made it."""
        record["UpdatedDateUTC"] = self.now()
        self.history.note(record, record["UpdatedDateUTC"])

    def rounding(self, currency: str) -> Rounding:
        """How amounts of a currency are rounded."""
        return partial(self.rounded, currency=currency)

    def rounded(self, amount: Decimal, *, currency: str) -> Decimal:
        """Round to the currency's own places, shown with two at least; what happens to an exact half is a switch."""
        rounding = ROUND_HALF_EVEN if self.switches["rounding"] == "half_even" else ROUND_HALF_UP
        exact = amount.quantize(Decimal(1).scaleb(-places_of(currency)), rounding=rounding)
        return exact + ZERO

    def account(self, *, code: str | None = None, account_id: str | None = None) -> Record | None:
        """The account with that id, else with that code."""
        if account_id:
            return self.accounts.get(account_id)
        found = self.accounts.by("Code", code) if code else []
        return found[0] if found else None

    def system_account(self, name: str) -> Record:
        """The account that Xero itself posts to under that name."""
        return self.accounts.by("SystemAccount", name)[0]

    def control_account(self, *, sale: bool) -> Record:
        """Where what is open with customers stands, or with suppliers."""
        return self.system_account("DEBTORS" if sale else "CREDITORS")

    def held(self, account: Record) -> str:
        """The currency of an account."""
        return str(account.get("CurrencyCode") or self.base_currency)

    def _filled(self, id_field: str, keys: tuple[str, ...], rows: Iterable[Record]) -> Table:
        filled = table(id_field, *keys)
        for row in rows:
            record = {name: _copied(value) for name, value in row.items()}
            record.setdefault(id_field, self.new_id())
            for option in record.get("Options", ()):
                option["TrackingOptionID"] = self.new_id()
            record["UpdatedDateUTC"] = self.now()
            filled.put(record)
        return filled


def _copied(value: Any) -> Any:
    return [dict(entry) for entry in value] if isinstance(value, list) else value
