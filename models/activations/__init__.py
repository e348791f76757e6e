"""What the layers of a network answer to one picture, made small enough to travel."""
