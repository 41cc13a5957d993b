"""Addresses as the page being written has to name them: relative, so that the site can lie anywhere."""

PAGE_URL = ""  # set before each page by macros/main.py


def from_root(path: str) -> str:
    """An address from the site's root, as the page being written has to name it."""
    return "../" * PAGE_URL.count("/") + path


def page_url(page: str) -> str:
    """The address of a page of docs/, such as »verktyg/milstolpar.md#alla-tidsgranser«."""
    path, hash_, anchor = page.partition("#")
    return from_root(path.removesuffix("index.md").replace(".md", "/") + hash_ + anchor)
