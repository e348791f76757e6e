"""Where a number comes from: one cell of any layer taken apart. Each kind of layer is a file in `kinds`."""
