"""What the partials show. Data in, template contexts out.

`common.py` holds what all share, `head.py` head and foot of a page,
`meta.py` what its head tells machines, `treatments.py` approvals and
safety, `panels.py` the tables after sections, `framework.py` the wheel, `lists.py` the A-Z lists
and hover texts, `sidebar.py` the sidebar.

Functions take `url`, which turns a key (`gene:TP53`, `term:apoptosis`, `index:gene`) into an
address relative to the page, or None. No function knows Sphinx or HTML.
"""
