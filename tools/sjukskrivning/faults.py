"""What is wrong with an input, said to the one who typed it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """``field`` is a path such as ``periods[1].end``; ``message`` one Swedish sentence or two."""

    field: str
    code: str
    message: str


class Refused(Exception):
    """The input cannot be computed; carries every fault at once."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(fault.code for fault in faults))
        self.faults = faults
