"""Many files: walking, workers, resuming, and the counts that say what was done."""
