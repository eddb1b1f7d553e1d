"""A task that tells what it was given and how much room it has. Put your own work in its place."""

import os
import shutil
import sys


def main(words: list[str]) -> int:
    """Prints; a first word `fail` ends it with exit code 1, which Airflow shows as a failed task."""
    if words[:1] == ["fail"]:
        print("This task was told to fail.", file=sys.stderr)
        return 1
    free = shutil.disk_usage("/").free // 2**30
    print(f"{os.cpu_count()} CPUs, {free} GiB of free disk.")
    print(" ".join(words))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
