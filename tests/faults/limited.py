"""A run that may write so many bytes per file and no more: `python -m tests.faults.limited BYTES raw warehouse`.

Ends as the command line does: a line for a person and an exit code, for every failure that is expected.
"""

import resource
import sys
from pathlib import Path

from flows.cli import _exit_code
from tests.running import run_once


def main() -> None:
    size, raw, warehouse = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    if size >= 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    sys.exit(_exit_code(lambda: run_once(raw, warehouse, batch_size=5)))


if __name__ == "__main__":
    main()
