"""What stands behind the door, once a process: the shelf, the memories, and who answers which question."""

from __future__ import annotations

from models.augment import variants as augmented
from models.descent.descending import Descending
from models.engine.workers import Workers
from models.explain.explaining import Explaining
from models.history.style import Styling
from models.looking.looking import Looking
from models.looking.translation import Translating
from models.project.opening import Taking
from models.race import racing
from models.receipts.accounts import Accounts
from models.shelf.owned import Owned
from models.shelf.remembered import Remembered
from models.shelf.shelf import Shelf, Shelved
from models.train.lanes import Lanes
from models.training.turns import Turns
from models.transfer.examples import Examples
from models.transfer.features import Features
from models.transfer.teach import Teacher
from models.units.edited import EditedNetworks
from models.units.units import Units

remembered = Remembered()
owned = Owned(on_leave=remembered.forget_one)
shelf = Shelf(on_leave=lambda key: _left(key), own=owned.get, edited=lambda visitor, key: _edited(visitor, key))
edited = EditedNetworks(shelf.borrow)
looking = Looking(shelf, remembered, Workers())
accounts = Accounts(looking)
races = racing.Races(shelf.borrow, looking.workers)
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
