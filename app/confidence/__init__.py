"""How far people are to be trusted at a level of a stage, and the known answers that tell."""
