"""A post-event report as people write it (text, Markdown, Word, PDF) to the values of a knowledge file."""
