"""What outlives a restart: choices, answers and votes, the review queue, revisions, figures, the journal of updates."""
