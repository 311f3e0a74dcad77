"""Every deliberate error, grouped by what the caller does about it.

ConnectorError
├── RecordError          this record stops, the others go on; its sentence becomes the record's Error
│   ├── UnmappableError      a code without a mapping: somebody changes the settings
│   ├── InvalidDataError     the source itself cannot go: somebody changes it in Brightpearl or Xero
│   └── HeldError            nothing is wrong: the record waits (for its document, say) and stays Pending
└── StepError            the step stops, the cycle goes on with the next step
    ├── ConfigurationError   a setting, secret or address is missing or wrong
    ├── WrongBooksError      the credentials lead to other books than the connection's: it stops until they are right
    ├── ReconnectError       the other system no longer accepts our authorisation
    │   └── ScopeError           it does, but for other calls than this one
    ├── AnswerError          the other system answered something that we cannot read as success or refusal
    ├── RequestRefusedError  the other system refused a whole request (HTTP 4xx)
    ├── LockLostError        another run has taken the connection over
    └── TransientError       worth trying again by itself
        ├── UncertainError       a write was sent and its answer was lost: it may have been done
        └── LimitError           a rate limit; carries how long to wait
"""

from enum import StrEnum

from msgspec import Struct


class ErrorClass(StrEnum):
    """Who puts it right: the next cycle, the data's owner, the settings' owner, or the record it depends on."""

    TRANSIENT = "transient"
    DATA = "data"
    MAPPING = "mapping"
    DEPENDENCY = "dependency"


class ConnectorError(Exception):
    """A sentence a bookkeeper can act on, and what to do."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class RecordError(ConnectorError):
    error_class = ErrorClass.DATA


class UnmappableError(RecordError):
    error_class = ErrorClass.MAPPING


class InvalidDataError(RecordError):
    pass


class HeldError(RecordError):
    pass


class StepError(ConnectorError):
    pass


class ConfigurationError(StepError):
    pass


class WrongBooksError(StepError):
    pass


class ReconnectError(StepError):
    """Names the system, so that the connection can be marked as one to be connected again."""

    def __init__(self, message: str, *, system: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.system = system


class ScopeError(ReconnectError):
    """The authorisation is good, but does not reach as far as this call."""


class AnswerError(StepError):
    pass


class RequestRefusedError(StepError):
    """`words` are the system's own, without its name, or say that there were none. `body` is the start of the answer's text."""

    def __init__(self, message: str, *, words: str, status: int, body: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.words = words
        self.status = status
        self.body = body


class LockLostError(StepError):
    pass


class TransientError(StepError):
    pass


class UncertainError(TransientError):
    pass


class LimitError(TransientError):
    """`wait_seconds` until it is worth trying again; `daily` when that is tomorrow."""

    def __init__(self, message: str, *, wait_seconds: int, daily: bool = False, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.wait_seconds = wait_seconds
        self.daily = daily


class Problem(Struct, frozen=True, kw_only=True):
    """An error as it is stored on a record or a run."""

    error_class: ErrorClass
    message: str
    hint: str

    @classmethod
    def of(cls, error: RecordError) -> "Problem":
        return cls(error_class=error.error_class, message=error.message, hint=error.hint)

    def as_error(self) -> RecordError:
        """Give an error that becomes this very problem again."""
        error = RecordError(self.message, hint=self.hint)
        error.error_class = self.error_class
        return error
