"""Values that hold secrets."""

from msgspec import Struct


class SecretStruct(Struct, frozen=True):
    """Shows nothing of what it holds, whoever prints it."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"
