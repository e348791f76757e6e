"""Two networks that learn side by side from nothing, and what came of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models import service
from models.export.run_code import script
from models.training.core.queue import PAIRED_RUNS
from models.types.code import Code
from models.types.compare import RunEvent, RunsAtStart, TrainingMenu


def training_menu(visitor: str = "") -> TrainingMenu:
    """Returns everything that can be chosen for a run: data sets, networks, settings, and presets.

    Returns:
        Data sets, the visitor's own classes among them where they suffice; networks; the range and step of each setting; presets; and
        the default of each setting.
    """
    return service.paired_runs.menu(visitor)


def runs_at_start(runs: Sequence[object], *, visitor: str = "") -> RunsAtStart:
    """Returns one run or two before the first step: the watched validation pictures, and the first filters at initialisation.

    A run is a mapping such as `{"data": "digits", "each": 10, "dropout": 0.5}`. Each setting has a default, as `training_menu` says:
        data (key of a set, "own" for the visitor's classes), each (pictures per class, 1 to 100), network (key),
        width (4 to 32) and depth (4 to 24, even) of networks that have them, augmentation (a plan, as in `variants`),
        dropout (0 to 0.7), random_labels (share, 0 to 1), epochs (1 to 200), learning_rate (1e-6 to 10), batch (1 to 512),
        optimiser ("sgd", "adam", "adamw"), schedule ("constant", "cosine", "step"), weight_decay (0 to 1), momentum (0 to 0.999),
        label_smoothing (0 to 0.5), clip (largest gradient norm, 0 to 1000, 0 for none), seed (0 to 2^31 - 1).

    Args:
        runs: One or two runs on the same data.

    Returns:
        uint8 pictures [picture, height, width, channel], 12 at most, and int64 labels [picture]; per run its number of parameters and
        steps of an epoch, and float32 filters [filter, y, x], each the mean over its input channels.

    Raises:
        UserError: When there are no or more than two runs, they name different data, a setting is not accepted, own classes are too
            few, or a run would take more than PLAYGROUND_TRAINING_MB.
    """
    return service.paired_runs.at_start(runs, visitor)


def cached_runs(runs: Sequence[object], *, repeats: int = 1) -> Iterator[RunEvent]:
    """Yields the events of runs that are cached, without training.

    Args:
        runs: The runs, as in `runs_at_start`.
        repeats: Seeds per run, 1 to 10, one after the other from the run's own.

    Returns:
        An iterator of an `EpochResult` per epoch and a `RunEnded` per run and seed, each with the time of its measurement; it ends at the
        first seed that is not cached for every run.

    Raises:
        UserError: From the first item on, when a setting or `repeats` is not accepted.
    """
    return service.paired_runs.cached_events(runs, repeats)


def run_pair(runs: Sequence[object], *, repeats: int = 1, fresh: bool = False, visitor: str = "") -> Iterator[RunEvent]:
    """Trains one network or two side by side from random initialisation, and yields their progress, seed after seed.

    Cached runs come at once. Another such training of the same visitor stops this one; closing the iterator stops it within a batch. A
    training ends after PLAYGROUND_TRAINING_SECONDS.

    Args:
        runs: One or two runs on the same data, as in `runs_at_start`.
        repeats: Seeds per run, 1 to 10, one after the other from the run's own.
        fresh: Whether cached runs are trained anew.

    Returns:
        An iterator: `Queued` while others train, every 0.2 s; `Under` (loss in nats and accuracy of a batch) every 0.1 s at most;
        `EpochResult` (loss in nats and accuracy, 0 to 1, of training and validation) before the first epoch and after each; `RunEnded` per
        run and seed.

    Raises:
        UserError: When the runs are not accepted, as in `runs_at_start`, or `repeats` is not; from the iterator, when
            PLAYGROUND_TRAININGS_WAITING trainings wait already.

    Source:
        Random labels: Zhang, Bengio, Hardt, Recht and Vinyals, "Understanding deep learning requires rethinking generalization",
        ICLR 2017. Cosine schedule: Loshchilov and Hutter, "SGDR", ICLR 2017: rate * (1 + cos(pi * step / steps)) / 2.
    """
    return service.paired_runs.run(runs, visitor, repeats=repeats, fresh=fresh)


def stop_runs(visitor: str) -> None:
    """Stops the visitor's side-by-side training within a batch, keeping what it has learned; one that is queued leaves the queue.

    Returns:
        None.
    """
    service.training_queue.stop(visitor, PAIRED_RUNS)


def open_run(run: object, name: str, *, visitor: str) -> str:
    """Makes the network of a finished run one of the visitor's own.

    Args:
        run: The run, as in `runs_at_start`.
        name: Name of the network, of which 60 letters count.

    Returns:
        Its key, `mine/<name>`, with a number behind where that is taken; the key it has where the visitor owns it already.

    Raises:
        UserError: When a setting is not accepted, the weights of the run are not in memory, or there is no room:
            PLAYGROUND_OWNED_NETWORKS per visitor, PLAYGROUND_OWNED_MB for all.
        ValueError: When `visitor` is "".
    """
    return service.paired_runs.open(run, name, visitor)


def run_code(run: object, *, visitor: str = "") -> Code:
    """Returns the training of a run in plain PyTorch.

    Args:
        run: The run, as in `runs_at_start`.

    Returns:
        The code in both languages, and the files that it reads.

    Raises:
        UserError: When a setting is not accepted, own classes are too few, or the run would take more than PLAYGROUND_TRAINING_MB.
    """
    return service.paired_runs.code(script, run, visitor)
