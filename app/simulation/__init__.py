"""A made-up crowd at work: what its labels cost and how many are wrong, under several plans, as
stages decide."""
