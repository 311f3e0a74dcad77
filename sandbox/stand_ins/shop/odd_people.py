"""The people that every shop has and that trip connectors up, and what Xero knows of some of them already."""

from typing import Any

KNOWN_CUSTOMER = {"company": "Harbour Lights Ltd", "email": "accounts@harbourlights.example"}
CLASHING_CUSTOMER = {"company": "Meadow & Sons", "email": "hello@meadow.example"}
KNOWN_SUPPLIER = {"company": "Potteries United Ltd", "email": "ledger@potteries.example"}
CLASHING_EMAIL = "someone.else@meadow.example"
BETTER_KNOWN: dict[str, Any] = {
    "Name": "Old Friend Ltd",
    "EmailAddress": "friend@old.example",
    "FirstName": "Fred",
    "LastName": "Old",
    "Phones": [
        {"PhoneType": "MOBILE", "PhoneNumber": "7700 900111"},
        {"PhoneType": "DDI", "PhoneNumber": "7700 900222"},
    ],
    "Addresses": [{"AddressType": "POBOX", "AddressLine1": "PO Box 1", "City": "Leeds", "PostalCode": "LS1 1AA"}],
}
WITHOUT_EMAIL = {"Name": "Lister Lanterns Ltd"}
NUMBERED_BY_ANOTHER_APP = {"Name": "Northern Steel plc", "EmailAddress": "ledger@northernsteel.example"}

ODD_CUSTOMERS: dict[str, dict[str, Any]] = {
    "private": {
        "first_name": "Edith  Mary",
        "last_name": "Fenwick ",
        "email": "edith.fenwick@example.com",
    },
    "first of a name": {
        "first_name": "Colin",
        "last_name": "Shaw",
        "company": "Acme Supplies Ltd",
        "email": "colin@acme-bristol.example",
    },
    "second of a name": {
        "first_name": "Mei",
        "last_name": "Wong",
        "company": "Acme Supplies Ltd",
        "email": "mei@acme-leeds.example",
    },
    "spaces": {
        "first_name": "Joan",
        "last_name": "Todd",
        "company": "  Double  Space   Traders ",
        "email": "joan@doublespace.example",
    },
    "apostrophe": {
        "first_name": "Siobhán",
        "last_name": "O'Neill",
        "company": "O'Neill & Søn's",
        "email": "siobhan@oneill.example",
    },
    "script": {
        "first_name": "Bobby",
        "last_name": "Tables",
        "company": "<script>alert(1)</script> Ltd",
        "email": "bobby@tables.example",
    },
    "umlaut": {
        "first_name": "Jürgen",
        "last_name": "Größmann",
        "company": "Müller & Größmann GmbH",
        "email": "kontakt@mueller-groessmann.example",
    },
    "emoji": {
        "first_name": "Honey",
        "last_name": "Bee",
        "company": "Happy 🐝 Honey",
        "email": "buzz@happyhoney.example",
    },
    "many colleagues": {
        "first_name": "Ruth",
        "last_name": "Marsh",
        "company": "Seven Colleagues LLP",
        "email": "ruth@7colleagues.example",
    },
    "no e-mail": {
        "first_name": "Walter",
        "last_name": "Quinn",
        "company": "Quinn's Market Stall",
    },
    "in xero already": {
        "first_name": "Stella",
        "last_name": "Reid",
        **KNOWN_CUSTOMER,
    },
    "clashes in xero": {
        "first_name": "Hugo",
        "last_name": "Meadow",
        **CLASHING_CUSTOMER,
    },
    "known better in xero": {
        "first_name": "Jo",
        "last_name": "Baker",
        "company": "Old Friend Ltd",
        "email": "friend@old.example",
    },
    "in xero without e-mail": {
        "first_name": "Nadia",
        "last_name": "Lister",
        "company": "Lister Lanterns Ltd",
        "email": "nadia@listerlanterns.example",
    },
    "two dots": {
        "first_name": "Arthur",
        "last_name": "Dunn",
        "email": "arthur@dunn..com",
    },
    "dot at the end": {
        "first_name": "Olga",
        "last_name": "Winter",
        "email": "olga@winter.com.",
    },
    "underscore": {
        "first_name": "Isaac",
        "last_name": "Frost",
        "email": "isaac@exa_mple.com",
    },
    "number of another app": {
        "first_name": "Harriet",
        "last_name": "Booth",
        "company": "Harbour Books Ltd",
        "email": "harriet@harbourbooks.example",
    },
}

ODD_SUPPLIERS: dict[str, dict[str, Any]] = {
    "supplier, plain": {
        "first_name": "Ivy",
        "last_name": "Kemp",
        "company": "Kemp Ceramics",
        "email": "sales@kempceramics.example",
    },
    "supplier, namesake": {
        "first_name": "Omar",
        "last_name": "Malik",
        "company": "Acme Supplies Ltd",
        "email": "omar@acme-wholesale.example",
    },
    "supplier abroad": {
        "first_name": "Clara",
        "last_name": "Rossi",
        "company": "Filature de Lyon",
        "email": "vente@filature.example",
    },
    "supplier in xero already": {
        "first_name": "Keith",
        "last_name": "Booth",
        **KNOWN_SUPPLIER,
    },
    "supplier, customs": {
        "first_name": "Duty",
        "last_name": "Office",
        "company": "Customs and Duty Office",
        "email": "deferment@customs.example",
    },
    "supplier, carrier": {
        "first_name": "Rhona",
        "last_name": "Swift",
        "company": "Swift Parcels Ltd",
        "email": "billing@swiftparcels.example",
    },
}
