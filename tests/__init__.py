"""Every test, in the order of the program's folders; `factories` makes what they need."""
