"""The areas of the function and activity fields, and whether the one can explain the other."""

from dataclasses import dataclass
from functools import cache

from sjukskrivning.dfa_words import Matcher, Tokens, clauses, data, listed, sentences


@dataclass(frozen=True)
class Hit:
    """A word of an area. ``limited``: the clause says that something does not go well."""

    code: str
    area: str
    start: int
    end: int
    limited: bool = True


@cache
def _vocabulary(kind: str) -> list[tuple[str, str, tuple[str, ...], Matcher]]:
    return [
        (each["code"], each["area"], tuple(each.get("needs", ())), Matcher(each["words"]))
        for each in data()[kind]
    ]


def hits(found: Tokens, kind: str) -> list[Hit]:
    """Every word of the areas, ``functions`` or ``activities``."""
    result = []
    for sentence in sentences(found):
        sound = _sound(sentence) if kind == "functions" else set()
        for clause in clauses(sentence):
            limited = not listed("works_fine").any(clause) and (
                listed("limited").any(clause)
                or listed("limited").any(sentence[:4])
                or listed("grades").any(clause)
                or any(token.is_number for token in clause)
            )
            for code, area, _, matcher in _vocabulary(kind):
                result += [
                    Hit(code, area, clause[start].start, clause[end - 1].end, limited)
                    for start, end in matcher.spans(clause)
                    if clause[start].start not in sound
                ]
    return sorted(result, key=lambda hit: (hit.start, hit.end, hit.code))


def _sound(sentence: Tokens) -> set[int]:
    """Starts of the words for what was in order: »ingen yrsel«, »sömn, aptit och kraft är ua«."""
    sound: set[int] = set()
    for index, token in enumerate(sentence):
        if token.word in ("ingen", "inga", "inget", "utan"):
            sound |= {each.start for each in sentence[index : index + 4]}
    for start, _ in listed("in_order").spans(sentence):
        for token in reversed(sentence[max(0, start - 12) : start]):
            named = any(matcher.any([token]) for _, _, _, matcher in _vocabulary("functions"))
            if not named and token.word not in BETWEEN:
                break
            sound.add(token.start)
    return sound


# may stand between what is named and the word that says it is in order
BETWEEN = {",", "och", "samt", "är", "var", "hon", "han", "den", "i", "övrigt", "helt", "även"}

# areas whose words are clear enough for the chain to be judged by them
CLEAR = {"cognition", "social", "hear", "speak", "body", "hand"}


def unexplained(functions: list[Hit], activities: list[Hit]) -> list[Hit]:
    """The activities of the areas that no function found could explain."""
    given = {hit.area for hit in functions}
    if not given:
        return []
    needs: dict[str, set[str]] = {}
    for code, _, needed, _ in _vocabulary("activities"):
        needs[code] = set(needed)
    return [
        hit
        for hit in activities
        if hit.limited and hit.area in CLEAR and not needs[hit.code] & given
    ]
