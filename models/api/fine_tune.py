"""Fine-tuning a network on the visitor's classes: its cost, its progress, its code, and the comparison with training from scratch."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray
from torch import nn

from models import service
from models.errors import UserError
from models.export.bundle import zip_folder
from models.export.fine_tune_code import fine_tune_script, script_files
from models.text import Language
from models.training.core.queue import FINE_TUNE
from models.training.fine_tune import compare as comparing
from models.training.fine_tune import costs as costing
from models.training.fine_tune.config import FineTuneConfig
from models.training.fine_tune.freeze_points import head_step
from models.training.fine_tune.head import head_infos as list_heads
from models.training.fine_tune.job import prepare_job
from models.types.code import Code
from models.types.fine_tune import ComparisonPoint, ComparisonProgress, FineTuneProgress, FreezePointCost, HeadInfo


def heads() -> tuple[HeadInfo, ...]:
    """Returns every head that can replace the last layer of a network.

    Returns:
        One `HeadInfo` per head: key, title, and whether it is trained in epochs or fitted at once (SVM, nearest neighbour).
    """
    return list_heads()


def freeze_point_costs(config: object, *, visitor: str) -> tuple[FreezePointCost, ...]:
    """Returns what a training costs with the freeze line at each of the few places that the page shows.

    Args:
        config: How the network is fine-tuned, as in `fine_tune`; its `freeze` is not read.

    Returns:
        Per place the number of weights that learn, about how many seconds it takes on this machine (NaN while the classes do not
        suffice), and the default epochs and learning rate.

    Raises:
        UserError: When the plan is not accepted, the network cannot be opened or has no last layer that could be replaced, or the
            service is busy.
    """
    read = FineTuneConfig.from_json(config)
    base = service.store.get_classifier(read.network, visitor)
    with service.activations.workers.acquire():
        return costing.freeze_point_costs(base, read, service.examples.classes(visitor), service.feature_cache, visitor)


def fine_tune_code(config: object, *, visitor: str, language: Language = "en") -> str:
    """Returns teach.py: the fine-tuning of a plan as plain PyTorch that does not need this package.

    Args:
        config: How the network is fine-tuned, as in `fine_tune`.

    Returns:
        The text of the program.

    Raises:
        UserError: When the plan is not accepted, mixes pictures, or trains layers before a head that is fitted at once; or the
            network cannot be opened or has no last layer that could be replaced.
    """
    read = FineTuneConfig.from_json(config)
    return fine_tune_script(service.store.get_classifier(read.network, visitor), read, language)


def fine_tune(config: object, *, visitor: str) -> Generator[FineTuneProgress, None, None]:
    """Fine-tunes a network on the visitor's classes and yields its progress: queued, preparing, training, and how it ended.

    Another fine-tuning of the same visitor, the end of PLAYGROUND_TRAINING_SECONDS, or closing the iterator stops it within a batch;
    what it has learned is kept.

    Args:
        config: A mapping; `network` (key) is needed, the others have defaults: freeze ("all": the head alone learns, "none", or the
            first layer that learns), head (key), augmentation (a plan, as in `variants`), views (augmented copies of each picture,
            0 to 16), hidden (units, 1 to 1024) and dropout (0 to 0.9) of the head that has some, class_weights and untouched (bool),
            name (text), only (ids of the enabled classes that take part, [] for all), epochs (1 to 1000), learning_rate (1e-6 to 10),
            batch (1 to 512), optimiser ("sgd", "adam", "adamw"), schedule ("constant", "cosine", "step"), weight_decay (0 to 1),
            momentum (0 to 0.999), label_smoothing (0 to 0.5), clip (largest gradient norm, 0 to 1000, 0 for none), seed (0 to 2^31 - 1).

    Returns:
        An iterator: every 0.2 s while it is queued, after each batch of pictures while it prepares, every 0.05 s at most while it
        trains, and after each epoch with loss (nats) and accuracy (0 to 1) of training and validation. The last item says how it
        ended, with the key of the network and its result on the validation pictures.

    Raises:
        UserError: At the call, when the plan is not accepted. From the iterator: when the network cannot be opened, fewer than two
            classes are enabled or one has fewer than 5 pictures, plan and head do not go together, PLAYGROUND_TRAINING_MB would be
            passed, there is no room for the network, PLAYGROUND_TRAININGS_WAITING trainings wait already, or the network answers the
            pictures with numbers that are not finite.
        ValueError: From the iterator, when `visitor` is "".

    Source:
        Class weights: N / (K * N_k) in the cross entropy. Cosine schedule: Loshchilov and Hutter, "SGDR", ICLR 2017. Near copies stay
        in one part of the split: Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, section 3.2.
    """
    return service.fine_tuning.fine_tune(FineTuneConfig.from_json(config), visitor)


def compare_with_scratch(config: object, *, visitor: str) -> Generator[ComparisonProgress | ComparisonPoint, None, None]:
    """Compares a fine-tuned network with the same network trained from scratch, on 1, 2, 5, 10, 20, 40, 80 and all pictures of each class.

    Closing the iterator stops it within a batch. It ends after PLAYGROUND_TRAINING_SECONDS.

    Args:
        config: How the network is fine-tuned, as in `fine_tune`.

    Returns:
        An iterator: a `Compared` per count and arm with the right answers among the validation pictures, and for the arm from scratch
        the p of McNemar's test (0 to 1); between them a `ComparisonProgress` with the share of that training, 0 to 1.

    Raises:
        UserError: At the call, when the plan is not accepted. From the iterator: when the network is untrained or the visitor's own, it
            cannot be fine-tuned so, as in `fine_tune`, or too many trainings wait already.

    Source:
        McNemar, Psychometrika 12, 1947, exact and two-sided: with n = b + c pictures that one arm alone has right,
        p = P(|B - n/2| >= |b - n/2|), B ~ Binomial(n, 1/2).
    """
    return comparing.compare_with_scratch(service.fine_tuning, FineTuneConfig.from_json(config), visitor)


def stop_fine_tune(visitor: str) -> None:
    """Stops the visitor's fine-tuning within a batch, keeping what it has learned; one that is queued leaves the queue.

    Returns:
        None.
    """
    service.training_queue.stop(visitor, FINE_TUNE)


def head_weights(visitor: str, key: str) -> NDArray[np.float32] | None:
    """Returns the weights of the last dense layer of one of the visitor's own networks.

    Args:
        key: Its key, `mine/<name>`.

    Returns:
        float32 [class, feature]; None where the last layer is not dense (a head that stores examples).

    Raises:
        UserError: When the visitor has no such network, or it has no last layer with weights.
    """
    last = head_step(service.visitor_networks.get(visitor, key).plan).operation
    return last.weight.detach().numpy() if isinstance(last, nn.Linear) else None


def fine_tune_folder(config: object, *, visitor: str, language: Language = "en") -> bytes:
    """Returns a zip of teach.py, the weights of its base network, and the visitor's pictures in the split of the page.

    Args:
        config: How the network is fine-tuned, as in `fine_tune`.

    Returns:
        The zip; without pictures where the classes do not suffice for a training.

    Raises:
        UserError: When the plan or the network is refused, as in `fine_tune_code`.
    """
    read = FineTuneConfig.from_json(config)
    base = service.store.get_classifier(read.network, visitor)
    try:
        job = prepare_job(base, read, service.examples.classes(visitor))
    except UserError:  # too few classes yet: the program takes a folder of any
        job = None
    text = fine_tune_script(base, read, language)
    called = "teach.py pictures" if job else "teach.py FOLDER"
    return zip_folder(Code(text, text, script_files(base, job), called), language)
