"""The words of the state machines: JSONata expressions over their variables, each said once.

Variables: `connection`, `run` (the run's id), `me` (this execution's ARN), `only` (one record or one kind, or null), `by`
(who asked for it), the asked steps and the asked change of a manual run, `so_far` (the step's previous answer, or
null), `limits` (the calls left) and `periods` (the days that are closed), as any step has seen them last, and `failed_steps`
(names, as text). `request` and `identity` are kept in the run as they were given.
"""

from typing import Final


def jsonata(text: str) -> str:
    """Put the text into the braces in which Step Functions expects an expression."""
    return f"{{% {text} %}}"


def plain(expression: str) -> str:
    """Take the braces off again, to use the expression within another one."""
    return expression.removeprefix("{% ").removesuffix(" %}")


CONNECTION: Final = jsonata("$connection")
ME: Final = jsonata("$me")
RUN: Final = jsonata("$run")
NOW: Final = jsonata("$now()")
NOTHING: Final = jsonata("null")
NOTHING_SEEN: Final = jsonata("{}")

BEGIN: Final = {
    "connection": jsonata("$states.input.connection"),
    "run": jsonata("$states.context.Execution.StartTime & '#' & $states.context.Execution.Name"),
    "me": jsonata("$states.context.Execution.Id"),
    "only": jsonata("$exists($states.input.only) ? $states.input.only : null"),
    "by": jsonata("$exists($states.input.by) ? $states.input.by : 'connector'"),
    "request": jsonata("$exists($states.input.request) ? $states.input.request : '{}'"),
    "identity": jsonata("$exists($states.input.identity) ? $states.input.identity : '-'"),
    "so_far": NOTHING,
    "limits": NOTHING_SEEN,
    "periods": NOTHING_SEEN,
    "failed_steps": "",
}


def epoch_seconds(*, later: int = 0) -> str:
    """Now, or that many seconds later, as DynamoDB wants a number: in text."""
    return jsonata(f"$string($floor($millis() / 1000) + {later})")
