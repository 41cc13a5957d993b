"""``python -m sjukskrivning TOOL [FORM-ID] [FILE|-] [--as FORM] [--lang sv|en]``: JSON in, JSON out.

Exit 0 with a result, exit 2 with ``{"errors": […]}``; both on standard output.
"""

import argparse
import sys
from pathlib import Path

from sjukskrivning.call import FORM_TOOLS, TOOLS, answer, refusal
from sjukskrivning.faults import Fault


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m sjukskrivning", description="Ett JSON-objekt in, ett ut."
    )
    parser.add_argument("tool", help=", ".join([*TOOLS, *FORM_TOOLS]))
    parser.add_argument(
        "rest",
        nargs="*",
        metavar="[FORMULÄR] [FIL|-]",
        help="formulärets namn (bara form och form_file); indata som JSON, - är standard in",
    )
    parser.add_argument("--as", dest="form", help="vad svaret ska vara")
    parser.add_argument("--lang", default="sv", help="formulärets språk (sv, en)")
    options = parser.parse_args()
    expected = 2 if options.tool in FORM_TOOLS else 1
    if len(options.rest) > expected:
        parser.error("för många argument: " + " ".join(options.rest[expected:]))
    form_id = options.rest.pop(0) if options.tool in FORM_TOOLS and options.rest else ""
    file = options.rest[0] if options.rest else "-"
    ok, output = run(options.tool, file, options.form, form_id, options.lang)
    sys.stdout.buffer.write(output.encode("utf-8", "replace") + b"\n")
    return 0 if ok else 2


def run(tool: str, file: str, form: str | None, form_id: str, language: str) -> tuple[bool, str]:
    """Reads the file and asks the tool; see ``call.answer``."""
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        reason = f"Filen {file} gick inte att läsa ({error.strerror})."
        return False, refusal([Fault("", "not-readable", reason)])
    except UnicodeDecodeError:
        reason = "Indata är inte UTF-8. Spara filen som UTF-8 och försök igen."
        return False, refusal([Fault("", "not-json", reason)])
    return answer(tool, text, form, {"id": form_id, "lang": language})


if __name__ == "__main__":
    sys.exit(main())
