"""Builds the site: rules, tools, pages, and what is done to the finished pages.

python -m tools.build            the finished site in site/
python -m tools.build --live     the author's mode, with reload
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tools.build import finish, pack, search, site
from tools.build.generate import generate
from tools.build.questionnaire import write_questionnaires
from tools.build.rules import ROOT, region_id
from tools.build.strict_yaml import Faulty

SITE = ROOT / "site"


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tools.build", description="Bygger sajten i site/."
    )
    parser.add_argument("--live", action="store_true")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    start = time.monotonic()
    try:
        say("Bygger: regler och formulär …")
        generate(region_id())
        say("Bygger: verktyg …")
        pack.pack()
        if options.live:
            site.serve_live(options.port)
            return 0
        say("Bygger: sidor …")
        site.build_pages()
        pack.place(SITE)
        write_questionnaires(SITE)
        search.place(SITE)
        finish.finish(SITE)
    except Faulty as faulty:
        print(f"Sajten byggdes inte. Fel att rätta: {len(faulty.faults)}", file=sys.stderr)
        for fault in faulty.faults:
            print(f"  {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    pages = sum(1 for _ in SITE.rglob("*.html"))
    where = Path("site")
    say(f"Klar: {pages} sidor i {where}/ på {time.monotonic() - start:.0f} s.")
    return 0


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
