"""A question-answering bot for what people said at an event."""

import os

__version__ = "0.1.0"

# What the bot multiplies and cuts into tokens is small: a thread for each processor would only wait for the others,
# and on a large machine be one more than its container may have. Read when numpy and tokenizers are imported.
os.putenv("OPENBLAS_NUM_THREADS", "1")
os.putenv("TOKENIZERS_PARALLELISM", "false")
