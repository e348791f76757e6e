"""Which networks there are, where their weights come from, and those that are in memory."""
