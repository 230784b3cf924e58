"""`python -m zhixing.ops`."""

import sys

from zhixing.ops.main import main

sys.exit(main())
