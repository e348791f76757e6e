"""What stands behind the door, once a process: the shelf, the memories, and who answers which question."""

from __future__ import annotations

from models.activations.service import Looking
from models.activations.translation import Translating
from models.attribution.service import Explaining
from models.augment import variants as augmented
from models.engine.workers import Workers
from models.feature_race import service
from models.filters.edited_networks import EditedNetworks
from models.filters.service import Units
from models.history.style_transfer import Styling
from models.project.opening import Taking
from models.receipts.service import Accounts
from models.store.activation_cache import Remembered
from models.store.store import Shelf, Shelved
from models.store.visitor_networks import Owned
from models.training.compare.paired_runs import Lanes
from models.training.core.queue import Turns
from models.training.fine_tune.examples import Examples
from models.training.fine_tune.features import Features
from models.training.fine_tune.service import Teacher
from models.training.sgd_step.service import Descending

remembered = Remembered()
owned = Owned(on_leave=remembered.forget_one)
shelf = Shelf(on_leave=lambda key: _left(key), own=owned.get, edited=lambda visitor, key: _edited(visitor, key))
edited = EditedNetworks(shelf.borrow)
looking = Looking(shelf, remembered, Workers())
accounts = Accounts(looking)
races = service.Races(shelf.borrow, looking.workers)
explaining = Explaining(looking)
units = Units(looking)
descending = Descending(looking)
translating = Translating(looking)
variations = augmented.Variations(looking)
styling = Styling(looking)
examples, features, turns = Examples(), Features(), Turns()
lanes = Lanes(examples, owned, turns, looking.workers)
projects = Taking(shelf, owned, examples)
teacher = Teacher(shelf, owned, examples, features, turns, looking.workers)


def _edited(visitor: str, key: str) -> Shelved:
    return edited.get(visitor, key)


def _left(key: str) -> None:
    """A network has left the shelf, and with it everything that holds on to it."""
    remembered.forget_network(key)
    units.forget_network(key)
    edited.forget_network(key)
