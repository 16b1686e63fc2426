"""Articles from outside into the queue of what waits for a label."""
