"""A section of tissue, coloured by a head that learns from a few strokes of a brush."""
