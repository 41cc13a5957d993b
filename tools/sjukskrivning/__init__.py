"""Computes the milestone dates of a sick-leave case (sjukfall) from dated rules.

Standard library only, and nothing of ours outside this folder: the same files run in the tests, on
the command line and, under Pyodide, in the reader's browser. It knows no HTML and no browser. The
rules are YAML in ``rules/``; what is read here is the JSON that ``tools/build/rules.py`` makes of it.
"""
