"""What networks are used for: one module or package for each view of the tab Uses."""
