"""Periods of reduced working capacity, and how their days are counted.

Days are ordinals, ends are inclusive. An ongoing period has the end ``None``: for numbers of days
it counts up to ``as_of``, for joining and for milestone dates it never ends.
"""

import itertools
from dataclasses import dataclass

FOREVER = 10**7  # later than any day of the calendar


@dataclass(frozen=True)
class Period:
    """One period as given. ``degree`` is 25, 50, 75 or 100 (per cent)."""

    start: int
    end: int | None
    degree: int


@dataclass(frozen=True)
class Span:
    """Days without a hole, both ends included; ``end`` is FOREVER for an ongoing one."""

    start: int
    end: int

    @property
    def days(self) -> int:
        return self.end - self.start + 1

    @property
    def ongoing(self) -> bool:
        return self.end >= FOREVER


Group = list[Span]  # spans that are counted together, oldest first


@dataclass(frozen=True)
class Case:
    """The periods put in order: what is one span, what is known, who counts with whom."""

    runs: Group  # touching and overlapping periods made one
    known: Group  # the same, ongoing ones cut at as_of
    as_of: int

    @classmethod
    def of(cls, periods: list[Period], as_of: int) -> "Case":
        open_ended = [Span(p.start, FOREVER if p.end is None else p.end) for p in periods]
        cut = [Span(p.start, as_of if p.end is None else p.end) for p in periods]
        return cls(merge(open_ended), merge([span for span in cut if span.days > 0]), as_of)

    def groups(self, free_days_at_most: int) -> list[Group]:
        """Runs counted together: at most so many whole days between one and the next."""
        groups: list[Group] = []
        for run in self.runs:
            if groups and run.start - groups[-1][-1].end - 1 <= free_days_at_most:
                groups[-1].append(run)
            else:
                groups.append([run])
        return groups

    def known_days(self, group: Group, until: int = FOREVER) -> int:
        """How many days of the group are known, up to and including a day."""
        return sum(
            overlap(known, Span(run.start, min(run.end, until)))
            for known in self.known
            for run in group
        )

    def covers(self, day: int) -> bool:
        return any(known.start <= day <= known.end for known in self.known)


def merge(spans: list[Span]) -> Group:
    """Spans in order, those that touch or overlap made one."""
    merged: Group = []
    for span in sorted(spans, key=lambda span: span.start):
        if merged and span.start <= merged[-1].end + 1:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def overlap(one: Span, other: Span) -> int:
    """How many days two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start) + 1)


def running_on(group: Group) -> Group:
    """The group as if the sick leave goes on after its last day."""
    return [*group[:-1], Span(group[-1].start, FOREVER)]


def date_of(group: Group, number: int) -> int:
    """The day that is the group's day ``number`` (1 = its first), running on after its last."""
    for run in group[:-1]:
        if number <= run.days:
            return run.start + number - 1
        number -= run.days
    return group[-1].start + number - 1


def from_number(group: Group, number: int) -> Group:
    """What is left of a group from its day ``number`` on."""
    rest: Group = []
    for run in group:
        if number <= run.days:
            rest.append(Span(run.start + number - 1, run.end))
            number = 1
        else:
            number -= run.days
    return rest


def by_degree(periods: list[Period]) -> list[Period]:
    """The periods without overlaps: where two cover the same day the higher degree is kept."""
    edges = sorted(
        {p.start for p in periods} | {p.end + 1 for p in periods if p.end is not None} | {FOREVER}
    )
    pieces: list[Period] = []
    for start, after in itertools.pairwise(edges):
        degrees = [
            p.degree for p in periods if p.start <= start and (p.end is None or p.end >= start)
        ]
        if not degrees:
            continue
        piece = Period(start, None if after == FOREVER else after - 1, max(degrees))
        before = pieces[-1] if pieces else None
        if before and before.end == start - 1 and before.degree == piece.degree:
            pieces[-1] = Period(before.start, piece.end, piece.degree)
        else:
            pieces.append(piece)
    return pieces
