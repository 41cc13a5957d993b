"""LIX of a page, against what was counted by hand."""

from macros.pages import lix

PAGE = """---
title: Vad sidhuvudet säger räknas inte
---

# Rubrik med fyra ord { #rubrik-som-heter-annat }

Läkaren skriver intyget. Patienten läser
det!

- Första punkten
- Se [planen](../riktlinjer/planen.md) och {{ time_limit("team_review") }}

| Fråga | Svar |
|---|---|
| **Grad:** hel | <b class="understruken">Deltid</b> |

```
programkod räknas inte heller
```
"""


def test_it_is_as_counted_by_hand() -> None:
    """20 words: 4 in the heading, 6 in the paragraph, 2 + 3 in the list, 5 in the table.

    10 sentences: 1 + 2 + 2 + 5. 5 words of more than six letters: Läkaren, skriver, intyget, Patienten,
    punkten. 20 / 10 + 100 · 5 / 20 = 27.
    """
    assert lix(PAGE) == 27


def test_longer_sentences_and_longer_words_are_harder() -> None:
    assert lix("---\n---\nHan är sjuk. Hon är på jobbet.") == 4  # 7 words in 2, none of them long
    assert lix("---\n---\nHan är sjuk, men hon är på jobbet.") == 8
    assert lix("---\n---\nHan är sjukskriven, men hon är på arbetsplatsen.") == 33  # 2 of 8 long


def test_a_page_without_text_has_none() -> None:
    assert lix("---\n---\n{{ time_limits() }}\n") == 0
