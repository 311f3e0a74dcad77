"""What a newcomer searches for stands in the first line of the module that does it."""

import ast
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[1] / "shared"

BY_WORD = {
    "retry": ["http/transport.py"],
    "backoff": ["http/transport.py"],
    "rate limit": ["brightpearl/pace.py", "xero/pace.py"],
    "idempotency": ["posting/sender.py"],
    "duplicate": ["posting/poster.py", "posting/found_payments.py", "posting/targets/xero_contacts.py"],
    "lock": ["auth/secret_store.py"],
    "bulk": ["brightpearl/payments.py", "xero/client.py"],
}


def first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n")[0].lower()


@pytest.mark.parametrize(("word", "module"), [(word, module) for word, names in BY_WORD.items() for module in names])
def test_the_module_that_does_it_says_the_word_first(word: str, module: str) -> None:
    assert word in first_line(SHARED / module)


@pytest.mark.parametrize("word", [*BY_WORD, "queue"])
def test_a_word_that_newcomers_search_for_leads_to_a_module(word: str) -> None:
    assert [path for path in SHARED.rglob("*.py") if word in first_line(path)] != []
