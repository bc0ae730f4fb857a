"""`python -m testamur.cli`, for where the command `testamur` is not on the path."""

import sys

from testamur.cli import main

if __name__ == "__main__":
    sys.exit(main())
