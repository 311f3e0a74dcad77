"""Which tests stay on one worker of pytest-xdist, for they share what is slow to set up; the others go where there is room.

Its own marks for that (`xdist_group`) are without effect since pytest 9.2, which keeps the names of tests elsewhere.
"""

from typing import Final

from xdist.scheduler import LoadScopeScheduling

DEPLOYED: Final = ("cycle", "every_connection", "killed_outright", "local_cloud", "manual", "restore")
TOGETHER: Final = {
    "tests/api/test_deployed.py": "the deployed API",
    "tests/console/": "the console in a browser",
    "tests/infra/": "the synthesised stack",
    **{f"tests/cloud/test_{name}.py": "the local cloud" for name in DEPLOYED},
}


def shared(test: str) -> str:
    """Give what a test shares with others, or itself."""
    return next((what for place, what in TOGETHER.items() if test.startswith(place)), test)


class OneWorkerForEach(LoadScopeScheduling):
    """Those that share something stay together, and what most tests share begins first."""

    def _split_scope(self, nodeid: str) -> str:
        return shared(nodeid)
