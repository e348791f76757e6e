"""What everything that learns here shares: the loop, what it learns, what it learns from, and the queue."""
