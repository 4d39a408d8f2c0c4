"""`python -m underheaven`, the same as the command `underheaven`."""

import sys

from underheaven.cli import main

if __name__ == "__main__":
    sys.exit(main())
