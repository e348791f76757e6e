"""What everything that learns here shares: the loop, what it learns, what it learns from, and whose turn it is."""
