"""One step of gradient descent in slow motion, on a copy that belongs to one visitor."""
