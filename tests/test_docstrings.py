"""Docstrings name only what is there: a name in backticks stands in the module too, outside of docstrings and comments."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = [path for folder in ("shared", "functions", "infra") for path in sorted((ROOT / folder).rglob("*.py"))]
A_NAME = re.compile(r"`([A-Za-z_][A-Za-z0-9_]*)(?:\(\))?`")
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, Documented) and ast.get_docstring(node, clean=False) is not None:
            first = node.body[0]
            assert isinstance(first, ast.Expr)
            assert isinstance(first.value, ast.Constant)
            yield first.value


def words_of(source: str, lines_left_out: set[int]) -> set[str]:
    """Every word of the code: names, and what stands in texts that are no docstrings."""
    kinds = (tokenize.NAME, tokenize.STRING)
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        word
        for token in tokens
        if token.type in kinds and token.start[0] not in lines_left_out
        for word in WORD.findall(token.string)
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_docstring_names_only_what_its_module_has(path: Path) -> None:
    source = path.read_text()
    found = list(docstrings(ast.parse(source)))
    known = words_of(source, {text.lineno for text in found})

    named = {name for text in found for name in A_NAME.findall(str(text.value))}

    assert named - known == set()
