"""pyxero speaks XML to Xero, the sandbox reads JSON: the same body in the other form, outside of what is measured."""

from typing import Any
from xml.etree.ElementTree import Element, fromstring

from shared.codec import to_json


def to_json_body(body: bytes) -> bytes:
    """Read an XML body of Xero's; a list is what stands under a plural name."""
    root = fromstring(body)  # noqa: S314 (our own client's)
    if _is_list(root):
        return to_json({root.tag: [_value(child) for child in root]}).encode()
    return to_json(_value(root)).encode()


def _is_list(element: Element) -> bool:
    children = list(element)
    return bool(children) and all(_plural(child.tag) == element.tag for child in children)


def _plural(name: str) -> str:
    """`Tracking` is Xero's only list without a plural of its own."""
    special = {"TrackingCategory": "Tracking", "Address": "Addresses"}
    return special.get(name, f"{name}s")


def _value(element: Element) -> Any:
    if not len(element):
        return element.text or ""
    if _is_list(element):
        return [_value(child) for child in element]
    return {child.tag: _value(child) for child in element}
