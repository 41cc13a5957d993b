"""Finds what looks like a Swedish personal identity number (personnummer) in free text."""

import re

# YYMMDD or YYYYMMDD, a coordination number's day (+60) too, then four figures. The check digit is
# not looked at: a mistyped number points at a person as well.
_NUMBER = re.compile(
    r"(?<![\d-])(?:18|19|20)?\d{2}(?:0[1-9]|1[0-2])"
    r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])[-+–\u2011 ]?\d{4}(?![\d-])"
)


def identity_numbers(text: str) -> list[tuple[int, int]]:
    """Start and end (not included) of each number, in characters."""
    return [found.span() for found in _NUMBER.finditer(text)]
