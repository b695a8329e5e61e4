"""The atlas to take along: an e-book, a book to print, and the site as a zip.

They are made from the built site, page by page, so that a book says what the site says.

`contents.py` orders the pages, `pages.py` takes a page's text out of its HTML, `volume.py` holds
both and resolves links. `epub.py` (with `drawings.py`) and `pdf.py` write the books, `archive.py`
writes zip files, `browser.py` finds Chromium. The Makefile calls `python -m atlas.books`.
"""
