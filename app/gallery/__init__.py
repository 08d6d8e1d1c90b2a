"""Label schemas that are ready to be used: one JSON file each, with names in both languages."""
