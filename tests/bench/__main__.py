"""Run every measurement, one after another: `make bench`. Each can be run alone by its module."""

import subprocess
import sys

MEASUREMENTS = (
    "store_commit",
    "stock_tinydb",
    "free_slots",
    "opening",
    "looking_back",
    "seen_by_others",
    "server_commit",
    "import_speed",
    "cli_start",
    "first_paint",
    "key_to_paint",
    "row_list",
    "many_people",
)


def main() -> int:
    """Run them; the status is that of the last one that failed."""
    status = 0
    for name in MEASUREMENTS:
        print(f"\n== {name}", flush=True)
        ended = subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=False)
        status = ended.returncode or status
    return status


if __name__ == "__main__":
    sys.exit(main())
