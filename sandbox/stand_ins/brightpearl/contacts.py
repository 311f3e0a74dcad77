"""Reading and patching contacts, and their postal addresses.

https://api-docs.brightpearl.com/contact/contact/get.html: a customer is who is neither supplier nor staff; a contact
that nobody ever changed says it was updated at the time of the request.
"""

from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO, rounded
from sandbox.stand_ins.brightpearl.orders import COUNTRIES, present
from sandbox.stand_ins.brightpearl.patches import Setter, apply_patch
from sandbox.stand_ins.brightpearl.records import Address, Contact
from sandbox.stand_ins.brightpearl.selection import MAX_IDS, existing, one, path_ids, pick
from sandbox.stand_ins.brightpearl.wire import Answer, Call, found, not_found


def get_contacts(account: Account, call: Call, ids: str | None = None) -> Answer:
    """Answer with contacts in the order of their ids, at most 200 at a time."""
    query = dict(call.query)
    chosen = _chosen(account, ids, descending=query.get("sort", "").endswith(".DESC"))
    first = int(query.get("firstResult", 1))
    size = min(int(query.get("pageSize", MAX_IDS)), MAX_IDS)
    page = chosen[first - 1 : first - 1 + size]
    return Answer(
        body={
            "response": [render_contact(account, contact, options=call.options()) for contact in page],
            "pagination": {
                "morePagesAvailable": first - 1 + size < len(chosen),
                "resultsReturned": len(page),
                "firstResult": first,
                "lastResult": first + len(page) - 1,
            },
            "sorting": [{"field": "contactId", "direction": "ASC"}],
        }
    )


def list_contacts(account: Account, _call: Call, ids: str | None = None) -> Answer:
    """Answer with the addresses of the contacts that exist."""
    return existing(account.store.contacts.keys(), ids, resource="contact")


def patch_contact(account: Account, call: Call, contact_id: int) -> Answer:
    """Change a contact with a JSON Patch and answer with the whole of it."""
    contact = one(account.store.contacts, contact_id, missing="No Contact Found")
    apply_patch(contact, call.json(), _PATCHES)
    account.store.touch(contact)
    return found(render_contact(account, contact, options=set()))


def get_addresses(account: Account, _call: Call, ids: str) -> Answer:
    """Answer with postal addresses."""
    nothing = not_found("No Postal Address Found")
    return found([_address(item) for item in pick(account.store.addresses, ids, account=account, nothing=nothing)])


def render_contact(account: Account, contact: Contact, *, options: set[str]) -> dict[str, Any]:
    """A contact as Brightpearl shows it."""
    reference = account.store.reference
    return present(
        {
            "contactId": contact.id,
            "isPrimaryContact": contact.is_primary,
            "salutation": contact.salutation,
            "firstName": contact.first_name,
            "lastName": contact.last_name,
            "postAddressIds": contact.address_ids,
            "communication": {
                "emails": {key: {"email": email} for key, email in contact.emails.items()},
                "telephones": contact.telephones,
                "messagingVoips": {},
                "websites": contact.websites,
            },
            "contactStatus": {"current": {"contactStatusId": 0}},
            "relationshipToAccount": {"isSupplier": contact.is_supplier, "isStaff": contact.is_staff},
            "marketingDetails": {"isReceiveEmailNewsletter": True},
            "financialDetails": {
                "priceListId": contact.price_list_id,
                "nominalCode": contact.nominal_code,
                "taxCodeId": reference.tax_codes[contact.tax_code].id,
                "creditLimit": contact.credit_limit,
                "creditTermDays": contact.credit_term_days,
                "currencyId": reference.currencies[contact.currency].id,
                "discountPercentage": rounded(ZERO, 2),
                "creditTermTypeId": 1,
            },
            "assignment": {
                "current": {
                    "staffOwnerContactId": 4,
                    "leadSourceId": 0,
                    "contactGroupId": 3,
                    "accountReference": contact.account_reference,
                }
            },
            "organisation": _organisation(contact),
            "tradeStatus": "UNKNOWN",
            "createdByid": 0,
            "createdOn": account.time.stamp(contact.created_on),
            "updatedOn": account.time.stamp(contact.updated_on or account.clock.now()),
            "contactTags": contact.tags,
            "aliases": {},
            "companyId": 0,
            "customFields": contact.custom_fields if "customFields" in options else None,
            "postalAddresses": _addresses(account, contact) if "postalAddresses" in options else None,
        }
    )


def _chosen(account: Account, ids: str | None, *, descending: bool) -> list[Contact]:
    contacts = account.store.contacts
    nothing = not_found("No Contact Found")
    if ids is None or len(path_ids(ids)) > MAX_IDS:
        wanted = contacts if ids is None else path_ids(ids)
        chosen = [contacts[number] for number in wanted if number in contacts]
    else:
        chosen = pick(contacts, ids, account=account, nothing=nothing)
    if not chosen:
        raise nothing
    return sorted(chosen, key=lambda contact: contact.id, reverse=descending)


def _organisation(contact: Contact) -> dict[str, Any]:
    return present({"organisationId": contact.organisation_id, "name": contact.company})


def _addresses(account: Account, contact: Contact) -> dict[str, Any] | list[Any]:
    addresses = account.store.addresses
    own = {number: _address(addresses[number]) for number in sorted(set(contact.address_ids.values()))}
    as_map = account.switches["postal_addresses"] == "map"
    return {str(number): address for number, address in own.items()} if as_map else list(own.values())


def _address(address: Address) -> dict[str, Any]:
    known = COUNTRIES.get(address.country)
    country = {"countryIsoCode": known[1], "countryIsoCode2": address.country, "countryId": known[2]} if known else {}
    return {
        "addressId": address.id,
        "contactId": address.contact_id,
        "addressLine1": address.line1,
        "addressLine2": address.line2,
        "addressLine3": address.line3,
        "addressLine4": address.line4,
        "postalCode": address.postcode,
        **country,
    }


def _attribute(name: str) -> Setter:
    return lambda contact, value: setattr(contact, name, value)


def _email(contact: Contact, value: Any) -> None:
    contact.emails["PRI"] = value


_PATCHES: dict[str, Setter] = {
    "/firstName": _attribute("first_name"),
    "/lastName": _attribute("last_name"),
    "/salutation": _attribute("salutation"),
    "/organisation/name": _attribute("company"),
    "/communication/emails/PRI/email": _email,
}
