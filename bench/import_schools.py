"""How long the register takes to read, and how much memory: `python bench/import_schools.py FILE [FILE …]`.

Imports the files one over the other into the database of DATABASE_URL (migrate it first; use a throw-away one), each in
its own process, and prints rows, seconds and the peak of resident memory. Aim: 52,000 rows in 60 s and 200 MB.
"""

import re
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py"), "import_schools"]


def main(files: list[str]) -> int:
    if not files:
        print(__doc__)
        return 2
    print(f"{'file':45} {'rows':>7} {'seconds':>8} {'peak MB':>8}  result")
    for file in [*files, files[-1]]:  # the last twice: a second run has nothing to write
        measure(file)
    return 0


def measure(file: str) -> None:
    """Import one file and print a line. One that closes many schools is taken: the refusal names the number."""
    seconds, output = run([file])
    if number := re.search(r"--yes-close (\d+)", output):
        seconds, output = run([file, "--yes-close", number[1]])
    rows = re.search(r"^(\d+) rows: (.*)", output, re.MULTILINE)
    if rows is None:
        raise SystemExit(output)
    # The largest of all imports so far, in kilobytes (Linux).
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{Path(file).name:45} {int(rows[1]):>7,} {seconds:>8.1f} {peak:>8.0f}  {rows[2]}")


def run(arguments: list[str]) -> tuple[float, str]:
    """Seconds and output of one import."""
    start = time.perf_counter()
    done = subprocess.run([*MANAGE, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return time.perf_counter() - start, done.stdout + done.stderr


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
