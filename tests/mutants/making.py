"""The mutants of a module: mutmut's operators, also where mutmut itself cannot reach, and numbers that are written as text.

mutmut switches between copies of a function while the tests run, so it leaves out tables, constants and properties. Here each
mutant is the text of a whole module. https://mutmut.readthedocs.io
"""

import difflib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import libcst as cst
from libcst import matchers
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import Mutation, MutationVisitor, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

from tests.mutants.numbers import other_numbers
from tests.mutants.rooms import ROOT

Node = Any  # of libcst, which is installed for `make mutants` only
OPTIONS: Final = frozenset({"frozen", "kw_only", "eq"})  # in a class statement, of msgspec's Struct
GENERIC: Final = frozenset({"Callable", "Iterable", "Iterator", "Mapping", "Sequence", "dict", "list", "set", "tuple"})
_CALL: Final = matchers.Call(func=matchers.Name())


@dataclass(frozen=True, eq=False)
class Mutant:
    """One mistake in one module, and the lines on which it stands."""

    path: Path
    module: Node
    mutation: Mutation
    lines: range
    around: range  # the lines of the function
    function: Node | None  # that holds the mistake and can be exchanged while it is in use
    class_name: str | None  # of a method

    @property
    def name(self) -> str:
        """The module's."""
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts)

    @property
    def code(self) -> str:
        return str(self._changed(self.module).code)

    def difference(self) -> str:
        """Give the lines that go and those that come."""
        before, after = self.module.code.splitlines(), self.code.splitlines()
        return "\n".join(list(difflib.unified_diff(before, after, lineterm="", n=0))[3:])

    def take_its_place(self) -> None:
        """Make the function what it is in the mutant, wherever it was imported to."""
        module = import_module(self.name)  # which no test may have done
        namespace = dict(vars(module))
        source = cst.Module([self._changed(self.function)]).code
        exec(compile(source, str(self.path), "exec"), namespace)
        holder = getattr(module, self.class_name) if self.class_name else module
        name = self.mutation.contained_by_top_level_function.name.value
        live, changed = _function(vars(holder)[name]), _function(namespace[name])
        live.__code__ = changed.__code__
        live.__defaults__, live.__kwdefaults__ = changed.__defaults__, changed.__kwdefaults__

    def _changed(self, tree: Node) -> Node:
        return deep_replace(tree, self.mutation.original_node, self.mutation.mutated_node)


def _function(found: Any) -> Any:
    return found.fget if isinstance(found, property) else found


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Give every mutant of a module, from its top to its end."""
    wrapper = MetadataWrapper(cst.parse_module(path.read_text()))
    visitor = _Everywhere([*mutation_operators, (cst.SimpleString, _another_number)], IgnoredCode(set(), set(), set()))
    module = wrapper.visit(visitor)
    positions = wrapper.resolve(PositionProvider)
    on_import = _called_on_import(module)
    methods = {
        method: part.name.value for part in module.body if isinstance(part, cst.ClassDef) for method in part.body.body
    }
    for mutation in visitor.mutations:
        function = mutation.contained_by_top_level_function
        around = _lines(positions[function or module])
        yield Mutant(
            path=path,
            module=module,
            mutation=mutation,
            lines=_lines(positions[mutation.original_node]) if mutation.original_node in positions else around,
            around=around,
            function=function if _can_be_exchanged(function, on_import) else None,
            class_name=methods.get(function),
        )


def _lines(where: Any) -> range:
    return range(where.start.line, where.end.line + 1)


def _called_on_import(module: Node) -> set[str]:
    """Give the functions that a table or a constant is made with: what they have made stays as it is."""
    statements = (part for part in module.body if isinstance(part, cst.SimpleStatementLine))
    return {call.func.value for part in statements for call in matchers.findall(part, _CALL)}


def _can_be_exchanged(node: Node, on_import: Collection[str]) -> bool:
    """Not where a decorator or a table has taken what it made, nor where it knows its class."""
    if not isinstance(node, cst.FunctionDef) or "super()" in cst.Module([node]).code or node.name.value in on_import:
        return False
    return all(cst.Module([]).code_for_node(decorator.decorator) == "property" for decorator in node.decorators)


class _Everywhere(MutationVisitor):
    """mutmut's own leaves out functions with a decorator, such as properties. Here it is what runs as the same program that is
    left out: another name for a type, and the options of a class of values, which say what nobody does with them.
    """

    def _skip_node_and_children(self, node: Node) -> bool:
        if isinstance(node, cst.Module):
            self._same = {id(part) for part in _same_program(node)}
        if id(node) in self._same:
            return True
        return not isinstance(node, cst.FunctionDef) and bool(super()._skip_node_and_children(node))


def _same_program(module: Node) -> Iterator[Node]:
    for part in module.body:
        if isinstance(part, cst.ClassDef):
            yield from (given for given in part.keywords if given.keyword.value in OPTIONS)
        elif isinstance(part, cst.SimpleStatementLine):
            yield from (small for small in part.body if isinstance(small, cst.Assign) and _names_a_type(small.value))


def _names_a_type(value: Node) -> bool:
    """Such as `Mapping[str, Any]`: of what is subscribed, only a type has one of these names."""
    return isinstance(value, cst.Subscript) and cst.Module([]).code_for_node(value.value) in GENERIC


def _another_number(node: Node) -> Iterable[Node]:
    """An amount is written as text, so that no float touches it: `Decimal("0.01")`."""
    text = node.raw_value
    return [node.with_changes(value=f'"{number}"') for number in other_numbers(text)]
