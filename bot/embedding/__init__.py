"""Sentence-vector models: the edge that reads weights from disk."""
