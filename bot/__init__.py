"""A question-answering bot for what people said at an event."""

__version__ = "0.1.0"
