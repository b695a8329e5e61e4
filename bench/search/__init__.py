"""`make bench-search`: how well searching finds what people mean, against other searches.

`queries` reads queries with graded answers, `metrics` scores result lists, `engines` runs each
search on the same built pages in one browser, `__main__` prints the tables.
"""
