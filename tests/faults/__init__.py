"""What becomes of questions when things go wrong: the bot as a process, and a server that fails on purpose."""
