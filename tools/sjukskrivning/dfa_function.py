"""What the function field holds: nothing, the diagnosis again, activities, or a function."""

from sjukskrivning.dfa_words import Token, Tokens, clauses, listed, sentences, shared

TIME = (
    *("år", "åren", "årig", "v", "vecka", "veckor", "veckorna", "veckors", "dag", "dagar"),
    *("dgr", "d", "dygn", "mån", "månad", "månader", "månaders", "h", "tim", "timme", "timmar"),
    *("min", "minut", "minuter", "minuters", "kvart", "natt", "nätter", "ggr", "gånger", "x"),
    *(
        "nov",
        "dec",
        "jan",
        "feb",
        "mars",
        "apr",
        "maj",
        "jun",
        "jul",
        "aug",
        "sep",
        "okt",
        "termin",
    ),
    *("november", "december", "oktober", "september", "augusti", "juli", "juni", "januari"),
    *("februari", "april", "/", "barn", "st", "anfall"),
)
UNITS = {
    *("gr", "grader", "°", "kg", "cm", "mm", "%", "ml", "db", "mmhg", "sd", "p", "poäng", "m"),
    *("meter", "mmol", "g", "slag", "prismadioptrier", "procent", "dioptrier", "liter", "l", "kpa"),
}
NOT_BEFORE_A_RESULT = {
    *("sedan", "ca", "cirka", "efter", "i", "på", "upp", "till", "högst", "max", "minst", "var"),
    *("per", "kl", "v", "vecka", "dag", "knappt", "drygt", "över", "under", "om", "från", "med"),
    *("bara", "sover", "sömn", "för", "den", "och", "än", "endast", "mellan", "varje", "har"),
    *("haft", "telefon", "tel", "av", "eller", "uppger", "klockan", "rum", "d", "ej", "inte"),
}
LEADS = {"kan", "klarar", "orkar", "förmår", "får", "hinner", "ej", "inte", "kunna", "bör", "ska"}


def missing(found: Tokens) -> bool:
    """Nothing, dashes and dots, or only a reference to something else."""
    words = [token for token in found if token.is_word]
    reference = listed("reference")
    return len(reference.covered(words)) == len(words)


def names_only_the_diagnosis(
    found: Tokens, diagnosis: Tokens, functions: list[tuple[int, int]]
) -> bool:
    """Short, and beside the diagnosis nothing that a function is made of: no finding, no extent.

    ``functions``: start and end of the words of functions; those within the diagnosis are no others.
    """
    words = [token for token in found if token.is_word]
    if len(words) > 20 or listed("capacity").any(found) or listed("report").any(found):
        return False
    known = [token.word for token in diagnosis if token.is_word and len(token.word) > 1]
    initials = "".join(word[0] for word in known)

    def of_diagnosis(token: Token) -> bool:
        short = 2 <= len(token.word) <= 5 and token.raw.isupper() and token.word in initials
        return short or any(_alike(token.word, each) for each in known)

    named = [token for token in words if of_diagnosis(token)]
    same = listed("diagnosis_words").covered(found)
    named += [token for index, token in enumerate(found) if index in same]
    taken = {token.start for token in named}
    taken |= {found[index].start for index in listed("body").covered(found)}
    if any(start not in taken for start, _ in functions):
        return False
    if listed("strong_findings").any([token for token in found if token not in named]):
        return False
    return bool(named) and not any(_measured(clause) for clause in clauses(found))


def repeats(found: Tokens, diagnosis: Tokens) -> bool:
    """Nothing but the diagnosis, in any order, with fillers."""
    covered = listed("filler").covered(found)
    same = listed("diagnosis_words").covered(found)
    content = [
        (index, token)
        for index, token in enumerate(found)
        if token.is_word and index not in covered and not _is_code(token)
    ]
    known = [token for token in diagnosis if token.is_word and len(token.word) > 1]
    if not content or len(content) > 12:
        return not content and any(_is_code(token) for token in found)
    hits = [any(_alike(token.word, each.word) for each in known) for _, token in content]
    if (
        known
        and not any(hits)
        and not (len(content) <= 4 and any(index in same for index, _ in content))
    ):
        return False
    same |= listed("body").covered(found) | listed("reference").covered(found)
    if not known and not any(index in same for index, _ in content):
        return False
    return all(hit or index in same for hit, (index, _) in zip(hits, content, strict=True))


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= 4 and shared(one, other))


def _is_code(token: Token) -> bool:
    return len(token.word) >= 3 and token.raw[0].isalpha() and token.raw[1:3].isdigit()


def only_activity(
    found: Tokens, functions: set[int], activities: set[int], basis: list[Tokens]
) -> bool:
    """Only what the patient can or cannot do. ``functions``, ``activities``: starts of such words."""
    if basis and any(listed("strong_findings").any(part) for part in basis):
        return False
    seen = any(listed("findings").any(part) for part in basis)
    if activities and not functions and not seen and not listed("report").any(found):
        return True
    parts = sentences(found)
    return bool(parts) and all(_activity(part, functions) for part in parts)


def _activity(sentence: Tokens, functions: set[int]) -> bool:
    words = [token for token in sentence if token.is_word]
    if not words:
        return True
    leads = words[0].word in LEADS or listed("capacity").any(sentence[:6])
    causes = listed("cause_words").spans(sentence)
    until = sentence[causes[0][0]].start if causes else sentence[-1].end
    named = any(t.start in functions and t.start < until for t in sentence)
    if leads:
        return not named
    extent = listed("capacity").any(sentence)
    return extent and not named and not listed("findings").any(sentence)


def basis_of(found: Tokens) -> list[Tokens]:
    """The parts that say what was found, seen, measured or assessed."""
    parts = []
    tale = False  # what follows a report is taken for more of it, until something was clearly seen
    for sentence in sentences(found):
        own = listed("own_view").any(sentence) and not listed("not_done").any(sentence)
        if own and not listed("others").any(sentence):
            parts.append(sentence)
            continue
        seen = listed("strong_findings").any(sentence) or _measured(sentence)
        tale = not seen and (tale or listed("report").any(sentence))
        if tale and not listed("report").any(sentence):
            continue
        undone = _undone(sentence)
        told = False  # a report goes on to the end of its sentence
        for clause in clauses(sentence):
            told = told or listed("report").any(clause)
            if listed("not_done").any(clause) or undone:
                continue
            if told:
                if not listed("report").any(clause) and listed("strong_findings").any(clause):
                    parts.append(clause)
                continue
            if listed("findings").any(clause) or _measured(clause):
                parts.append(clause)
    return parts


def _undone(sentence: Tokens) -> bool:
    """A test in one half and »svar inväntas« in the other, without any result."""
    answer = any(token.word.startswith(("svar", "resultat", "besked")) for token in sentence)
    return answer and listed("not_done").any(sentence) and not _measured(sentence)


def _measured(clause: Tokens) -> bool:
    """A number that is a result, and not a time, a duration or an extent of activity."""
    if listed("capacity").any(clause[:3]):
        return False
    for index, token in enumerate(clause):
        if not token.is_number:
            continue
        after = clause[index + 1].word if index + 1 < len(clause) else ""
        before = clause[index - 1].word if index else ""
        if after in UNITS:
            return True
        if before in "<>≥≤" and before:
            return True
        if after in TIME or after.startswith(("vecko", "dag", "tim", "mån", "minut")):
            continue
        if len(before) >= 2 and before[0].isalpha() and before not in NOT_BEFORE_A_RESULT:
            return True
    return False


def graded(found: Tokens) -> bool:
    """A word of grade, or an extent: degrees, strength, kilos, minutes, per cent."""
    return listed("grades").any(found) or any(token.is_number for token in found)
