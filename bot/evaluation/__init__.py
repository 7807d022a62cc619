"""How good the answers are: labelled questions, the figures, and the thresholds fitted to them."""
