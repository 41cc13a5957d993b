"""What pages say around a form or a tool: key -> language -> text, from ``macros/data``."""

from tools.build.rules import ROOT, name_of
from tools.build.strict_yaml import read

Words = dict[str, dict[str, str]]


def words(*names: str) -> Words:
    """The words of the files with these names; a later file's replace an earlier one's."""
    found: Words = {}
    for name in names:
        path = ROOT / f"macros/data/{name}.yml"
        found |= read(Words, path, name_of(path))[0]
    return found
