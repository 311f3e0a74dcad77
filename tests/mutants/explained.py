"""Mutants that no test can or should see, each with its reason."""

import re
from typing import Final

# room and module, what stands in the line that came, why nothing sees it
REASONS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        ".*",
        r"^\+class \w+\((Struct|Instead|Line),",
        "it only makes wrong what nobody does: to change, compare or order such a value",
    ),
    (".*", r"^\+.*zip\(.*(strict=(None|False)|, )\)", "both are of one length: `strict` is there to say so"),
    (
        ".*",
        r"\+.*sum\(.*, \)",
        "without a start, a sum starts at nought as well; the payloads' amounts are rounded later",
    ),
    ("mapping/fields", r"dict\.fromkeys\(emptied, (None)?\)", "`GONE` is None"),
    ("mapping/item_fields", r'\+.*else "XXXX"', "any text that is no path will do"),
    ("mapping/payments", r'strip\("XX-0\.XX"\)', "an amount has no X"),
    (
        "mapping/own_lines",
        r"net=bearing, \)",
        "tax that is more than its net was set by somebody, so it is what is shown",
    ),
    ("mapping/text", r"_hidden = tag", "within a script or a style the parser finds no tags"),
    ("mapping/payments", r"_is_negative\(None\)", "money in below nought was refused a line before"),
    ("mapping/contacts", r"\(post is street\) and False", "the same address is only not written out twice"),
    ("mapping/adjustments", r"movement\.value [<>]= 0", "movements without value were left out before"),
    ("mapping/adjustments", r"net >= 0 else", "what comes to nothing has no document"),
    ("mapping/amounts", r"exact\[at\] != 1", "a row of nought is never the one that rounding moved furthest"),
    (
        "mapping/amounts",
        r"^\+ +if off (<= unit / 3|< unit / 2):",
        "the next question lets the same through; this one is only quicker",
    ),
    ("mapping/dates", r'else "XXXX"', "any text that is no date will do"),
    ("mapping/own_lines", r"notes: Sequence\[str\] = None", "nobody leaves them out"),
    (".*", r"^-\w+ = (TypeVar|Mapping|dict|tuple|Callable)\b.*\n\+\w+ = (None|TypeVar\(.*\))$", "a name for a type"),
    (".*", r"^\+(Payload|Source|Fields|Known|Mapper|Shares) = None", "a name for a type"),
    (
        "posting/envelopes",
        r'^\+    (total|tax): Decimal \| None = ""',
        "what has no payload is not sent, so no total is compared",
    ),
    ("posting/allocations", r"left_of\(raw\) >= 0", "of an invoice with nothing open nothing is allocated in any case"),
    ("posting/payments", r'^\+    deposits: .*= ""', "nobody asks more of it than whether it is there"),
    ("posting/dependencies", r"is not linked\] for linked", "they go in batches of their own, in whatever order"),
    ("posting/targets/xero_documents", r"_named\(want\.payload\), (None)?\)", "nothing there is nothing either way"),
    ("posting/targets/xero_documents", r"seen\.get\(one, (None)?\)", "where nothing was said there is nothing to read"),
    ("posting/targets/xero_documents", r"isinstance\(refusal, Refuse\)\) or True", "what is gone is refused"),
    ("posting/poster", r"key=None, remote_id=envelope", "of what is ours already only the id is asked for"),
    ("posting/poster", r"outcome\.redo = self\._settler", "what it is added to is empty then"),
    ("posting/target", r"^\+    claim: str = None", "a record keeps its claim where there is none"),
    ("posting/documents", r"\(before is None\) and False", "of nothing nothing can be mapped: the same comes out"),
    (
        "posting/documents",
        r"\(before is record\.document\) and False|\(same\) and False",
        "the same document is only mapped once more",
    ),
    ("posting/documents", r"len\(made\) >= 1", "an order alone that has something to send comes out the same afresh"),
    (
        "posting/documents",
        r"\(2 if target\.looks is Looks\.ALWAYS else 2\)|>= MOST_KEPT|^\+MOST_KEPT",
        "it says when something goes, not whether",
    ),
    (
        "posting/targets/line_by_line",
        r'name in theirs or name not in before|str\(value or "XXXX"\)',
        "what neither side has is nothing on both, whatever nothing is called",
    ),
    ("posting/found_payments", r'^\+NOBODYS: Final = (None|"XXXX")', "any name will do that no payment has"),
    ("posting/batches", r"\(target\.unique_field\) or True", 'no payload has a field that is called ""'),
    ("posting/deleted_payments", r"\(document\) or True", "no record is known under None"),
    ("posting/payments", r"\(key\) or True", "no record is known under None"),
    (
        "posting/targets/closed_documents",
        r"want\.refused or Element\(key=None\)|\(want\.refused\) or True",
        "what is judged was refused",
    ),
    ("posting/targets/line_by_line", r'^\+NEVER_COMPARED: .*"(XXTypeXX|type|TYPE)"', "no document changes its type"),
    ("posting/excess", r"\(want\.refused\) or True", "what is judged was refused"),
    ("posting/excess", r'our_payment_id\(.*\) or "XXXX"', "a payment of ours has its id in its reference"),
    ("posting/reversals", r"\(current\) or True", "a record that was read is there: nobody takes records out"),
    *(
        (
            f"posting/targets/{module}",
            r'^-( *(?:Refusal\()?(?:\w+: Final = (?:re\.compile\()?)?rf?"|EXCEEDS: Final = ")(.*)\n\+\1(?i:\2)$',
            "a vendor's words are searched in any case",
        )
        for module in ("merged_contacts", "refusals", "refused_fields", "xero_documents", "xero_items", "xero_payments")
    ),
    (
        "mapping/eligibility",
        r'^\+.*default=None\), (None|"XXdateXX"|"DATE"), settings\)',
        "it is only asked whether there is a sentence",
    ),
    (
        "mapping/money",
        r'^\+_(UNIT|RATE): Final = Decimal\("0\.0*[0-9]0?"\)',
        "rounding asks only how many places it has",
    ),
    ("mapping/money", r"isinstance\(value, str\)\) and False", "Decimal takes spaces at both ends by itself"),
    ("mapping/lines", r"quantity <= 0 < whole", "nought with the other sign is nought"),
    ("mapping/rows", r"else \((2, 0|1, 1)\)", "rows that say no place come last in either way"),
    ("mapping/rows", r"coding=None", "it is put in its place by the next step"),
    ("mapping/text", r"_squeezed\(line, None\)", "all lines together are cut in the end"),
    ("mapping/text", r'"ASCII"|"REPLACE"|"NFKD"', "the name of an encoding may be written in capitals"),
    ("mapping/text", r"\(value\) or True", "of nothing comes nothing"),
    (
        "mapping/amounts",
        r"^\+        return False$",
        "the next question lets the same through; this one is only quicker",
    ),
    (
        "mapping/amounts",
        r"\(spread is None\) and False",
        "rows that are the whole lack no more cents than there are rows to give them to",
    ),
    ("mapping/amounts", r"exact\[at\]\) / step\)", "one unit, above or below nought, orders them alike both ways"),
    ("mapping/contact_fields", r'_SOUND\.fullmatch\(fields\[path\] or "XXXX"\)', "neither is an e-mail address"),
    ("mapping/contact_fields", r'^\+    number = str\(.* or "XXXX"\)$', "any text that nobody's name has at its end"),
    ("mapping/contact_fields", r'get\("Name"\) or "XXXX"\), number\)', "any name will do that nobody has"),
    *(
        (f"mapping/{module}", r"""rstrip\(['"]XX/XX['"]\)""", "no address of Brightpearl's ends with an X")
        for module in ("documents", "overpayments", "links")
    ),
    ("mapping/days", r"day_of\(payload\[HALVES\]\[1\]\)", "both halves are of one day"),
    ("mapping/days", r'get\("(Reference|Description)", (None)?\)', "nothing is nothing, whatever it is called"),
    ("mapping/deposits", r"signed\(payment\) >= 0", "a payment of nought is refused on either kind of document"),
    (
        "mapping/eligibility",
        r'^\+ +at\(order, "invoices", 0, "taxDate"\), (None|"XXtax dateXX"|"TAX DATE"), settings$',
        "it is only asked whether there is a sentence",
    ),
    ("mapping/links", r'url or "XXXX"', "any text will do that is no link"),
    ("mapping/journals", r'\(amount_at\(line, "amount"\) >= 0\) is above', "no line of nought is kept"),
    ("mapping/journals", r"\(amount >= 0\) is inwards", "no line of nought is kept"),
    ("mapping/opposites", r"amounts\.total >= 0 else", "what comes to nothing was refused before"),
    ("mapping/payments", r'in "XXaeiouXX"', "no word for what settles begins with an X"),
    ("mapping/payments_to_xero", r"moved (>=|<=) 0", "a payment of nought is refused in either way"),
    ("mapping/payments_to_xero", r'strip\("XX0\.XX"\)', "a rate has no X"),
    ("mapping/reversals", r"move\.money >= 0", "a payment of nought is as much as no reversal"),
    ("mapping/reversals", r'lstrip\("XX-XX"\)', "an amount has no X"),
    ("mapping/xero_tax", r'get\("CurrencyCode"\) or "XXXX"', "what is no currency has cents, too"),
    ("mapping/xero_tax", r"\(unit == money\.CENT\) and False", "in cents both questions are the same"),
)


def reason_for(module: str, difference: str) -> str:
    """Give why a mutant lives, or ""."""
    found = (
        why
        for name, change, why in REASONS
        if re.fullmatch(name, module) and re.search(change, difference, re.MULTILINE)
    )
    return next(found, "")
