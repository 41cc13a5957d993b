"""Text to tokens and sentences, and word lists to matchers. Nothing here is slower than linear.

A span counts code points of the text as it was given: CRLF is two, an emoji one or more, a
letter with a combining accent two.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LONGEST_WORD = 60  # no word of a list is longer; the rest of a longer token is not looked at
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:-[^\W\d_]+)*(?:-?\d+)?|[^\w\s]|_")
_ABBREVIATIONS = frozenset(
    [
        "bl",
        "t",
        "ex",
        "p",
        "g",
        "a",
        "o",
        "s",
        "k",
        "d",
        "v",
        "ca",
        "enl",
        "pat",
        "tel",
        "resp",
        "ang",
        "inkl",
        "exkl",
        "st",
        "tab",
        "kl",
        "nr",
        "dvs",
        "bilat",
        "neg",
        "pos",
    ]
)


@cache
def data() -> dict[str, Any]:
    """The rules as the build has checked them. Raises FileNotFoundError before the first build."""
    source = files("sjukskrivning") / "generated" / "dfa.json"
    found: dict[str, Any] = json.loads(source.read_text("utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Token:
    word: str  # lower case
    raw: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.word[0].isalpha()

    @property
    def is_number(self) -> bool:
        return self.word[0].isdigit()


Tokens = list[Token]


def tokens(text: str) -> Tokens:
    """The tokens of a text, with their places in it as it was given."""
    composed, places = _composed(text)
    found = []
    for each in _TOKEN.finditer(composed):
        raw = each.group()
        start, end = places[each.start()], places[each.end()]
        found.append(Token(raw[:LONGEST_WORD].lower(), raw[:LONGEST_WORD], start, end))
    return found


def _composed(text: str) -> tuple[str, range | list[int]]:
    """The text with its combining characters composed, and where each of its characters stood."""
    if not any(map(unicodedata.combining, text)):
        return text, range(len(text) + 1)
    made: list[str] = []
    places: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        cluster = unicodedata.normalize("NFC", text[start : min(end, start + 4)])
        made.append(cluster)
        places += [start] * len(cluster)
        start = end
    return "".join(made), [*places, len(text)]


def sentences(found: Tokens) -> list[Tokens]:
    """Split at full stops, question marks, semicolons; not within abbreviations such as t.ex."""
    parts: list[Tokens] = []
    part: Tokens = []
    for index, token in enumerate(found):
        part.append(token)
        if token.word not in ".!?;":
            continue
        before = found[index - 1].word if index else ""
        after = found[index + 1] if index + 1 < len(found) else None
        if token.word == "." and after is not None:
            short = before in _ABBREVIATIONS
            glued = after.start == token.end
            if glued or (short and not after.raw[0].isupper()):
                continue
        parts.append(part)
        part = []
    return [*parts, part] if part else parts


def clauses(sentence: Tokens) -> list[Tokens]:
    """Split at commas, dashes, colons and parentheses, and at »men«."""
    parts: list[Tokens] = [[]]
    for token in sentence:
        if token.word in ",:()–—" or token.word == "men":
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


class Matcher:
    """A word list: »word«, »stem*«, »*part«, »*part*« and phrases of these."""

    def __init__(self, patterns: list[str]) -> None:
        self.words = _Single([each for each in patterns if " " not in each])
        self.phrases: list[list[_Single]] = [
            [_Single([part]) for part in each.split()] for each in patterns if " " in each
        ]
        self.starting: dict[str, list[list[_Single]]] = {}

    def spans(self, found: Tokens) -> list[tuple[int, int]]:
        """Index of the first token and the one after the last of each hit, in order."""
        hits = []
        for index, token in enumerate(found):
            end = index + 1 if self.words.has(token.word) else 0
            for phrase in self._starting(token.word):
                stop = index + len(phrase)
                if stop <= len(found) and all(
                    single.has(found[index + i].word) for i, single in enumerate(phrase)
                ):
                    end = max(end, stop)
            if end:
                hits.append((index, end))
        return hits

    def _starting(self, word: str) -> list[list["_Single"]]:
        known = self.starting.get(word)
        if known is None:
            known = [phrase for phrase in self.phrases if phrase[0].has(word)]
            if len(self.starting) > 20_000:
                self.starting.clear()
            self.starting[word] = known
        return known

    def any(self, found: Tokens) -> bool:
        return bool(self.spans(found))

    def covered(self, found: Tokens) -> set[int]:
        return {i for start, end in self.spans(found) for i in range(start, end)}


class _Single:
    def __init__(self, patterns: list[str]) -> None:
        plain = [each for each in patterns if each.strip("*")]
        self.exact = {each for each in plain if "*" not in each}
        ends = {each: (each[0] == "*", each[-1] == "*") for each in plain}
        self.prefixes = tuple(e[:-1] for e in plain if ends[e] == (False, True))
        self.suffixes = tuple(e[1:] for e in plain if ends[e] == (True, False))
        self.parts = tuple(e[1:-1] for e in plain if ends[e] == (True, True))
        self.known: dict[str, bool] = {}

    def has(self, word: str) -> bool:
        known = self.known.get(word)
        if known is None:
            known = (
                word in self.exact
                or word.startswith(self.prefixes)
                or word.endswith(self.suffixes)
                or any(part in word for part in self.parts)
            )
            if len(self.known) > 20_000:  # hostile text must not fill the memory
                self.known.clear()
            self.known[word] = known
        return known


@cache
def listed(name: str) -> Matcher:
    """The matcher of a word list."""
    return Matcher(data()["lists"][name])


_ENDINGS = (
    *("arnas", "ernas", "ornas", "andet", "ningen", "ningar"),
    *("arna", "erna", "orna", "aren", "ning", "ande", "ende", "are", "ade", "ing"),
    *("ar", "er", "or", "en", "et", "na", "at", "ad", "as", "a", "e", "n", "t", "s", "r"),
)


def stem(word: str) -> str:
    """A word without its ending; never shorter than three letters."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def shared(one: str, other: str) -> bool:
    """Whether two words share a stem or a part of a compound."""
    a, b = stem(one), stem(other)
    short, long = sorted((a, b), key=len)
    if short == long:
        return len(short) >= 3
    if len(short) >= 4 and long.startswith(short):
        return True
    return len(short) >= 5 and short in long
