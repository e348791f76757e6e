"""Where did it look? Each method is a file in `methods`."""
