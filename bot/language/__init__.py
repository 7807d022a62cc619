"""Words in three scripts: one normaliser, one skeleton, one lexicon. Pure; knows no report."""
