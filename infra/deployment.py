"""What one deployment may choose. It arrives as CDK context (`-c name=value`), so that synth needs no cloud."""

from dataclasses import dataclass, field
from pathlib import Path

from constructs import Node

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where the code comes from; tests put stand-ins here."""

    functions: Path = ROOT / "functions"
    shared: Path = ROOT / "shared"
    cache: Path = ROOT / "out" / "layers"
    console: Path = ROOT / "out" / "console"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """`local` is the one difference between the local cloud and AWS: the host's packages, and nothing is kept from deletion.

    `time_budget` bounds one invocation's work in seconds; 0 means as long as Lambda lets it run. `callbacks` are further
    addresses to which the sign-in page may return, with spaces between: that of a console under its own domain, for instance.
    """

    stack: str = "BrightpearlXero"
    local: bool = False
    time_budget: int = 0
    alarm_email: str = ""
    callbacks: tuple[str, ...] = ()
    sources: Sources = field(default_factory=Sources)

    @property
    def secret_prefix(self) -> str:
        return f"{self.stack}/"

    def named(self, name: str) -> str:
        """Give the physical name of what must be known before it exists. Several stacks may share an account."""
        return f"{self.stack}-{name}"

    @classmethod
    def from_context(cls, node: Node) -> "Deployment":
        return cls(
            stack=_text(node, "stack", "BrightpearlXero"),
            local=_text(node, "local", "false").lower() == "true",
            time_budget=int(_text(node, "time_budget", "0")),
            alarm_email=_text(node, "alarm_email", ""),
            callbacks=tuple(_text(node, "callbacks", "").split()),
        )


def _text(node: Node, name: str, default: str) -> str:
    value = node.try_get_context(name)
    return default if value is None else str(value)
