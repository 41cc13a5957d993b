"""Builds the site: rules, tools, pages, and what is done to the finished pages.

python -m tools.build            the finished site in site/, what a web server needs in server/
python -m tools.build --live     the author's mode, with reload
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from tools.build import evidence, finish, offline, pack, sbom, search, site
from tools.build.compress import compress
from tools.build.generate import generate
from tools.build.questionnaire import write_questionnaires
from tools.build.rules import ROOT, load_profile, region_id
from tools.build.servers import below, write_servers
from tools.build.strict_yaml import Faulty
from tools.build.version import build_time, write_checksums, write_version

SITE = ROOT / "site"
SERVER = ROOT / "server"


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tools.build", description="Bygger sajten i site/."
    )
    parser.add_argument("--live", action="store_true")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    start = time.monotonic()
    # from now on the same for every part of the build, MkDocs too
    os.environ["SOURCE_DATE_EPOCH"] = str(int(build_time().timestamp()))
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
        complete(SITE, SERVER)
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


def complete(site: Path, server: Path) -> None:
    """What is done to the pages that MkDocs has built, each step on what the one before has left.

    ``server``: where the web server's configurations and the checksums go."""
    pack.place(site)
    write_questionnaires(site)
    search.place(site)
    sbom.place(site)
    evidence.place(site)
    offline.place(site)
    everywhere = finish.finish(site, load_profile(region_id()).embedders)
    offline.write_worker(site)
    write_version(site, region_id())
    say("Bygger: komprimerade filer (en halv minut första gången) …")
    compress(site)
    write_servers(server, everywhere, below(os.environ.get("SITE_URL", "")))
    write_checksums(site, server / "SHA256SUMS")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
