"""What the answers to one task come to."""
