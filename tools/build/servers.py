"""Configurations for nginx and Caddy, beside the site: what headers.py says, in each server's words.

Both are pieces to include where the web host has said the address, the certificate and ``root``.
How they are used: docs/om/webbserver.md. Tested with the real servers in tests/server.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from tools.build.headers import ASK_FIRST, FOREVER, KEPT, KINDS, NOT_FOUND, OTHERWISE

MADE = "# Skriven av bygget (tools/build/servers.py); hör ihop med site/ från samma bygge.\n"


def below(site_url: str) -> str:
    """The path that the site lies below, from its address: "/" or "/vard/sjukskrivning/"."""
    return urlsplit(site_url).path.rstrip("/") + "/"


def write_servers(folder: Path, everywhere: dict[str, str], path: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "nginx.conf").write_text(nginx(everywhere, path), "utf-8")
    (folder / "caddy.conf").write_text(caddy(everywhere, path), "utf-8")


def nginx(everywhere: dict[str, str], path: str) -> str:
    """For ``include`` in a server block. nginx inherits headers only where a block adds none itself."""
    types = "".join(
        f'        "{kind.type}" {ending[1:]};\n' for ending, kind in sorted(KINDS.items())
    )
    headers = "".join(
        f'    add_header {name} "{value}" always;\n' for name, value in everywhere.items()
    )
    without_slash = f"""location = {path.rstrip("/")} {{
    absolute_redirect off;
    return 301 {path};
}}
"""
    return f"""{MADE}{without_slash if path != "/" else ""}location ^~ {path} {{
    types {{
{types}    }}
    default_type {OTHERWISE};
    index index.html;
    absolute_redirect off; # utan adress i svaret rätt även bakom en proxy
    error_page 403 =404 {path}{NOT_FOUND};
    error_page 404 {path}{NOT_FOUND};

    # NAMN.gz ligger färdig bredvid NAMN. NAMN.br också: »brotli_static on;« i serverblocket skickar dem,
    # om nginx har den modulen.
    gzip_static on;
    gzip_vary on;

    # Vad någon läser angår ingen. Ta bort raden om verksamheten måste föra logg.
    access_log off;

{headers}    set $kept "{ASK_FIRST}";
    add_header Cache-Control $kept always;
    location ~ "^{re.escape(path)}{KEPT}" {{
        set $kept "{FOREVER}";
    }}
    location = {path}{NOT_FOUND} {{
        internal;
        set $kept "{ASK_FIRST}";
    }}
}}
"""


def caddy(everywhere: dict[str, str], path: str) -> str:
    """For ``import`` in a site block. ``route`` keeps the order: what is said last holds."""
    headers = "".join(f'\t\theader {name} "{value}"\n' for name, value in everywhere.items())
    types = ""
    for ending, kind in sorted(KINDS.items()):
        name = ending[1:]
        types += f'\t\t@{name} path *{ending}\n\t\theader @{name} Content-Type "{kind.type}"\n'
    without_slash = f"redir {path.rstrip('/')} {path} permanent\n" if path != "/" else ""
    return f"""{MADE}{without_slash}handle {path}* {{
	route {{
{headers}		header Cache-Control "{ASK_FIRST}"
		@kept path_regexp ^{re.escape(path)}{KEPT}
		header @kept Cache-Control "{FOREVER}"
{types}		header ?Content-Type "{OTHERWISE}"
		header ?Vary Accept-Encoding
		@sent not method GET HEAD
		respond @sent 405
		error {path}{NOT_FOUND} 404
		file_server {{
			precompressed br gzip
		}}
	}}
}}
handle_errors {{
	@missing expression `{{err.status_code}} in [403, 404]`
	handle @missing {{
		rewrite * {path}{NOT_FOUND}
		route {{
{headers}			header Cache-Control "{ASK_FIRST}"
			header Content-Type "{KINDS[".html"].type}"
			header ?Vary Accept-Encoding
			file_server {{
				status 404
				precompressed br gzip
			}}
		}}
	}}
}}
"""
