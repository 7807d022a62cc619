"""A question to its answer. Pure: knows no file, clock, network or Telegram."""
