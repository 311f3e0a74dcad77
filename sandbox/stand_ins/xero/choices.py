"""What is not certain about Xero, and what a merchant's plan decides, as switches. The default comes first."""

from typing import Any

from sandbox.stand_ins.switches import NO_YES, YES_NO

CHOICES: dict[str, tuple[Any, ...]] = {
    "item_code_case": (
        "clashes",
        "ignored",
        "distinct",
    ),  # a code in other letters: cannot be added, is the same, is another
    "limits": YES_NO,  # False: nothing is counted
    "day_limit": (5000, 1000, 1_000_000),  # the last is nobody's: for what would take several days
    "rounding": ("half_up", "half_even"),  # exact half cents
    "tax_amount": ("honoured", "ignored"),  # ignored: a line is taxed by its rate alone, and nothing is said
    "connected_as": ("standard", "adviser"),  # an adviser passes the period lock
    "lock_date_inclusive": YES_NO,  # a document dated on the lock date is refused
    "credit_note_number_unique": YES_NO,
    "voided_frees_number": NO_YES,
    "deleted_frees_number": YES_NO,
    "merge_bumps_documents": NO_YES,  # the documents of a contact that is merged away count as changed
    "post_matches_bills": YES_NO,  # POST of a bill with a known number changes that bill
    "bill_match_needs_contact": NO_YES,
    "contact_where_ignores_case": YES_NO,
    "number_list_case": ("ignored", "told"),  # told: a list of numbers finds only those in the same letters
    "modified_since_inclusive": YES_NO,
    "not_modified": ("always", "never", "first_page"),  # which pages of a list answer 304 where nothing has changed
    "payments_list_deleted": YES_NO,  # a list of payments holds the deleted ones
    "refund_shown_as": ("Invoice", "CreditNote"),  # where a payment of a credit or of money ahead nests it
    "reconciled_payment": ("kept", "deleted"),  # what is reconciled with the bank: cannot be deleted, or can
    "allocation_date": (
        "sent",
        "later",
    ),  # an allocation has the date that was sent, or the later of the two documents'
    "bank_transactions_scope": ("granted", "missing"),  # missing: no token has accounting.banktransactions
    "reports": ("allowed", "refused"),  # refused: the user who connected may not see reports
    "bank_summary_in": ("account", "base"),  # a foreign bank account's own currency, or the organisation's
    "payment_before_document": ("allowed", "refused"),
    "unknown_tracking": ("warning", "error"),
    "answers_in_order": YES_NO,  # False: elements of a batch come back in reverse
    "key_in_progress": (
        "waits",
        "refused",
    ),  # a key whose first request is still being handled: waits for its answer, or is refused
    "error_500_is_remembered": YES_NO,  # an internal error is replayed for its idempotency key
    "problem_json": NO_YES,  # 401, 403 and 429 have bodies of application/problem+json, with names in small letters
    "query_length": (2048, 8192),
    "error_text_in": ("Message", "Description"),  # the key of a validation message in a batch's answer
}
