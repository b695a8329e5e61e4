"""Searching: what can be found, under which words, and the files that the browser reads.

`words` turns text into words (the browser does the same, from the same rules), `vocabulary` reads
`docs/search.yaml`, `entries` lists what can be found by name, `fulltext` indexes what pages say,
`publish` writes it all beside the site.
"""
