// The same race in a few lines of Python. Pure.

export const code = (dataset, counts, draws) => `from models import api

for event in api.race("${dataset}", counts=(${counts.join(', ')}), draws=${draws}, seed=0, fresh=True):
    if hasattr(event, "wrong"):
        print(event.runner, event.count, event.draw, f"{100 * event.wrong / event.tested:.1f} %")
`
