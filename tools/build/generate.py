"""All that the computing package reads, made anew where the YAML is newer.

python -m tools.build.generate
"""

import sys

from tools.build.dfa import write_dfa
from tools.build.forms import write_forms
from tools.build.rules import region_id, write_rules
from tools.build.strict_yaml import Faulty


def generate(region: str) -> None:
    """Rules, forms and the DFA check. Raises Faulty with the faults of all."""
    faults = []
    for write in (write_rules, write_forms, write_dfa):
        try:
            write(region)
        except Faulty as faulty:
            faults += faulty.faults
    if faults:
        raise Faulty(faults)


if __name__ == "__main__":
    try:
        generate(region_id())
    except Faulty as faulty:
        sys.exit(str(faulty))
