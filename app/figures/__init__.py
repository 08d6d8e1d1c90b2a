"""Figures: what a project's people have done so far, for those who watch over it."""
