"""`python -m shared.admin`: the commands."""

import sys

from shared.admin.commands import main

if __name__ == "__main__":
    sys.exit(main())
