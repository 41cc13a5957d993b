"""A hook of MkDocs: the pages that only the region has, among those of docs/ and in the navigation."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from macros import faults, region
from macros.pages import read_page
from tools.build.rules import ROOT, load_sources, name_of
from tools.build.strict_yaml import Faulty


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Where the region's folder has a page, it is built as if it stood in docs/."""
    own = region.pages()
    for page, path in own.items():
        files.append(File.generated(config, page, abs_src_path=str(path)))
    try:
        if Path(config.docs_dir) == ROOT / "docs":  # a test's pages have no room for passages
            region.check_folder(ROOT / "docs")
        titles = {
            page: read_page(path, name_of(path), load_sources()).title for page, path in own.items()
        }
        region.place(config.nav or [], titles)
    except Faulty as faulty:
        raise faults.stop(faulty) from None
    return files
