"""Findings against releases: reported, weighed, worked on, answered."""
