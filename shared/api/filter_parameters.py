"""A filter in the query of an address: one parameter for each of its fields, made of the shape that bodies have it in.

Powertools reads the parameters of a route from its signature, so this puts the fields where the filter stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from inspect import Parameter, Signature
from typing import Annotated, Any, get_args, get_type_hints

from shared.api.shapes import InQuery, SelectionFilter


def spread_filter(signature: Signature) -> Signature:
    """The signature with the filter's fields in the place of the filter."""
    spread_out = [one for parameter in signature.parameters.values() for one in _spread(parameter)]
    return signature.replace(parameters=spread_out)


def gather_filter(signature: Signature, given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments for the signature, from those for the one that it was spread to."""
    chosen = next((name for name, found in signature.parameters.items() if found.annotation is SelectionFilter), None)
    if chosen is None:
        return dict(given)
    names = {field.name for field in fields(SelectionFilter)}
    rest = {name: value for name, value in given.items() if name not in names}
    return {**rest, chosen: SelectionFilter(**{name: given[name] for name in names & given.keys()})}


def _spread(parameter: Parameter) -> Iterator[Parameter]:
    if parameter.annotation is not SelectionFilter:
        yield parameter
        return
    hints = get_type_hints(SelectionFilter, include_extras=True)
    for field in fields(SelectionFilter):
        plain, *about = get_args(hints[field.name])
        query = next(one.query for one in about if isinstance(one, InQuery))
        yield parameter.replace(name=field.name, default=field.default, annotation=Annotated[plain, query])
