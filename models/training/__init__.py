"""Everything that trains: `core` (the loop), `fine_tune` (Transfer), `compare` (Train), `sgd_step` (one step in slow motion)."""
