"""Jinja templates of ``macros/templates``, to HTML that can stand in a Markdown page."""

from pathlib import Path
from typing import Any

import jinja2
from sjukskrivning.dates import from_iso, in_words

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, **values: Any) -> str:
    """The template as one block of HTML: no blank line and no indent, which Markdown would read."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = day
    html = environment.get_template(template).render(**values)
    return "\n".join(line.strip() for line in html.splitlines() if line.strip()) + "\n"


def day(value: Any) -> str:
    """A date in Swedish words."""
    ordinal = from_iso(str(value))
    return in_words(ordinal) if ordinal else str(value)
