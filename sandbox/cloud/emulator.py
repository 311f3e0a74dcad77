"""MiniStack as a process, corrected where it would mislead: refreshed tokens, and the tables.

`python -m sandbox.cloud.emulator`.
"""

from typing import Any

from ministack import app
from ministack.services import cognito

from sandbox.cloud import corrected as corrected  # its import corrects the tables


class NothingKept(dict[str, Any]):
    """What MiniStack would remember of a token from its sign-in page.

    Where it remembers one, it refreshes it without its groups, unlike AWS; where it does not, it reads who it was for from the
    token itself, and does as AWS does.
    """

    def __setitem__(self, _token: str, _about: Any) -> None:
        """Forget it."""


cognito._refresh_tokens = NothingKept()

if __name__ == "__main__":
    app.main()
