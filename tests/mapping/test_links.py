"""What our links in Xero lead to: an order, or a payment of one."""

import pytest

from shared.mapping.links import order_linked, payment_linked
from tests.builders import some_settings

APP = "https://euw1.brightpearlapp.com"
ORDER = f"{APP}/patt-op.php?scode=invoice&oID=2002"
PAYMENT = f"{ORDER}&payment=9001"


@pytest.mark.parametrize(
    ("url", "order", "payment"),
    [
        (ORDER, "2002", ("", "")),
        (PAYMENT, "", ("2002", "9001")),
        (f"{ORDER}x", "", ("", "")),
        (f"{APP}/other.php?scode=invoice&oID=2002", "", ("", "")),
        ("https://shop.example/patt-op.php?scode=invoice&oID=2002", "", ("", "")),
        ("https://shop.example", "", ("", "")),
        (None, "", ("", "")),
    ],
    ids=["an order", "a payment", "more behind it", "another page", "another address", "a person's", "none"],
)
def test_a_link_of_ours_names_its_order_or_its_payment(url: str | None, order: str, payment: tuple[str, str]) -> None:
    settings = some_settings(brightpearl_app_url=f"{APP}/")

    assert (order_linked(url, settings), payment_linked(url, settings)) == (order, payment)


def test_without_an_address_in_the_settings_no_link_is_ours() -> None:
    settings = some_settings(brightpearl_app_url=None)

    assert (order_linked(ORDER, settings), payment_linked(PAYMENT, settings)) == ("", ("", ""))
    assert order_linked("/patt-op.php?scode=invoice&oID=2002", settings) == ""
