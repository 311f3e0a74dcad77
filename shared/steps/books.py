"""The right books: whether the credentials still lead to the organisation and to the account that the connection belongs to.

Connecting pins both; a connection that was made before there were pins gets them from its first cycle.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from shared.errors import LimitError, WrongBooksError
from shared.kinds import System
from shared.records.connections import Connection, Pins
from shared.records.progress import Opening, Progress
from shared.sequence import EVERY_NAME, Verb
from shared.steps.pipeline import wait
from shared.steps.result import Result

if TYPE_CHECKING:
    from shared.brightpearl.client import Brightpearl
    from shared.steps.context import StepContext

CONNECT: Final = "python -m shared.admin connect"


def may_begin(context: "StepContext", opening: Opening, result: Result) -> bool:
    """Whether a step may begin: what reads from Xero, or posts to either system, does so on the right books only.

    Where a limit keeps Xero from being asked, the result says so. While its day is used up, what was right last is right, for
    what is posted to Brightpearl was read from Xero before. Raises as `admit` does.
    """
    step, found = EVERY_NAME[context.step], opening.connection
    if step.system is System.BRIGHTPEARL:
        paused = opening.paused_until is not None and context.clock() < opening.paused_until
        known_wrong = found is not None and found.wrong_books != ""
        if step.verb is not Verb.POST or (paused and not known_wrong):
            return True
    if step.verb is Verb.VERIFY and (found is None or found.pins is None):
        return True  # a look has nothing to compare with: cycles pin
    try:
        admit(context, found)
    except LimitError as limit:
        wait(result, limit, now=context.clock())
        return False
    return True


def admit(context: "StepContext", found: Connection | None) -> None:
    """Compare Xero's organisation, which is asked for once a run, with the connection's.

    Raises WrongBooksError for another one, and what the client raises where Xero does not answer.
    """
    organisation = context.organisation
    if found is None:
        return
    if found.pins is None:
        context.progress.pin(pins_of(organisation, context.make_brightpearl()))
        return
    check_organisation(
        found.pins, organisation_id=organisation["OrganisationID"], name=str(organisation.get("Name") or "")
    )
    if found.wrong_books:
        context.make_brightpearl()  # its account is looked at, too
        context.progress.wrong_books("")


def pins_of(organisation: Mapping[str, Any], brightpearl: "Brightpearl") -> Pins:
    """Give the books that both systems say they are. Of Brightpearl's installation nothing is known before it has answered."""
    return Pins(
        organisation_id=str(organisation["OrganisationID"]),
        organisation=str(organisation.get("Name") or ""),
        account=brightpearl.account,
        installation=brightpearl.installation,
    )


def check_organisation(pins: Pins, *, organisation_id: str, name: str) -> None:
    """Raise WrongBooksError, with both names, where it is not the connection's."""
    if organisation_id != pins.organisation_id:
        which = (
            "another Xero organisation of that name" if name == pins.organisation else f"the Xero organisation {name}"
        )
        raise WrongBooksError(
            f"this connection belongs to the Xero organisation {pins.organisation}, and its credentials lead to {which}:"
            " nothing is posted to either system",
            hint=f"store the credentials of {pins.organisation} again ({CONNECT}), or connect {name} under a name of its own",
        )


def check_account(pins: Pins, account: str) -> None:
    """Raise WrongBooksError, with both codes, where it is not the connection's."""
    if not pins.is_of_account(account):
        raise WrongBooksError(
            f"this connection belongs to the Brightpearl account {pins.account}, and its credentials lead to {account}:"
            " nothing is posted to either system",
            hint=f"store the credentials of {pins.account} again ({CONNECT}), or connect {account} under a name of its own",
        )


def check_brightpearl(brightpearl: "Brightpearl", pins: Pins, *, secret_version: str, progress: Progress) -> None:
    """Compare the account with the connection's, and once for each new secret the installation of our app as well.

    Raises WrongBooksError where either is another one.
    """
    check_account(pins, brightpearl.account)
    if secret_version == pins.secret_version:
        return
    brightpearl.account_configuration()
    if pins.is_reinstalled(brightpearl.installation):
        raise WrongBooksError(
            f"the new credentials for the Brightpearl account {pins.account} are those of another installation of the"
            f" connector's app ({brightpearl.installation}, before it was {pins.installation}): nothing is posted to either"
            " system",
            hint=f"where the app was installed anew, connect again ({CONNECT}); else store the old credentials again",
        )
    installation = brightpearl.installation or pins.installation
    progress.pin(replace(pins, installation=installation, secret_version=secret_version))


def forget_reconnect(found: Connection | None, run: str, progress: Progress) -> None:
    """At the end of a cycle in which both systems have answered, take the mark *needs reconnect* away."""
    if found is None or not found.needs_reconnect:
        return
    noted = progress.runs.one(run)
    if noted is not None and both_answer(noted.steps):
        progress.answered()


def both_answer(steps: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether both systems have answered in a run, by what its steps have noted, and neither has refused to let us in."""
    refused = any(step.get("needs_reconnect") for step in steps.values())
    well = [step["calls"] for step in steps.values() if not step.get("failed") and "calls" in step]
    return not refused and all(any(calls.get(system) for calls in well) for system in System)
