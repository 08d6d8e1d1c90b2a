"""How sure a label is, how far a person is to be trusted, and what is worth a look: arithmetic on
answers alone. docs/quality.md says what is computed, after whom, and how well it does.
"""
