"""What Xero says about one element of a batch, wherever it says it; and how texts go into a condition."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.codec import to_json
from shared.errors import AnswerError, ErrorClass, InvalidDataError
from shared.http.wire import Reply
from shared.kinds import System
from shared.posting.targets.refusals import problem_of
from shared.records.failure import MAX_TRANSIENT_ATTEMPTS
from shared.xero.answers import WITHOUT_WORDS, explain, moment, refusals, warnings
from shared.xero.conditions import equals, guid, quoted
from shared.xero.resources import ITEMS, MOST_BYTES, body_of

REFUSALS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "taken": ({"StatusAttributeString": "OK", "ValidationErrors": []}, []),
    "taken with lines": ({"StatusAttributeString": "OK", "LineItems": [{"ValidationErrors": []}]}, []),
    "taken with a warning": ({"StatusAttributeString": "WARNING", "Warnings": [{"Message": "odd"}]}, []),
    "nothing said": ({"InvoiceID": "1"}, []),
    "null": ({"StatusAttributeString": None, "ValidationErrors": None}, []),
    "refused": ({"StatusAttributeString": "ERROR", "ValidationErrors": [{"Message": "no "}]}, ["no"]),
    "by description": ({"StatusAttributeString": "ERROR", "ValidationErrors": [{"Description": "no"}]}, ["no"]),
    "by flag": ({"HasErrors": True, "ValidationErrors": [{"Message": "no"}]}, ["no"]),
    "by the other flag": ({"HasValidationErrors": True, "ValidationErrors": [{"Message": "no"}]}, ["no"]),
    "by errors alone": ({"ValidationErrors": [{"Message": "no"}]}, ["no"]),
    "in a line": (
        {
            "StatusAttributeString": "ERROR",
            "ValidationErrors": [],
            "LineItems": [{"ValidationErrors": [{"Message": "no"}]}],
        },
        ["no"],
    ),
    "in the contact": (
        {"StatusAttributeString": "ERROR", "Contact": {"ValidationErrors": [{"Message": "no"}]}},
        ["no"],
    ),
    "said twice": (
        {"StatusAttributeString": "ERROR", "ValidationErrors": [{"Message": "a"}, {"Message": "b"}, {"Message": "a"}]},
        ["a", "b"],
    ),
    "without a word": ({"StatusAttributeString": "ERROR"}, [WITHOUT_WORDS]),
}


@pytest.mark.parametrize(("element", "words"), REFUSALS.values(), ids=REFUSALS)
def test_refusals_are_read_wherever_they_stand(element: dict[str, Any], words: list[str]) -> None:
    assert refusals(element) == words


def test_warnings_are_read_wherever_they_stand() -> None:
    element = {"Warnings": [{"Message": "one"}], "JournalLines": [{"Warnings": [{"Description": "two"}]}, None]}

    assert warnings(element) == ["one", "two"]
    assert warnings({"Warnings": None}) == []
    assert warnings({**element, "StatusAttributeString": "WARNING"}) == ["one", "two"]
    assert warnings({**element, "StatusAttributeString": "OK"}) == []


@pytest.mark.parametrize("text", ["/Date(1539993600123+0000)/", "/Date(1539993600123)/", "/Date(1539993600123+1300)/"])
def test_times_are_milliseconds_in_utc(text: str) -> None:
    assert moment(text) == datetime(2018, 10, 20, 0, 0, 0, 123_000, UTC)


def test_a_time_of_another_form_is_an_error() -> None:
    with pytest.raises(AnswerError):
        moment("2018-10-20")


def test_a_text_becomes_a_literal() -> None:
    assert quoted("O'Neill & Söhne (100%)") == '"O\'Neill & Söhne (100%)"'
    assert guid("0-1") == 'guid("0-1")'


@pytest.mark.parametrize("text", ['a"b', "a\\", '" OR Type=="ACCPAY'])
def test_a_text_that_cannot_be_written_never_becomes_another_condition(text: str) -> None:
    with pytest.raises(InvalidDataError):
        quoted(text)


@given(st.text(alphabet='ab" \\', max_size=12))
def test_a_condition_never_lets_a_text_out_of_its_quotes(text: str) -> None:
    condition = equals("Name", text)

    inside = condition.split('"')[1::2]
    assert "\\" not in condition
    assert condition.count('"') == 2 * len(inside)
    assert all(part in text for part in inside)


def test_more_than_a_request_may_hold_is_refused_before_it_is_sent() -> None:
    with pytest.raises(InvalidDataError, match="bytes long"):
        body_of(ITEMS, [{"Description": "x" * MOST_BYTES}])


@pytest.mark.parametrize("content", [b'{"ErrorNumber":10,"Message":"A validation exc', b"<html>no</html>", b""])
def test_a_refusal_whose_words_were_lost_has_none(content: bytes) -> None:
    assert explain(Reply(status=400, content=content)) == ""


SHAPES: dict[str, tuple[object, str]] = {
    "of an element": (
        {"Message": "A validation exception occurred", "Elements": [{"ValidationErrors": [{"Message": "No date."}]}]},
        "No date.",
    ),
    "of an element, by description": ({"Elements": [{"ValidationErrors": [{"Description": "No date."}]}]}, "No date."),
    "beside the message": ({"Message": "A validation exception", "ValidationErrors": [{"Message": "No."}]}, "No."),
    "in small letters": ({"message": "Odd", "elements": [{"validationErrors": [{"message": "No date."}]}]}, "No date."),
    "without an element": (
        {"ErrorNumber": 16, "Type": "QueryParseException", "Message": "Syntax error"},
        "Syntax error",
    ),
    "problem details": (
        {"type": None, "title": "Bad Request", "status": 400, "detail": "No date."},
        "Bad Request; No date.",
    ),
    "problem details in capitals": ({"Title": "Forbidden", "Detail": "TokenExpired"}, "Forbidden; TokenExpired"),
    "problem details that say it twice": ({"title": "Forbidden", "detail": "Forbidden"}, "Forbidden"),
    "problem details by field": ({"title": "Errors occurred", "errors": {"Date": ["No date."]}}, "No date."),
    "a text": ("The resource you're looking for cannot be found", "The resource you're looking for cannot be found"),
}


@pytest.mark.parametrize(("body", "words"), SHAPES.values(), ids=SHAPES)
def test_a_refusal_of_any_shape_keeps_its_words(body: object, words: str) -> None:
    content = body if isinstance(body, str) else to_json(body)

    assert explain(Reply(status=400, content=content.encode())) == words


@pytest.mark.parametrize("words", ["status 400", "status 400 with a web page", WITHOUT_WORDS])
def test_a_refusal_without_a_reason_is_tried_a_few_times(words: str) -> None:
    problem = problem_of([words], system=System.XERO)

    assert problem.error_class == ErrorClass.TRANSIENT
    assert problem.message == f"it was refused without a reason (Xero: {words})"
    assert f"{MAX_TRANSIENT_ATTEMPTS} times at most" in problem.hint


def test_words_that_only_begin_like_a_missing_reason_are_a_reason() -> None:
    assert problem_of(["status 400 is not allowed"], system=System.XERO).error_class == ErrorClass.DATA


@pytest.mark.parametrize(
    ("words", "system", "message", "hint"),
    [
        (
            "Organisation is not subscribed to currency SEK",
            System.XERO,
            "its currency is not switched on in Xero (Xero: Organisation is not subscribed to currency SEK)",
            "add the currency in Xero (Settings > Currencies), then retry",
        ),
        (
            "The purchases AccountCode cannot be set for an item that is tracked as inventory",
            System.XERO,
            "Xero tracks the stock of this item, and takes no purchase account for it "
            "(Xero: The purchases AccountCode cannot be set for an item that is tracked as inventory)",
            "switch tracking off for the item in Xero, for Brightpearl keeps the stock; then retry",
        ),
        ("Odd", System.XERO, "Xero refused it: Odd", "correct it in Brightpearl or Xero, then retry"),
        ("Odd", System.BRIGHTPEARL, "Brightpearl refused it: Odd", "correct it, then retry"),
    ],
)
def test_a_refusal_names_the_system_and_keeps_its_words(words: str, system: System, message: str, hint: str) -> None:
    problem = problem_of([words], system=system)

    assert (problem.message, problem.hint) == (message, hint)
