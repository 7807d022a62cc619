"""The bench: this matcher beside those that people use, on public question sets and at sizes up to a million."""
