"""The Swedish that is read: its spelling, the length of its sentences, no encoding damage.

Spelling is checked with Hunspell's Swedish dictionary and ``ordlista.txt``, the names and terms that
it lacks: on the built pages, in the messages of the programs, in the texts of rules and registers.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import markdown
import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from spylls.hunspell import Dictionary

ROOT = Path(__file__).resolve().parents[2]
WORD_LIST = Path(__file__).with_name("ordlista.txt")
DICTIONARY = ROOT / "tools/node_modules/dictionary-sv/index"
LONGEST_SENTENCE = 40  # words

NOT_PROSE = "code, pre, script, style, .example, [lang=en]"  # examples: as hurried physicians write
SHOWN_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")
BLOCKS = ["p", "dd", "dt", "li", "table", "summary"]
NOT_WORDS = re.compile(
    r"""\S*(?:://|[\d_@\\=<>])\S*  # an address, an identifier, whatever holds a digit
      | \S*/\S*\.\w\S* | \S+/(?!\w)  # a path
      | (?<![\w.])[\w-]*(?:\.[a-z]{2,5})+\b  # a file's name
      | (?<!\S)--?[a-z][\w-]*  # an option of a command
      | \b[A-ZÅÄÖ]{2,}(?::\w+)?\b  # an abbreviation
      | \b[^\W\d_]+-(?=\s)  # the first of two halves: »sjuklöne- och«""",
    re.VERBOSE,
)
WORD = re.compile(r"[^\W\d_]+(?:[-’:][^\W\d_]+)*")
FILLED_IN = re.compile(r"\$?\{[^{}]*\}")  # a digit stands in: what it touches is no whole word
KEY = re.compile("»[a-z]+«")  # named in a message to editors
JS_LITERAL = re.compile(r'"((?:\\.|[^"\\\n])*)"|`((?:\\.|[^`\\])*)`|//[^\n]*|/\*.*?\*/', re.DOTALL)
DAMAGE = re.compile("[\u00c2\u00c3][\u0080-\u00bf\u0152-\u2122]|\u00e2\u20ac|\ufffd|sjukskrivining")


# --- what is read ---------------------------------------------------------------------------


def texts_of_page(source: str) -> Iterator[str]:
    """What is seen of a built page, and what a screen reader says of it."""
    soup = prose(source)
    yield soup.get_text(" ")
    yield from (str(meta["content"]) for meta in soup.select("meta[name=description]"))
    for name in SHOWN_ATTRIBUTES:
        yield from (str(tag[name]) for tag in soup.select(f"[{name}]"))


def prose(source: str) -> BeautifulSoup:
    """A page without what is not Swedish prose. What a template holds is shown sooner or later."""
    soup = BeautifulSoup(re.sub("</?template>", " ", source), "html.parser")
    for other in soup.select(NOT_PROSE):
        other.decompose()
    return soup


def texts_of_module(source: str) -> Iterator[str]:
    """The Swedish literals of a JavaScript module."""
    for literal in JS_LITERAL.finditer(source):
        text = literal[1] or literal[2] or ""
        if is_swedish(text):
            yield FILLED_IN.sub("0", text)


def texts_of_python(source: str) -> Iterator[str]:
    """The Swedish literals of a Python module but its docstrings; an f-string is one text."""
    tree = ast.parse(source)
    done = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):  # {"sv": …, "en": …}
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "en":
                    done.update(map(id, ast.walk(value)))
        text: object = ""
        if isinstance(node, ast.JoinedStr):
            done.update(map(id, node.values))
            parts = (part.value if isinstance(part, ast.Constant) else 0 for part in node.values)
            text = "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and id(node) not in done:
            text = node.value
        if isinstance(text, str) and is_swedish(text):
            yield KEY.sub("0", FILLED_IN.sub("0", text))


def texts_of_yaml(source: str) -> Iterator[str]:
    """Every value that is neither an identifier nor English."""

    def values(data: object) -> Iterator[str]:
        if isinstance(data, dict):
            for key, each in data.items():
                if key != "en":
                    yield from values(each)
        elif isinstance(data, list):
            for each in data:
                yield from values(each)
        elif not re.fullmatch("[a-z0-9_-]*", str(data)):
            yield FILLED_IN.sub("0", str(data))

    return values(yaml.load(source, yaml.BaseLoader))


def texts_of_markdown(source: str) -> Iterator[str]:
    """A region's passage or page; that of the default region is read on the built page too."""
    text = re.sub(r"{[{%].*?[%}]}", " 0 ", source.split("---", 2)[2], flags=re.DOTALL)
    yield from texts_of_page(
        markdown.markdown(text, extensions=["admonition", "attr_list", "md_in_html", "tables"])
    )


def texts_of_remarks(source: str) -> Iterator[str]:
    """What the DFA check says; its examples are written as hurried physicians write."""
    for remark in yaml.load(source, yaml.BaseLoader)["remarks"]:
        yield from (remark[key] for key in ("message", "why", "how"))


def is_swedish(text: str) -> bool:
    """More than a word, begun as a sentence or with our letters; not a pattern or others' error."""
    ours = " " in text and re.search("^ ?[A-ZÅÄÖ]|[åäöÅÄÖ»]", text)
    return bool(ours) and not re.search(r"\\|\(\?|[Ee]rror", text)


READ: dict[str, Callable[[str], Iterator[str]]] = {
    "site/**/*.html": texts_of_page,
    "tools/browser/*.mjs": texts_of_module,
    "tools/run.py": texts_of_python,
    "tools/build/*.py": texts_of_python,
    "tools/sjukskrivning/*.py": texts_of_python,
    "macros/**/*.py": texts_of_python,
    "tools/sjukskrivning/rules/*.yml": texts_of_yaml,
    "tools/sjukskrivning/rules/milestones/*.yml": texts_of_yaml,
    "tools/sjukskrivning/rules/dfa/remarks.yml": texts_of_remarks,
    "checklists/*.yml": texts_of_yaml,
    "macros/data/*.yml": texts_of_yaml,
    "macros/regions/**/*.yml": texts_of_yaml,
    "macros/regions/**/*.md": texts_of_markdown,
}


@cache
def words_read(pattern: str) -> dict[str, set[str]]:
    """The words of each file."""
    return {
        file.relative_to(ROOT).as_posix(): words_of(READ[pattern](file.read_text("utf-8")))
        for file in sorted(ROOT.glob(pattern))
    }


# --- what is a word -------------------------------------------------------------------------


def words_of(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in WORD.findall(NOT_WORDS.sub(" ", text))}


@cache
def dictionary() -> Dictionary:
    return Dictionary.from_files(str(DICTIONARY))


@cache
def in_dictionary(word: str) -> bool:
    return bool(dictionary().lookup(word))


@cache
def word_list() -> list[str]:
    lines = WORD_LIST.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def as_listed(word: str) -> set[str]:
    """How a word can stand in the word list: its capital may be only the sentence's."""
    return {word, word[:1].lower() + word[1:]}


def known(word: str) -> bool:
    return in_dictionary(word) or not as_listed(word).isdisjoint(word_list())


def misspelt(words: set[str]) -> list[str]:
    """The unknown words. One with hyphens is known as a whole or in all of its parts."""
    return sorted(w for w in words if not (known(w) or all(map(known, w.split("-")))))


# --- the tests ------------------------------------------------------------------------------


@pytest.mark.parametrize("pattern", READ)
def test_spelling(pattern: str) -> None:
    files = words_read(pattern)
    assert any(files.values()), f"nothing to read in {pattern}: is the site built?"
    wrong = [f"{file}: {word}" for file, words in files.items() for word in misspelt(words)]
    assert not wrong, "\n".join(["misspelt, or missing in ordlista.txt:", *wrong])


PLANTED = "En sjukskrivnig i rehabilitringskedjan prävas."


@pytest.mark.parametrize(
    ("read", "source"),
    [
        (texts_of_page, f"<body><ul><li><p>{PLANTED}</p></li></ul></body>"),
        (texts_of_page, f'<body><template><input placeholder="{PLANTED}"></template></body>'),
        (texts_of_module, f"// 'it' is \"so\"\nsay(`{PLANTED} ${{number}}`);"),
        (texts_of_module, f'const message = "{PLANTED}";'),
        (texts_of_python, f'raise Wrong(f"{PLANTED} {{number}}")'),
        (texts_of_yaml, f"- why:\n    - >-\n      {PLANTED}"),
        (texts_of_markdown, f"---\nsources: [X]\n---\n\n- **{PLANTED}** {{{{ region.name }}}}\n"),
    ],
)
def test_a_planted_misspelling_is_found(read: Callable[[str], Iterator[str]], source: str) -> None:
    found = misspelt(words_of(read(source)))
    assert found == ["prävas", "rehabilitringskedjan", "sjukskrivnig"]


@pytest.mark.parametrize(
    ("read", "source"),
    [
        (texts_of_page, f'<body><code>{PLANTED}</code><p lang="en">{PLANTED}</p></body>'),
        (texts_of_module, f"// {PLANTED}\nconst key = 'lunr';"),
        (texts_of_python, f'"""{PLANTED}"""\nraise Wrong("Nyckeln »qxz« används inte.")'),
        (texts_of_python, f'WORDS = {{"sv": {{}}, "en": {{"said": "{PLANTED}"}}}}'),
        (texts_of_yaml, f"text: {{en: {PLANTED}}}"),
        (
            texts_of_yaml,
            "law: sfb_qx\nfile: Filen qxz.py, rad 3, nyckeln qxz_q\nlink: https://qxz.se/zqx",
        ),
    ],
)
def test_what_is_not_prose_is_left_alone(read: Callable[[str], Iterator[str]], source: str) -> None:
    assert misspelt(words_of(read(source))) == []


def test_the_word_list_holds_nothing_in_vain() -> None:
    words = {word for pattern in READ for found in words_read(pattern).values() for word in found}
    used = {form for word in words for part in (word, *word.split("-")) for form in as_listed(part)}
    assert [word for word in word_list() if in_dictionary(word)] == [], "in the dictionary already"
    assert [word for word in word_list() if word not in used] == [], "nowhere any more"
    for group in re.split(r"\n*(?:^#.*\n)+", WORD_LIST.read_text("utf-8"), flags=re.MULTILINE):
        assert group.split() == sorted(set(group.split()), key=str.casefold)


def long_sentences(source: str) -> list[str]:
    """Sentences of running text, which is all outside tables and lists, with too many words."""
    blocks = [b for b in prose(source).select("p, dd") if not b.find_parent(["li", "table"])]
    texts = (own_text(block) for block in blocks)
    sentences = (s for text in texts for s in re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ»])", text))
    return [s for s in sentences if len(s.split()) > LONGEST_SENTENCE]


def own_text(block: Tag) -> str:
    """A block's text without that of the blocks inside it."""
    return " ".join(s for s in block.find_all(string=True) if s.find_parent(BLOCKS) is block)


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("site/**/*.html")), ids=lambda page: str(page.relative_to(ROOT))
)
def test_sentences_are_short(page: Path) -> None:
    assert long_sentences(page.read_text("utf-8")) == []


def test_a_long_sentence_is_found() -> None:
    sentence = "Ett " + "ord " * (LONGEST_SENTENCE - 1)
    assert long_sentences(f"<p>Kort. {sentence.strip()}. Kort.</p>") == []
    assert long_sentences(f"<p>Kort. {sentence}<b>till</b>. Kort.</p>")
    assert long_sentences(f"<table><td><p>{sentence}till.</p></td></table>") == []


FOLDERS = (
    "docs",
    "checklists",
    "macros",
    "tools/browser",
    "tools/build",
    "tools/sjukskrivning",
    "site",
)
SUFFIXES = {".html", ".json", ".md", ".mjs", ".py", ".svg", ".xml", ".yml"}


def test_no_encoding_damage() -> None:
    files = [ROOT / "mkdocs.yml", ROOT / "tools/run.py", *ROOT.glob("*.md")]
    for folder in FOLDERS:
        files += [file for file in ROOT.joinpath(folder).rglob("*") if file.suffix in SUFFIXES]
    damaged = [
        f"{file.relative_to(ROOT)}: {found[0]}"
        for file in files
        if "runtime" not in file.parts and (found := DAMAGE.search(file.read_text("utf-8")))
    ]
    assert not damaged, "\n".join(damaged)


@pytest.mark.parametrize("letter", "åäöÅÄÖé–»")
def test_damage_is_found(letter: str) -> None:
    assert DAMAGE.search(letter.encode().decode("cp1252", "replace"))
    assert DAMAGE.search(letter.encode("cp1252").decode("utf-8", "replace"))
    assert not DAMAGE.search(letter)
