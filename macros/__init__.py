"""What places things on the pages: macros, checks of the pages, region profiles."""
