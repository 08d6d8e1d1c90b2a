"""Statements: what the ledger and payouts say of a person's month, and of an organisation's, for
the person, the tax office and the programme."""
