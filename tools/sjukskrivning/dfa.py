"""The DFA check: reads a draft's reasoning diagnosis, function, activity, work.

It judges the writing, never the patient. Spans count code points of the text as it was given. The
language checks read the first 8 000 characters of a field (the form holds 4 000); the search for
identity numbers reads all of it.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from sjukskrivning import dfa_activity, dfa_function
from sjukskrivning.dates import from_iso
from sjukskrivning.dfa_chain import Hit, hits, unexplained
from sjukskrivning.dfa_reading import Draft, read_draft
from sjukskrivning.dfa_words import Token, Tokens, data, listed, sentences, tokens
from sjukskrivning.identity import identity_numbers

READ_AT_MOST = 8_000
BACK_AT_MOST = 7
DEGREES = (25, 50, 75, 100)
CODE = re.compile(r"[A-Za-z][0-9]{2}(?:\.?[A-Za-z0-9]{1,3})?")
Json = dict[str, Any]
Span = tuple[str, int, int]


def dfa(given: Any) -> Json:
    """The interface's ``dfa``. Raises Refused."""
    return _Check(read_draft(given)).run()


class _Check:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.remarks: list[Json] = []
        self.tokens = {field: tokens(text[:READ_AT_MOST]) for field, text in draft.texts.items()}
        self.function = self.tokens["function"]
        self.activity = self.tokens["activity"]
        self.functions: list[Hit] = []
        self.activities: list[Hit] = []
        self.basis: list[Tokens] = []
        self.links: list[Token] = []

    def run(self) -> Json:
        draft = self.draft
        self.functions = hits(self.function, "functions")
        self.activities = hits(self.activity, "activities")
        self.basis = dfa_function.basis_of(self.function)
        self._diagnosis()
        if not draft.flags["infection_carrier"]:
            self._work()
            function = self._function()
            activity = self._activity()
            if function and activity and not draft.flags["obvious"]:
                self._chain()
        self._periods()
        if not draft.flags["infection_carrier"]:
            self._reasons()
            self._abbreviations()
        self._identity()
        order = list(data()["remarks"])
        self.remarks.sort(key=lambda each: order.index(each["code"]))
        return {"remarks": self.remarks, "chain": self._state(), "found": self._found()}

    def remark(self, code: str, spans: Iterable[Span] = (), severity: str | None = None) -> None:
        rule = data()["remarks"][code]
        self.remarks.append(
            {
                "code": code,
                "severity": severity or rule["severity"],
                "link": rule["link"],
                "spans": [{"field": f, "start": a, "end": b} for f, a, b in spans],
                **{key: rule[key] for key in ("message", "why", "how", "source")},
            }
        )

    def whole(self, field: str) -> list[Span]:
        found = self.tokens[field]
        return [(field, found[0].start, found[-1].end)] if found else []

    # --- the links ---------------------------------------------------------------------------

    def _diagnosis(self) -> None:
        given = [pair for pair in self.draft.diagnosis if any(part.strip() for part in pair)]
        if not given:
            self.remark("diagnosis-missing")
            return
        wrong: list[Span] = []
        for index, (code, text) in enumerate(self.draft.diagnosis):
            field = f"diagnosis[{index}].code"
            if (code.strip() or text.strip()) and not CODE.fullmatch(code.strip()):
                wrong += [(field, 0, len(code))]
        if wrong:
            self.remark("diagnosis-code-invalid", wrong)
        first = self.draft.diagnosis[0][0].strip().upper()
        if not self.draft.flags["infection_carrier"] and CODE.fullmatch(first) and first[0] == "R":
            going_on = any(
                listed("investigating").any(sentence) and not listed("investigated").any(sentence)
                for field, found in self.tokens.items()
                if not field.startswith(("diagnosis", "work"))
                for sentence in sentences(found)
            )
            if not going_on:
                self.remark("diagnosis-symptom", [("diagnosis[0].code", 0, len(first))])

    def _work(self) -> None:
        draft = self.draft
        if not draft.status or (draft.status == "employed" and not self.has_work()):
            self.remark("work-missing", self.whole("work.occupation"))

    def has_work(self) -> bool:
        """Occupation or tasks that say more than »anställd« or »heltid«."""
        words = [
            token
            for field in ("work.occupation", "work.tasks")
            for token in self.tokens[field]
            if token.is_word
        ]
        return len(listed("generic_work").covered(words)) < len(words)

    def _function(self) -> bool:
        """Remarks on the function field; True when a function is described."""
        obvious = self.draft.flags["obvious"]
        if dfa_function.missing(self.function):
            severity = "advice" if obvious else None
            self.remark("function-missing", self.whole("function"), severity)
            return False
        if obvious:
            return True
        diagnosis = [
            token
            for field, found in self.tokens.items()
            if field.startswith("diagnosis")
            for token in found
        ]
        starts = {hit.start for hit in self.functions}
        spans = [(hit.start, hit.end) for hit in self.functions]
        if dfa_function.repeats(self.function, diagnosis) or dfa_function.names_only_the_diagnosis(
            self.function, diagnosis, spans
        ):
            self.remark("function-repeats-diagnosis", self.whole("function"))
            return False
        doings = {hit.start for hit in hits(self.function, "activities")}
        doings |= {self.function[start].start for start, _ in listed("doings").spans(self.function)}
        if dfa_function.only_activity(self.function, starts, doings, self.basis):
            self.remark("function-is-activity", self.whole("function"))
            return False
        if not self.basis:
            self.remark("function-no-basis", self.whole("function"))
        if not dfa_function.graded(self.function):
            self.remark("function-no-grade", self.whole("function"))
        return True

    def _activity(self) -> bool:
        """Remarks on the activity field; True when an activity is described."""
        obvious = self.draft.flags["obvious"]
        found = self.activity
        if dfa_function.missing(found):
            severity = "advice" if obvious else None
            self.remark("activity-missing", self.whole("activity"), severity)
            return False
        occupation, tasks = self.tokens["work.occupation"], self.tokens["work.tasks"]
        self.links = dfa_activity.work_links(found, occupation, tasks)
        if obvious:
            return True
        starts = {hit.start for hit in self.activities}
        if dfa_activity.only_incapacity(found, occupation, tasks) or (
            dfa_activity.nothing_concrete(found, starts, tasks)
        ):
            self.remark("activity-only-incapacity", self.whole("activity"))
            return False
        if dfa_activity.only_function(found, starts):
            self.remark("activity-is-function", self.whole("activity"))
            return False
        employed = self.draft.status == "employed" and self.has_work()
        if employed and not self.links and dfa_activity.everyday(found):
            self.remark("activity-no-work-link", self.whole("activity"))
        if dfa_activity.vague(found):
            hard = listed("only_hard").spans(found)
            self.remark(
                "activity-no-grade",
                [("activity", found[start].start, found[end - 1].end) for start, end in hard],
            )
        return True

    def _chain(self) -> None:
        loose = unexplained(self.functions, self.activities)
        if loose:
            spans: list[Span] = []
            for hit in loose:
                if not spans or hit.start >= spans[-1][2]:
                    spans.append(("activity", hit.start, hit.end))
            self.remark("chain-break", spans)

    # --- periods and reasons -----------------------------------------------------------------

    def _periods(self) -> None:
        periods = self.draft.periods
        if not periods:
            self.remark("period-missing")
            return
        read = [_period(each) for each in periods]
        days = sorted((a, b) for a, b, _ in read if a is not None and b is not None)
        overlap = any(later[0] <= one[1] for one, later in pairwise(days))
        whole = all(a is not None and b is not None and a <= b and d for a, b, d in read)
        if overlap or not whole:
            self.remark("period-invalid")
        if self.draft.flags["infection_carrier"]:
            return
        starts = [a for a, _, _ in read if a is not None]
        issued = self.draft.issued
        if (
            starts
            and issued is not None
            and issued - min(starts) > BACK_AT_MOST
            and not listed("reasons").any(self.tokens["other"])
        ):
            self.remark("period-back-dated")
        partial = any(d in DEGREES[:3] for _, _, d in read)
        uneven = self.draft.uneven_schedule
        reason = self._reason("uneven_schedule_reason")
        if partial and (uneven is None or (uneven and not reason)):
            self.remark("partial-schedule-missing")

    def _reason(self, field: str) -> bool:
        return not dfa_function.missing(self.tokens[field])

    def _reasons(self) -> None:
        if self.draft.flags["beyond_guidance"] and not self._reason("beyond_guidance_reason"):
            self.remark("beyond-guidance-no-reason", self.whole("beyond_guidance_reason"))
        prognosis = self.tokens["prognosis"]
        words = [token for token in prognosis if token.is_word]
        only_visit = listed("visit").any(prognosis) and not listed("outlook").any(prognosis)
        if not words or only_visit or dfa_function.missing(prognosis):
            self.remark("prognosis-missing", self.whole("prognosis"))

    def _abbreviations(self) -> None:
        spans: list[Span] = []
        seen: set[str] = set()
        for field in ("function", "activity"):
            found = self.tokens[field]
            for index, token in enumerate(found):
                letters = token.raw.split("-")[0]
                if not (3 <= len(letters) <= 6 and letters.isalpha() and letters.isupper()):
                    continue
                explained = index + 1 < len(found) and found[index + 1].word == "("
                inside = index > 0 and found[index - 1].word == "("
                if listed("known_acronyms").any([token]) or explained or inside:
                    continue
                seen.add(letters)
                spans.append((field, token.start, token.end))
        shouting = sum(t.raw.isupper() and len(t.raw) > 3 for t in self.function + self.activity)
        if len(seen) >= 2 and shouting * 3 < len(self.function) + len(self.activity):
            self.remark("unexplained-abbreviation", spans)

    def _identity(self) -> None:
        spans = [
            (field, start, end)
            for field, text in self.draft.texts.items()
            for start, end in identity_numbers(text)
        ]
        if spans:
            self.remark("identity-data", spans)

    # --- what was found ----------------------------------------------------------------------

    def _state(self) -> Json:
        worst: dict[str, str] = {}
        codes = {each["code"] for each in self.remarks}
        for each in self.remarks:
            gone = each["code"].endswith("-missing") and each["severity"] == "gap"
            if each["severity"] == "gap":
                now = "missing" if gone else "unclear"
                worst[each["link"]] = "missing" if worst.get(each["link"]) == "missing" else now
        states = {
            link: worst.get(link, "clear") for link in ("diagnosis", "function", "activity", "work")
        }
        broken = {"chain-break", "activity-no-work-link"} & codes
        connected = not broken and all(state == "clear" for state in states.values())
        return {**states, "connected": connected}

    def _found(self) -> Json:
        grades = [
            _span(field, found[start].start, found[end - 1].end) | _grade(found[start:end])
            for field, found in (("function", self.function), ("activity", self.activity))
            for start, end in listed("grades").spans(found)
        ]
        return {
            "grades": grades,
            "basis": [_span("function", part[0].start, part[-1].end) for part in self.basis],
            "functions": _coded("function", self.functions),
            "activities": _coded("activity", self.activities),
            "work_links": [_span("activity", each.start, each.end) for each in self.links],
        }


def _span(field: str, start: int, end: int) -> Json:
    return {"field": field, "start": start, "end": end}


def _grade(words: Tokens) -> Json:
    """ICF's number as ``label``, where the words say which grade they mean."""
    for number in (1, 2, 3, 4):
        if listed(f"grade_{number}").any(words):
            return {"label": str(number)}
    return {}


def _coded(field: str, found: list[Hit]) -> list[Json]:
    return [{"code": hit.code, "span": _span(field, hit.start, hit.end)} for hit in found]


def _period(given: Any) -> tuple[int | None, int | None, int | None]:
    """Start, end and degree; None for what is missing or wrong."""
    if not isinstance(given, dict) or set(given) - {"start", "end", "degree"}:
        return None, None, None
    days = [
        from_iso(value) if isinstance(value := given.get(key), str) else None
        for key in ("start", "end")
    ]
    degree = given.get("degree")
    good = isinstance(degree, int) and not isinstance(degree, bool) and degree in DEGREES
    return days[0], days[1], degree if good else None
