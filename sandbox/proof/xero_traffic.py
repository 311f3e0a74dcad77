"""What was said to Xero, held against Xero's own OpenAPI description and the rules that no description can express.

    python -m sandbox.proof.xero_traffic --description xero_accounting.yaml [--responses] out/traffic/xero.jsonl

The files are those that TRAFFIC_DIR keeps: a call a line, with its answer. The description is published at
https://github.com/XeroAPI/Xero-OpenAPI and no part of this repository. With `--responses` the answers are held against it,
too, which is how the stand-in stays faithful. Prints a line for everything that is wrong; exits with 0 if there is nothing,
1 if there is, and 2 where nothing can be said: a file that cannot be read, or without a single call to the accounting API.
"""

import argparse
import json
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import yaml
from openapi_core import Config, OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest, WerkzeugOpenAPIResponse
from openapi_core.templating.responses.exceptions import ResponseNotFound
from openapi_core.validation.request.exceptions import ParameterValidationError
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

HOST: Final = "https://api.xero.com"
API: Final = "/api.xro/2.0/"
JSON: Final = "application/json"
HEAD, TAIL = 160, 60
NOT_MODIFIED: Final = 304
FIRST_REFUSAL: Final = 400
LONGEST_KEY: Final = 128
# https://developer.xero.com/documentation/best-practices/integration-health/batch-requests/
MOST_ELEMENTS: Final = 50
MOST_ITEMS: Final = 500
WRITES: Final = frozenset({"PUT", "POST"})
WITH_UNIT_AMOUNTS: Final = frozenset({"CreditNotes", "Invoices", "Items"})
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
# What an element has to say of itself: the description leaves most of it open, and Xero refuses it or guesses.
NEEDED: Final[Mapping[str, frozenset[str]]] = {
    "BankTransactions": frozenset({"Type", "BankAccount", "Contact", "Date", "LineItems"}),
    "Contacts": frozenset({"Name"}),
    "CreditNotes": frozenset({"Type", "Contact", "Date", "LineItems", "Status"}),
    "Invoices": frozenset({"Type", "Contact", "Date", "DueDate", "LineItems", "Status"}),
    "Items": frozenset({"Code"}),
    "ManualJournals": frozenset({"Narration", "Date", "JournalLines"}),
    "Payments": frozenset({"Account", "Amount", "Date"}),
}
# Without it, a POST overwrites what happens to have the same number or name. Items have no other identity than their code.
IDENTITY: Final[Mapping[str, str]] = {
    "BankTransactions": "BankTransactionID",
    "Contacts": "ContactID",
    "CreditNotes": "CreditNoteID",
    "Invoices": "InvoiceID",
    "Items": "Code",
    "ManualJournals": "ManualJournalID",
    "Payments": "PaymentID",
}


class UnreadableError(Exception):
    """A file from which nothing can be learnt; its sentence says which and why."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One recorded call; `place` is where it stands."""

    place: str
    raw: Mapping[str, Any]

    @cached_property
    def request(self) -> WerkzeugOpenAPIRequest:
        headers = Headers([(name, value) for name, value in self.raw["headers"].items() if name.lower() != "host"])
        return WerkzeugOpenAPIRequest(
            EnvironBuilder(
                method=self.raw["method"],
                base_url=HOST,
                path=self.raw["path"],
                query_string=self.raw["query"],
                headers=headers,
                data=self.raw["body"],
            ).get_request()
        )

    @property
    def response(self) -> WerkzeugOpenAPIResponse:
        return WerkzeugOpenAPIResponse(Response(self.raw["response"], status=self.raw["status"], mimetype=JSON))

    @property
    def is_write(self) -> bool:
        return self.raw["method"] in WRITES

    @property
    def is_not_modified(self) -> bool:
        """Whether it asked for changes and there were none: the description leaves that answer out, and it has no body."""
        asked = "If-Modified-Since" in self.request.parameters.header
        return bool(asked and self.raw["status"] == NOT_MODIFIED and not self.raw["response"])

    @property
    def collection(self) -> str:
        """What a write of several is about; blank for all other calls."""
        name: str = self.raw["path"].removeprefix(API)
        return name if self.is_write and name in NEEDED else ""

    @cached_property
    def body(self) -> Any:
        """The body as values, or None where it is none that could be read: the description says so then."""
        try:
            return json.loads(self.raw["body"] or "null")
        except ValueError:
            return None

    @property
    def elements(self) -> list[Mapping[str, Any]]:
        found = self.body.get(self.collection) if isinstance(self.body, Mapping) else None
        return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


# What the description cannot say


def _asks_for_json(call: Call) -> Iterator[str]:
    if JSON not in call.request.parameters.header.get("Accept", ""):
        yield f"does not ask for {JSON}, so Xero answers in XML"


def _has_a_key(call: Call) -> Iterator[str]:
    length = len(call.request.parameters.header.get("Idempotency-Key", ""))
    if call.is_write and not 0 < length <= LONGEST_KEY:
        yield f"the idempotency key of a write has 1 to {LONGEST_KEY} characters, not {length}"


def _hears_of_each_element(call: Call) -> Iterator[str]:
    if call.collection and call.request.parameters.query.get("summarizeErrors") != "false":
        yield "a write of several elements without summarizeErrors=false: one bad element refuses all"


def _keeps_unit_amounts(call: Call) -> Iterator[str]:
    if call.collection in WITH_UNIT_AMOUNTS and call.request.parameters.query.get("unitdp") != "4":
        yield "unit amounts without unitdp=4: Xero rounds them to two places"


def _is_no_larger_than_allowed(call: Call) -> Iterator[str]:
    most = MOST_ITEMS if call.collection == "Items" else MOST_ELEMENTS
    if len(call.elements) > most:
        yield f"{len(call.elements)} elements, where {most} are allowed"


def _says_what_is_needed(call: Call) -> Iterator[str]:
    creates = call.raw["method"] == "PUT"
    needed = NEEDED.get(call.collection, frozenset()) if creates else {IDENTITY.get(call.collection, "")} - {""}
    for number, element in enumerate(call.elements):
        for name in sorted(needed - {name for name, value in element.items() if value not in ("", None, [])}):
            yield f"{call.collection}[{number}] is without {name}"


def _writes_days_as_days(call: Call) -> Iterator[str]:
    for path, value in _values(call.body):
        if path.endswith("Date") and not DAY.fullmatch(str(value)):
            yield f"{path} is {value!r}, no day such as 2026-11-23"


def _values(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _values(inner, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _values(inner, f"{path}[{number}]")
    else:
        yield path, value


RULES: Final[Sequence[Callable[[Call], Iterator[str]]]] = (
    _asks_for_json,
    _has_a_key,
    _hears_of_each_element,
    _keeps_unit_amounts,
    _is_no_larger_than_allowed,
    _says_what_is_needed,
    _writes_days_as_days,
)


# What the description says


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """Requests may have no field that it does not name: Xero would ignore it. Answers may, for Xero's own do."""

    requests: OpenAPI
    answers: OpenAPI

    @classmethod
    def read(cls, path: Path) -> "Description":
        document = yaml.load(_text(path), yaml.CSafeLoader)
        if not isinstance(document, Mapping) or "openapi" not in document:
            raise UnreadableError(f"{path} is no OpenAPI description")
        # Xero's own has defaults of another type than their fields; openapi-core looks for such things unless told not to.
        lenient = Config(spec_validator_cls=None)  # type: ignore[arg-type]  # its declared type leaves None out
        strict = replace(lenient, additional_properties_default_policy="forbid")
        document = dict(document)
        return cls(
            requests=OpenAPI.from_dict(document, config=strict), answers=OpenAPI.from_dict(document, config=lenient)
        )

    def of_request(self, call: Call) -> Iterator[str]:
        return _sentences(self.requests.iter_request_errors(call.request))

    def of_answer(self, call: Call) -> Iterator[str]:
        """Nothing is said of a refusal that the description leaves out: it has no 401, 429 or 503."""
        if call.is_not_modified:
            return iter(())
        errors = self.answers.iter_response_errors(call.request, call.response)
        described = (
            one for one in errors if call.raw["status"] < FIRST_REFUSAL or not isinstance(one, ResponseNotFound)
        )
        return (f"answered {call.raw['status']}: {sentence}" for sentence in _sentences(described))


def _sentences(errors: Iterable[Exception]) -> Iterator[str]:
    """Say what is wrong and, of a parameter or inside a body, where."""
    for error in errors:
        cause = error.__cause__ or error
        about = f"{error}: " if isinstance(error, ParameterValidationError) and cause is not error else ""
        inside = [f"{one.json_path}: {one.message}" for one in getattr(cause, "schema_errors", ())]
        yield from (f"{about}{sentence}" for sentence in inside or [str(cause)])


def _shortened(sentence: str) -> str:
    return sentence if len(sentence) <= HEAD + TAIL else f"{sentence[:HEAD]} … {sentence[-TAIL:]}"


# Files and the command


def findings(call: Call, description: Description, *, with_answer: bool) -> list[str]:
    """Give a sentence for everything that is wrong with a call."""
    found = [*(sentence for rule in RULES for sentence in rule(call)), *description.of_request(call)]
    return [*found, *description.of_answer(call)] if with_answer else found


def read_calls(path: Path) -> Iterator[Call]:
    """Give the calls to the accounting API; those for tokens are described elsewhere."""
    for number, line in enumerate(_text(path).splitlines(), 1):
        if not line.strip():
            continue
        place = f"{path.name}:{number}"
        try:
            raw = json.loads(line)
            is_ours = raw["path"].startswith(API)
        except (ValueError, TypeError, KeyError) as cause:
            raise UnreadableError(f"{place} is no recorded call") from cause
        if is_ours:
            yield Call(place=place, raw=raw)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as cause:
        raise UnreadableError(f"cannot read {path}: {cause.strerror}") from cause


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        description = Description.read(options.description)
        calls = [call for path in options.files for call in read_calls(path)]
        if not calls:
            raise UnreadableError("there is no call to the accounting API in what was given")
    except UnreadableError as error:
        print(error, file=sys.stderr)
        return 2
    return _report(calls, description, with_answers=options.responses)


def _report(calls: Sequence[Call], description: Description, *, with_answers: bool) -> int:
    count = 0
    with warnings.catch_warnings(action="ignore"):  # openapi-core knows no OAuth 2, and says so for every call
        for call in calls:
            for sentence in findings(call, description, with_answer=with_answers):
                count += 1
                print(f"{call.place} {call.raw['method']} {call.raw['path']}: {_shortened(sentence)}")
    print(f"{len(calls)} calls checked, {count} findings")
    return 1 if count else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox.proof.xero_traffic", description=__doc__.splitlines()[0])
    parser.add_argument("--description", type=Path, required=True, help="Xero's OpenAPI description, YAML")
    parser.add_argument("--responses", action="store_true", help="check the answers, too")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="recorded calls, a JSON object a line")
    return parser


if __name__ == "__main__":
    sys.exit(main())
