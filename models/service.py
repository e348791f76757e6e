"""What stands behind the server, once a process: the store, the memories, and who answers which question."""

from __future__ import annotations

import threading

from models.activations.service import Activations
from models.activations.translation import TranslationService
from models.attribution.service import AttributionService
from models.augment import variants as augmented
from models.byte_lru import bytes_by_name
from models.engine.workers import Workers
from models.feature_race import service
from models.filters.edited_networks import EditedNetworks
from models.filters.service import FilterService
from models.project.opening import ProjectOpener
from models.receipts.service import Receipts
from models.store.activation_cache import ActivationCache
from models.store.store import LoadedNetwork, NetworkStore
from models.store.visitor_networks import VisitorNetworks
from models.training.compare.paired_runs import PairedRuns
from models.training.core.queue import TrainingQueue
from models.training.fine_tune.examples import ExampleStore
from models.training.fine_tune.features import FeatureCache
from models.training.fine_tune.service import FineTuneService
from models.training.sgd_step.service import SgdSteps
from models.uses.colouring.service import ColouringService
from models.uses.faces.service import FaceService
from models.uses.parking.service import ParkingService
from models.uses.style_transfer import StyleTransferService
from models.uses.tissue.service import TissueService

activation_cache = ActivationCache()
visitor_networks = VisitorNetworks(on_evict=activation_cache.forget_own_network)
store = NetworkStore(
    on_evict=lambda key: _network_left(key), own=visitor_networks.get, edited=lambda visitor, key: _edited_network(visitor, key)
)
edited_networks = EditedNetworks(store.get)
activations = Activations(store, activation_cache, Workers())
receipts = Receipts(activations)
feature_races = service.FeatureRaces(store.get, activations.workers)
attribution = AttributionService(activations)
filters = FilterService(activations)
sgd_steps = SgdSteps(activations)
translation = TranslationService(activations)
faces = FaceService(activations)
parking = ParkingService(activations.workers)
augmentation_variants = augmented.VariantService(activations)
style_transfer = StyleTransferService(activations)
colouring = ColouringService(activations)
tissue = TissueService(activations)
examples, feature_cache, training_queue = ExampleStore(), FeatureCache(), TrainingQueue()
paired_runs = PairedRuns(examples, visitor_networks, training_queue, activations.workers)
project_opener = ProjectOpener(store, visitor_networks, examples)
fine_tuning = FineTuneService(store, visitor_networks, examples, feature_cache, training_queue, activations.workers)

ready = threading.Event()  # the networks that a page opens with are loaded


def cached_bytes() -> dict[str, int]:
    """Bytes that each cache holds, by its name; two caches may hold on to the same values."""
    return {**bytes_by_name(), "examples": examples.nbytes(), "visitor_networks": visitor_networks.nbytes()}


def _edited_network(visitor: str, key: str) -> LoadedNetwork:
    return edited_networks.get(visitor, key)


def _network_left(key: str) -> None:
    """A network has left the store, and with it everything that holds on to it."""
    activation_cache.forget_network(key)
    filters.forget_network(key)
    edited_networks.forget_network(key)
