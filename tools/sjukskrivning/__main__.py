"""``python -m sjukskrivning TOOL [FILE|-] [--as FORM]``: one JSON object in, one out.

Exit 0 with a result, exit 2 with ``{"errors": […]}``; both on standard output.
"""

import argparse
import sys
from pathlib import Path

from sjukskrivning.call import TOOLS, answer, refusal
from sjukskrivning.faults import Fault


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m sjukskrivning", description="Ett JSON-objekt in, ett ut."
    )
    parser.add_argument("tool", help=", ".join(TOOLS))
    parser.add_argument("file", nargs="?", default="-", help="indata som JSON; - är standard in")
    parser.add_argument("--as", dest="form", default="json", help="vad svaret ska vara")
    options = parser.parse_args()
    try:
        raw = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        reason = f"Filen {options.file} gick inte att läsa ({error.strerror})."
        ok, output = False, refusal([Fault("", "not-readable", reason)])
    except UnicodeDecodeError:
        reason = "Indata är inte UTF-8. Spara filen som UTF-8 och försök igen."
        ok, output = False, refusal([Fault("", "not-json", reason)])
    else:
        ok, output = answer(options.tool, text, options.form)
    sys.stdout.buffer.write(output.encode("utf-8", "replace") + b"\n")
    return 0 if ok else 2


if __name__ == "__main__":
    sys.exit(main())
