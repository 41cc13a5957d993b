"""What the activity field holds, and whether it is tied to the work."""

from sjukskrivning.dfa_words import Matcher, Token, Tokens, clauses, data, listed, sentences, shared

WORK = (
    *("arbet", "jobb", "sjukskr", "stud", "vila", "yrk", "tjänst", "oförm", "plugg", "oarbet"),
    *("anställn", "utbildn", "förvärv", "återhämt", "heltid", "halvtid"),
)
WORK_ENDS = ("arbete", "arbetet", "jobbet", "jobb", "yrket", "tjänst", "tjänsten", "sysslor")
_groups: list[Matcher] = []


BEFORE_A_THING = {
    *("vid", "med", "över", "på", "i", "mot", "hos", "bland", "ovanför", "till", "bakom", "inom"),
}


def only_incapacity(found: Tokens, occupation: Tokens, tasks: Tokens) -> bool:
    """Only that the patient cannot work or study, or needs rest or sick leave."""
    words = [token for token in found if token.is_word]
    if not any(token.word.startswith(WORK) for token in words):
        return False
    names = {token.word for token in occupation if token.is_word and len(token.word) > 2}
    known: set[int] = set()
    for name in ("incapacity", "filler", "symptoms", "cause_words"):
        known |= listed(name).covered(words)
    unknown = [
        index
        for index, token in enumerate(words)
        if index not in known
        and not any(token.word.startswith(name) or name.endswith(token.word) for name in names)
        and not token.word.endswith(WORK_ENDS)
    ]
    if len(unknown) > 1:
        return False
    return not unknown or not (
        words[unknown[0] - 1].word in BEFORE_A_THING
        or unknown[0] == 0
        or len(words) < 4
        or listed("everyday").any([words[unknown[0]]])
        or any(shared(words[unknown[0]].word, task.word) for task in tasks if task.is_word)
    )


def nothing_concrete(found: Tokens, activities: set[int], tasks: Tokens) -> bool:
    """Work or rest is spoken of, and not one thing that the patient does or does not do.

    ``activities``: starts of the activity words. An extent (ten minutes, five kilos) is concrete.
    """
    words = [token for token in found if token.is_word]
    if not any(token.word.startswith(WORK) for token in words) or len(words) > 60:
        return False
    if activities or listed("doings").any(found) or listed("work_words").any(found):
        return False
    if any(each.is_number and not _of_time(found, i) for i, each in enumerate(found)):
        return False
    named = listed("everyday").covered(words)
    if any(words[index].word not in AT_HOME for index in named):
        return False
    own = [token for token in tasks if token.is_word and len(token.word) > 3]
    return not any(shared(token.word, task.word) for token in words for task in own)


AT_HOME = {"hem", "hemma", "hemmet", "vila"}


def _of_time(found: Tokens, index: int) -> bool:
    """A share, a date or a length of sick leave: no extent of anything that is done."""
    after = found[index + 1].word if index + 1 < len(found) else ""
    before = found[index - 1].word if index else ""
    share = after in ("%", "procent", "/", "veckor", "v", "vecka", "månader", "mån", "dagar")
    return share or before in ("/", "-", "till", "vecka", "v")


def only_function(found: Tokens, activities: set[int]) -> bool:
    """Only symptoms or body functions. ``activities``: starts of the activity words."""
    words = [token for token in found if token.is_word]
    filler = listed("filler").covered(words) | listed("grades").covered(words)
    symptoms = listed("symptoms").covered(words)
    content = [i for i in range(len(words)) if i not in filler or i in symptoms]
    hits = [i for i in content if i in symptoms]
    if not hits:
        return False
    if any(token.start in activities for i, token in enumerate(words) if i not in symptoms):
        return False
    doing = listed("doings").any(found) or listed("everyday").any(found)
    if listed("capacity").any(found) and (doing or len(hits) < 3):
        return False
    return len(hits) * 2 > len(content) or (len(hits) > 1 and not doing)


def work_links(found: Tokens, occupation: Tokens, tasks: Tokens) -> list[Token]:
    """The words that tie an activity to the work given."""
    work = [t for t in [*occupation, *tasks] if t.is_word and len(t.word) >= 3]
    plain = listed("filler").covered(work) | listed("generic_work").covered(work)
    work = [token for index, token in enumerate(work) if index not in plain]
    names = {token.word for token in work}
    groups = [group for group in work_groups() if group.any(work)]
    private = listed("private")
    links: list[Token] = []
    known: dict[str, bool] = {}
    for sentence in sentences(found):
        for clause in clauses(sentence):
            filler = listed("filler").covered(clause)
            own = [token for index, token in enumerate(clause) if index not in filler]
            at_home = any(
                not _alike_any(clause[i].word, names)
                and not any(group.any([clause[i]]) for group in groups)
                for i in listed("everyday").covered(clause)
            ) or any(not _alike_any(clause[i].word, names) for i in private.covered(clause))
            for token in own:
                if not token.is_word or len(token.word) < 3:
                    continue
                if token.word not in known:
                    known[token.word] = _alike_any(token.word, names)
                if known[token.word] and not at_home:
                    links.append(token)
            if at_home:
                continue
            for matcher in [*groups, listed("work_words")]:
                links += [clause[start] for start, _ in matcher.spans(clause)]
    return sorted(set(links), key=lambda token: token.start)


def _alike_any(word: str, names: set[str]) -> bool:
    return any(shared(word, name) for name in names)


def work_groups() -> list[Matcher]:
    """The groups of words of work, made once."""
    if not _groups:
        _groups.extend(Matcher(each) for each in data()["work_groups"])
    return _groups


def everyday(found: Tokens) -> bool:
    """Home, leisure, dressing, or nothing beyond moving about."""
    if listed("everyday").any(found):
        return True
    words = [token for token in found if token.is_word]
    known: set[int] = set()
    for name in ("mobility", "filler", "capacity", "grades", "only_hard", "negation"):
        known |= listed(name).covered(words)
    unknown = [i for i in range(len(words)) if i not in known]
    return len(unknown) * 2 <= len(words)


def vague(found: Tokens) -> bool:
    """»Svårt att« without grade or extent anywhere."""
    graded = listed("grades").any(found) or any(token.is_number for token in found)
    return listed("only_hard").any(found) and not graded
