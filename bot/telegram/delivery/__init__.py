"""Updates in, messages out: nothing lost, nothing twice; it knows nothing of what is said."""
