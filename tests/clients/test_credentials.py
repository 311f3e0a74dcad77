"""What is wrong with a connection's credentials is said by name, all at once, and never by value."""

from typing import Any

import pytest

from shared.auth.credentials import BrightpearlCredentials, Credentials, Grant, XeroCredentials
from shared.errors import ConfigurationError

BRIGHTPEARL: dict[str, Any] = {
    "base_url": "https://euw1.brightpearlconnect.com",
    "account": "shop",
    "app_ref": "shop_connector",
    "staff_token": "hush",
}
XERO: dict[str, Any] = {"client_id": "id", "client_secret": "hush", "grant": "client_credentials"}


def test_both_parts_are_read() -> None:
    credentials = Credentials.parse({"brightpearl": BRIGHTPEARL, "xero": XERO})

    assert credentials.brightpearl.staff_token == "hush"
    assert credentials.xero.grant is Grant.CLIENT_CREDENTIALS
    assert credentials.xero.api_url == "https://api.xero.com/api.xro/2.0"
    assert credentials.xero.identity_url == "https://identity.xero.com/connect/token"


@pytest.mark.parametrize(
    "address",
    [
        "https://euw1.brightpearlconnect.com/",
        "https://euw1.brightpearlconnect.com/public-api",
        "https://euw1.brightpearlconnect.com/public-api/shop",
        "https://euw1.brightpearlconnect.com/public-api/shop/",
    ],
)
def test_the_address_may_be_given_as_the_vendors_pages_print_it(address: str) -> None:
    credentials = BrightpearlCredentials.parse({**BRIGHTPEARL, "base_url": address})

    assert credentials.base_url == "https://euw1.brightpearlconnect.com"


OAUTH = {"client_id": "c", "dev_ref": "d", "refresh_token": "hush"}
BAD_BRIGHTPEARL = {
    "missing": ({**BRIGHTPEARL, "account": ""}, "account is missing"),
    "unknown": ({**BRIGHTPEARL, "stafftoken": "hush"}, "stafftoken is not known"),
    "not text": ({**BRIGHTPEARL, "app_ref": 5}, "app_ref is not text"),
    "no authorisation": ({**BRIGHTPEARL, "staff_token": ""}, "exactly one of"),
    "two authorisations": ({**BRIGHTPEARL, "account_token": "hush"}, "not 2"),
    "plain http": ({**BRIGHTPEARL, "base_url": "http://euw1.brightpearlconnect.com"}, "base_url is not an https"),
    "no address": ({**BRIGHTPEARL, "base_url": "euw1"}, "base_url is not an https"),
    "odd account": ({**BRIGHTPEARL, "account": "shop/../other"}, "account has characters"),
    "nested": ({**BRIGHTPEARL, "staff_token": "", "oauth": {**OAUTH, "dev_ref": ""}}, "oauth: dev_ref is missing"),
    "nested text": ({**BRIGHTPEARL, "staff_token": "", "oauth": "hush"}, "oauth must be an object"),
}


@pytest.mark.parametrize(("document", "words"), BAD_BRIGHTPEARL.values(), ids=BAD_BRIGHTPEARL)
def test_a_bad_brightpearl_part_is_named_without_its_values(document: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words) as caught:
        BrightpearlCredentials.parse(document)

    assert "hush" not in caught.value.message


def test_oauth_knows_brightpearls_own_token_address() -> None:
    credentials = BrightpearlCredentials.parse({**BRIGHTPEARL, "staff_token": "", "oauth": OAUTH})

    assert credentials.oauth is not None
    assert credentials.oauth.token_url == "https://oauth.brightpearl.com/token/shop"


BAD_XERO = {
    "missing": ({"grant": "refresh_token"}, "client_id is missing; client_secret is missing"),
    "grant": ({**XERO, "grant": "hush"}, "grant is not one of client_credentials, refresh_token"),
    "unknown": ({**XERO, "tennant_id": "x"}, "tennant_id is not known"),
    "address": ({**XERO, "identity_url": "ftp://identity.xero.com"}, "identity_url is not an https"),
}


@pytest.mark.parametrize(("document", "words"), BAD_XERO.values(), ids=BAD_XERO)
def test_a_bad_xero_part_is_named_without_its_values(document: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words) as caught:
        XeroCredentials.parse(document)

    assert "hush" not in caught.value.message


@pytest.mark.parametrize("document", [[], {"brightpearl": BRIGHTPEARL}, {"brightpearl": [], "xero": XERO}])
def test_a_document_that_is_something_else_is_refused(document: Any) -> None:
    with pytest.raises(ConfigurationError):
        Credentials.parse(document)
