"""Questions on an item, and the answers that become entries of the guideline."""
