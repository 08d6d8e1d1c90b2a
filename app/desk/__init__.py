"""A manager's desk: saved filters, and acts on many things with a preview and a way back."""
