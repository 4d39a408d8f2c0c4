"""`python -m underheaven.cli`."""

import sys

from underheaven.cli import main

sys.exit(main())
