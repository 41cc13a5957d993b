"""What the reader's device keeps, and the buttons for it."""

from macros.render import render


def offline_storage() -> str:
    """Kinds and sizes, »Spara för offline«, »Ta bort allt«. The build fills in the sizes (tools/build/offline.py)."""
    return render("offline_storage.html")
