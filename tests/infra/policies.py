"""A resource's policy, read as AWS reads it: an explicit Deny wins, else an Allow must match in every part.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Final

from tests.infra.synthesised import as_list, joined

# What this stack's account, region and partition turn out to be.
ACCOUNT: Final = "111122223333"
REGION: Final = "eu-west-1"
PSEUDO: Final = {"{AWS::AccountId}": ACCOUNT, "{AWS::Region}": REGION, "{AWS::Partition}": "aws"}
ARN_PARTS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody wants to do something; `service` is an AWS service's name, `context` the keys of conditions."""

    action: str
    resource: str
    service: str
    context: Mapping[str, str] = field(default_factory=dict)


def allows(policy: Mapping[str, Any], call: Call) -> bool:
    """Whether a call that no other policy speaks of may be made."""
    effects = {statement["Effect"] for statement in policy["Statement"] if _speaks_of(statement, call)}
    return effects == {"Allow"}


def _speaks_of(statement: Mapping[str, Any], call: Call) -> bool:
    return (
        _is_principal(statement["Principal"], call.service)
        and any(fnmatchcase(call.action.lower(), one.lower()) for one in as_list(statement["Action"]))
        and any(fnmatchcase(call.resource, resolved(one)) for one in as_list(statement["Resource"]))
        and all(
            OPERATORS[operator](call.context[key], resolved(wanted)) if key in call.context else False
            for operator, keys in statement.get("Condition", {}).items()
            for key, wanted in keys.items()
        )
    )


def _is_principal(principal: Any, service: str) -> bool:
    return principal == "*" or service in as_list(principal.get("Service", []))


def resolved(value: Any) -> str:
    """Write a value of the template as it is once deployed."""
    text = joined(value)
    for name, known in PSEUDO.items():
        text = text.replace(name, known)
    return text


def _is_arn_like(given: str, pattern: str) -> bool:
    parts, wanted = given.split(":", ARN_PARTS - 1), pattern.split(":", ARN_PARTS - 1)
    return len(parts) == len(wanted) and all(map(fnmatchcase, parts, wanted))


OPERATORS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "ArnLike": _is_arn_like,
    "Bool": lambda given, wanted: given.lower() == wanted.lower(),
    "StringEquals": lambda given, wanted: given == wanted,
}
