"""What people do at the console, in a real browser, against the deployed stack and both stand-ins."""

import json
import re

from playwright.sync_api import expect

from sandbox.proof.sync import Local
from sandbox.proof.trouble import make_trouble
from shared.api.access import Group
from tests.console.browser import Visit
from tests.console.conftest import SignIn
from tests.console.people import Shop

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> {{7*7}} Ltd"


def run(visit: Visit, button: str, said: str) -> None:
    """Start something and see it through to its end."""
    visit.button(button).click()
    visit.shows(visit.said(re.compile(f"{said}.*Done", re.DOTALL)))


def sold(visit: Visit, shop: Shop, customer: int) -> tuple[str, str]:
    """An order that the console has fetched and tried to post."""
    order, number = shop.sell(customer)
    run(visit, "Fetch", "Fetch sales invoices")
    run(visit, "Post", "Post sales invoices")
    return order, number


def test_an_error_is_found_understood_put_right_and_sent(signed_in: SignIn, shop: Shop) -> None:
    customer = shop.customer("Harbour Books Ltd")
    visit = signed_in("/shop/sales-invoices")
    sold(visit, shop, customer)
    shop.xero("archive_contact", contact=str(customer))
    visit.go("/shop/sales-invoices")
    order, number = sold(visit, shop, customer)

    visit.link("Dashboard").first.click()
    visit.shows(visit.page.get_by_text("Its contact is archived in Xero", exact=False))
    visit.link("1 sales invoice").click()
    visit.shows(visit.row(number).get_by_text("Error", exact=True))
    visit.link(number).click()
    visit.shows(visit.heading(f"Sales invoice {number}"), visit.page.get_by_text("restore the contact in Xero"))
    shop.xero("unarchive_contact", contact=str(customer))
    run(visit, "Retry", f"Retry sales invoice {order}")

    visit.shows(visit.page.get_by_text("Sent", exact=True), visit.page.get_by_role("link", name="Xero"))
    assert [invoice["Status"] for invoice in shop.in_xero(number)] == ["AUTHORISED"]


def test_the_error_that_make_local_leaves_is_put_right_from_the_dashboard(
    signed_in: SignIn, local: Local, shop: Shop
) -> None:
    cure = json.loads(make_trouble(local).split("'")[1])
    visit = signed_in("/")

    visit.shows(visit.heading("Dashboard"), visit.page.get_by_text("Its contact is archived in Xero"))
    shop.xero(**cure)
    visit.page.get_by_role("button", name=re.compile("^Retry all")).click()

    visit.shows(visit.said(re.compile("Retry sales invoices.*Done", re.DOTALL)))
    visit.shows(visit.page.get_by_text("Nothing.", exact=False), visit.page.get_by_text("Healthy", exact=True))


def test_a_run_is_followed_step_by_step(signed_in: SignIn, shop: Shop) -> None:
    visit = signed_in("/shop/contacts")
    shop.customer("Followed Ltd")

    visit.button("Fetch").click()
    visit.link("See the run").click()
    visit.shows(visit.heading("Fetch contacts"), visit.page.get_by_text("Succeeded", exact=True))

    visit.shows(visit.page.get_by_text("(1 of 1 done)"))
    visit.go("/shop/contacts")
    visit.shows(visit.row("Followed Ltd").get_by_text("Pending", exact=True))


def test_a_record_is_put_aside_and_brought_back(signed_in: SignIn, shop: Shop) -> None:
    visit = signed_in("/shop/sales-invoices")
    order, number = sold(visit, shop, shop.customer("Put Aside Ltd"))
    visit.link(number).click()

    run(visit, "Archive", f"Archive sales invoice {order}")
    visit.shows(visit.page.get_by_text("Archive", exact=True), visit.button("Unarchive"))
    run(visit, "Unarchive", f"Bring back sales invoice {order}")

    visit.shows(visit.page.get_by_text("Sent", exact=True), visit.button("Archive"))
    assert len(shop.in_xero(number)) == 1


def test_what_somebody_voided_in_xero_is_posted_anew(signed_in: SignIn, shop: Shop) -> None:
    visit = signed_in("/shop/sales-invoices")
    order, number = sold(visit, shop, shop.customer("Voided Ltd"))
    shop.xero("void", document=number)
    visit.go("/shop/sales-payments")
    run(visit, "Fetch", "Fetch sales payments")
    visit.go(f"/shop/sales-invoices/{order}")

    visit.shows(visit.page.get_by_text("Error, gone in Xero", exact=True), visit.page.get_by_text("VOIDED", exact=True))
    expect(visit.button("Retry")).to_be_disabled()
    visit.button("Post anew").click()
    visit.page.get_by_role("dialog").get_by_role("button", name="Post anew").click()

    visit.shows(visit.said(re.compile(f"Post anew sales invoice {order}.*Done", re.DOTALL)))
    visit.shows(visit.page.get_by_text("Sent", exact=True))
    assert [invoice["Status"] for invoice in shop.in_xero(f"{number}-2")] == ["AUTHORISED"]


def test_a_deep_link_is_there_after_the_sign_in_with_its_filter(signed_in: SignIn, shop: Shop) -> None:
    address = "/shop/products?status=Pending&q=DEEP"
    shop.brightpearl("create_product", sku="DEEP-LINK", name="Deep link", price="1.00")
    visit = signed_in("/shop/products")
    run(visit, "Fetch", "Fetch products")

    other = signed_in(address)

    expect(other.page).to_have_url(other.console + address.lstrip("/"))
    other.shows(other.row("DEEP-LINK"))
    assert other.page.get_by_role("searchbox").input_value() == "DEEP"


def test_a_filter_stands_in_the_address_and_survives_a_reload(signed_in: SignIn) -> None:
    visit = signed_in("/shop/sales-invoices")

    visit.page.get_by_role("button", name=re.compile("^Pending")).click()
    expect(visit.page).to_have_url(re.compile(r"/shop/sales-invoices\?status=Pending$"))
    visit.page.reload()

    visit.shows(visit.heading("Sales invoices"), visit.page.get_by_text("It has no invoice reference yet"))
    visit.shows_no(visit.page.get_by_role("table").get_by_text("Sent", exact=True))
    visit.page.go_back()
    visit.shows(visit.page.get_by_role("table").get_by_text("Sent", exact=True))


def test_a_viewer_sees_everything_and_nothing_that_starts_anything(signed_in: SignIn) -> None:
    visit = signed_in("/shop", group=Group.VIEWER)

    visit.shows(visit.heading("Dashboard"), visit.page.get_by_text("Healthy").or_(visit.page.get_by_text("Needs you")))
    visit.shows_no(visit.button("Sync now"))
    visit.go("/shop/sales-invoices?status=Sent")
    visit.shows(visit.page.get_by_role("table").get_by_text("Sent", exact=True))
    visit.shows_no(visit.button("Fetch"), visit.button("Post"), visit.button("Actions"))
    visit.page.get_by_role("row").nth(1).get_by_role("link").first.click()
    visit.shows(visit.page.get_by_text("Side by side").first)
    visit.shows_no(visit.button("Fetch"), visit.button("Post"), visit.button("Retry"), visit.button("Archive"))


def test_names_from_outside_are_text_and_nothing_else(signed_in: SignIn, shop: Shop) -> None:
    customer = shop.customer(HOSTILE)
    visit = signed_in("/shop/sales-invoices")
    sold(visit, shop, customer)

    visit.shows(visit.row(HOSTILE))
    visit.row(HOSTILE).get_by_role("link").first.click()
    visit.shows(visit.page.get_by_text(HOSTILE, exact=True))
    for tab in ("History", "Related", "Raw JSON"):
        visit.page.get_by_role("tab", name=re.compile(tab)).click()
        visit.shows(visit.page.get_by_role("tabpanel"))
    visit.go(
        "/shop/contacts?q=script+alert"
    )  # contacts bear the name that they have in Xero, which takes no such characters
    visit.shows(visit.page.get_by_role("row").filter(has_text="onerror=alert(2)"))

    visit.shows_no(visit.page.locator("img[src=x]"), visit.page.locator("script:not([src])"))


def test_signing_out_ends_at_the_sign_in_page(signed_in: SignIn, local: Local) -> None:
    visit = signed_in("/shop")

    visit.button("operator@example.com").click()
    visit.page.get_by_role("menuitem", name="Sign out").click()

    visit.page.wait_for_url(re.compile(f"^http://localhost:{local.cloud.endpoint.rpartition(':')[2]}/oauth2/authorize"))


def test_an_address_that_leads_nowhere_says_so(signed_in: SignIn) -> None:
    visit = signed_in("/shop/nothing")

    visit.shows(visit.page.get_by_text("There is no such page"))
    visit.link("Sales invoices").first.click()
    visit.shows(visit.heading("Sales invoices"))


def test_a_list_is_worked_by_keyboard_alone(signed_in: SignIn) -> None:
    visit = signed_in("/shop/sales-invoices?status=Sent")
    link = visit.page.get_by_role("row").nth(1).get_by_role("link").first
    visit.shows(link)

    visit.press_until(visit.page.get_by_role("button", name=re.compile("^Tools")).first, "Tab")
    visit.page.keyboard.press("Enter")
    visit.shows(visit.page.get_by_role("menuitem", name="Fetch"))
    visit.page.keyboard.press("Escape")
    visit.press_until(link, "Shift+Tab")
    visit.page.keyboard.press("Enter")

    visit.shows(visit.page.get_by_role("tab", name="Side by side"))


def test_what_is_listed_is_exported_and_chosen_columns_stay(signed_in: SignIn) -> None:
    visit = signed_in("/shop/sales-invoices?status=Sent")
    header = visit.page.get_by_role("columnheader", name="Number in Xero")
    visit.shows(visit.page.get_by_role("row").nth(1))
    visit.shows_no(header)

    visit.button("Preferences").click()
    visit.page.get_by_role("checkbox", name="Number in Xero").check()
    visit.button("Save").click()
    visit.page.reload()
    visit.shows(header)
    with visit.page.expect_download() as download:
        visit.button("Export CSV").click()

    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert "Status" in lines[0]
    assert lines[1:]
    assert all("Sent" in line for line in lines[1:])


def test_what_was_entered_without_an_order_is_found_and_marked_as_in_xero(signed_in: SignIn, shop: Shop) -> None:
    post = shop.brightpearl("create_contact", first_name="Kim", last_name="Post", company="Post Office", supplier=True)
    shop.brightpearl(
        "vendor_bill", contact=post["contact"], rows=[{"nominal": "5000", "net": "7"}], reference="STAMPS-9"
    )
    visit = signed_in("/shop/entries")
    entry = visit.page.get_by_role("row").filter(has_text="STAMPS-9")

    run(visit, "Look now", "Look at both systems")
    visit.shows(entry)
    entry.get_by_role("button").click()
    visit.shows(visit.said(re.compile("In Xero already.*Done", re.DOTALL)))

    visit.shows(entry.get_by_text("@", exact=False))
