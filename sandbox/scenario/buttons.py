"""What a person does with one record, as the API does it: same checks, same change, same steps, for it alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sandbox.proof.in_process import Connector
from shared.api.access import User
from shared.api.shapes import Accepted, Twin
from shared.api.starting import Request, Started
from shared.api.triggers import Triggers
from shared.api.ways import Ways
from shared.api.words import KindName
from shared.kinds import Kind
from shared.records.findings import Findings
from shared.records.store import Store

TWINS: Final = frozenset({"link", "separate"})
PERSON: Final = User(name="person", groups=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class AtOnce:
    """Starts a manual run as the state machine does, and waits for its end; `answers` keeps what its steps said."""

    deployed: Connector
    answers: dict[str, dict[str, Any]]

    def start(self, connection: str, request: Request) -> Started:  # noqa: ARG002 - there is but one
        """Change the records that the request names, then run its steps."""
        run = self.deployed.start_run()
        if request.change:
            self.deployed.change({"run": run, "change": request.change, "by": request.by})
        for step in request.steps:
            self.answers[step] = self.deployed.step(step, run=run, only=request.only, by=request.by)
        return Started(run=run)


@dataclass(frozen=True, kw_only=True)
class Buttons:
    """The buttons of a record."""

    deployed: Connector

    def press(self, action: str, kind: Kind, record_id: str, *, other: str = "") -> dict[str, dict[str, Any]]:
        """Do what the button does, and give what the steps answered. Raises ProblemError where the API refuses it."""
        answers: dict[str, dict[str, Any]] = {}
        body = (Twin(other=other),) if action in TWINS else ()
        self._actions(answers)[action](self.deployed.connection, KindName.of(kind), record_id, *body)
        return answers

    def _actions(self, answers: dict[str, dict[str, Any]]) -> Mapping[str, Callable[..., Accepted]]:
        starter = AtOnce(deployed=self.deployed, answers=answers)
        ways = Ways(starter=starter, store=self._store, user=lambda: PERSON)
        triggers = Triggers(starter=starter, store=self._store, findings=self._findings, user=lambda: PERSON)
        return {
            "fetch": triggers.fetch,
            "post": triggers.post,
            "retry": triggers.retry,
            "archive": triggers.archive,
            "unarchive": triggers.unarchive,
            "reapply": ways.reapply,
            "accept": ways.accept,
            "post-anew": ways.post_anew,
            "credit": ways.credit,
            "leave": ways.leave,
            "link": ways.link,
            "separate": ways.separate,
        }

    def _store(self, _connection: str) -> Store:
        return self.deployed.store

    def _findings(self, connection: str) -> Findings:
        return Findings(connection=connection, clock=self.deployed.clock.now)
