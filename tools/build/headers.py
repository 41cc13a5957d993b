"""What a web server says with each file: one description, for every kind of server.

``_headers`` in the site, the configurations for nginx and Caddy (servers.py) and the server on this
machine (server.py) are all made from it, so they cannot disagree; the tests ask real servers for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Kind(NamedTuple):
    """What the files with a certain ending are."""

    type: str
    packed: bool  # whether compression makes them smaller


KINDS = {
    ".bin": Kind("application/octet-stream", True),
    ".css": Kind("text/css; charset=utf-8", True),
    ".gz": Kind("application/gzip", False),
    ".html": Kind("text/html; charset=utf-8", True),
    ".ics": Kind("text/calendar; charset=utf-8", True),
    ".js": Kind("text/javascript; charset=utf-8", True),
    ".json": Kind("application/json", True),
    ".map": Kind("application/json", True),
    ".mjs": Kind("text/javascript; charset=utf-8", True),
    ".png": Kind("image/png", False),
    ".svg": Kind("image/svg+xml", True),
    ".txt": Kind("text/plain; charset=utf-8", True),
    ".wasm": Kind("application/wasm", True),
    ".webmanifest": Kind("application/manifest+json", True),
    ".whl": Kind("application/zip", False),
    ".xml": Kind("application/xml", True),
    ".zip": Kind("application/zip", False),
}
OTHERWISE = "application/octet-stream"

NOT_FOUND = "404.html"
FOREVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"  # kept, but never used without asking whether it is still the newest

# The paths below the site's root that hold the hash of their content: a folder or a file so named.
# Plain enough to mean the same to Python, nginx (PCRE) and Caddy (RE2).
KEPT = (
    r"assets/(?:[a-z]+/[0-9a-f]{16}/.+|(?:[a-z]+/)*[a-z-]+\.[0-9a-f]{8}\.(?:min\.)?(?:css|js|mjs))$"
)


def cache_control(path: str) -> str:
    """How long a file may be kept; ``path`` from the site's root, without a slash in front."""
    return FOREVER if re.match(KEPT, path) else ASK_FIRST


def content_type(path: str) -> str:
    kind = KINDS.get(Path(path).suffix)
    return kind.type if kind else OTHERWISE


def content_policy(script_hashes: Sequence[str]) -> str:
    """Everything is forbidden but what the site does itself. No 'unsafe-inline', no 'unsafe-eval'."""
    allowed = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", "'wasm-unsafe-eval'", *script_hashes]),
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        # blob: because a worker so started is bound by the page's policy, one with an address is not
        "worker-src": "'self' blob:",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in allowed.items())


def security(policy: str, embedders: Sequence[str]) -> dict[str, str]:
    """What is sent with every answer, 404 and 304 too. ``embedders``: who may show the site in a frame."""
    framed_by = " ".join(embedders) or "'none'"
    everywhere = {
        "Content-Security-Policy": f"{policy}; frame-ancestors {framed_by}",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Strict-Transport-Security": "max-age=31536000",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
    if not embedders:  # the older header can name nobody; where it is sent it must not contradict
        everywhere["X-Frame-Options"] = "DENY"
    return everywhere


def write_headers(site: Path, everywhere: dict[str, str]) -> None:
    """``_headers``: paths (a star at the end matches the rest) and the headers sent with them.

    Each file that is kept stands there by itself: what is missing in a folder must not be kept missing.
    """
    blocks = [_block("/*", {**everywhere, "Cache-Control": ASK_FIRST})]
    files = sorted(file.relative_to(site).as_posix() for file in (site / "assets").rglob("*.*"))
    blocks += [
        _block(f"/{path}", {"Cache-Control": FOREVER})
        for path in files
        if cache_control(path) == FOREVER
    ]
    (site / "_headers").write_text("\n".join(blocks), "utf-8")


def _block(path: str, lines: dict[str, str]) -> str:
    return "\n".join([path, *(f"  {name}: {value}" for name, value in lines.items()), ""])
