"""Counts every network anew: python -m models.recipes.counts

Writes assets/network_counts.json, from which the list of networks is read without building one. Takes about half a minute.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from models.store import counts, registry


def main() -> None:
    rows = {
        spec.key: asdict(counts.count(spec.build, spec.preparation, spec.answer))
        for spec in registry.specs().values()
        if not spec.key.endswith(registry.RANDOM_SUFFIX)
    }
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(row)}" for key, row in rows.items())
    counts.TABLE_FILE.write_text(f"{{\n{lines}\n}}\n", "utf-8")
    print(f"{len(rows)} networks in {counts.TABLE_FILE.name}")


if __name__ == "__main__":
    main()
