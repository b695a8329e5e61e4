"""The Sphinx side: domain, roles, directives, transforms and events over the Sphinx-free core."""
