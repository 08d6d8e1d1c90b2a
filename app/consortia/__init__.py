"""Organisations that make a project together: the lead, the members, their shares."""
