"""What a build costs: this project beside plain Furo and Zensical, and the real site's figures."""
