"""Pictures and drawings that visitors bring: decoded in bounds, prepared for a network, refused in one sentence."""
