"""Pathway diagrams: `read.py` understands the mermaid source, `draw.py` makes the inline SVG."""
