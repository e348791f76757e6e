"""The limits of the playground: default, unit, reason, and the environment variable that changes it."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit. `PLAYGROUND_<NAME>` in the environment overrides the default; a test finds each in the README.

    It is no `NumberSpec`: whoever starts the server sets it, so it needs neither a title in two languages nor the bounds and the step of a
    slider, and a wrong value stops the start. A class with the fields of both would leave half of them empty either way.
    """

    name: str
    default: float
    unit: str
    why: str

    @property
    def variable(self) -> str:
        return f"PLAYGROUND_{self.name.upper()}"

    @property
    def value(self) -> float:
        given = os.environ.get(self.variable, "")
        try:
            value = float(given) if given else self.default
        except ValueError:
            value = math.nan
        if math.isnan(value) or value < 0:  # nothing is more than NaN: it would be no limit at all
            raise ValueError(f"{self.variable} is {given!r}; it takes a number of {self.unit}, 0 or more")
        return value


PICTURE_MB = Limit("picture_mb", 20, "MB", "a photograph from a phone fits, a decompression bomb does not")
PICTURE_MEGAPIXELS = Limit(
    "picture_megapixels", 40, "megapixels", "decoding 40 megapixels takes 320 MB for a moment, with transparency 520 MB"
)
PICTURE_SCANS = Limit("picture_scans", 100, "passes", "a progressive JPEG has about ten; each costs as much as decoding the whole picture")
PICTURE_ASPECT = Limit(
    "picture_aspect", 50, "times", "longer side over shorter: fitting the short side of a ribbon makes the long one huge"
)
DRAWING_POINTS = Limit("drawing_points", 5_000, "points", "a digit has about 200; the worst drawing that fits takes three seconds")
CAPTURE_CACHE_MB = Limit(
    "capture_cache_mb", 512, "MB", "cached values of all visitors' last pictures, so that moving between layers costs nothing"
)
SHELF_MB = Limit("shelf_mb", 2048, "MB", "weights of all networks in memory at once")
NETWORK_MB = Limit(
    "network_mb",
    3072,
    "MB",
    "weights of one network and all values of one picture in it, of which two may be in memory at once; a larger one is refused "
    "before its download",
)
WORKERS = Limit("workers", 2, "threads", "forward passes at a time; one per core gives the most answers per second")
WAITING = Limit("waiting", 64, "requests", "requests that may wait for a worker; the next one is told to try again")
CONNECT_SECONDS = Limit(
    "connect_seconds", 2, "seconds", "how long a server may take to answer before the page says that there is no network"
)
SILENCE_SECONDS = Limit("silence_seconds", 30, "seconds", "how long a running download may pause before it counts as failed")
VISITOR_MINUTES = Limit(
    "visitor_minutes",
    15,
    "minutes",
    "a visitor's cached values are freed after this time without a request; the next request costs one forward pass",
)
AWAY_MINUTES = Limit(
    "away_minutes",
    30,
    "minutes",
    "how long a page may be away (connection lost, lid closed) before the server forgets what it holds for it",
)
VISITORS = Limit("visitors", 10_000, "pages", "page loads remembered at once; the oldest that never asked anything makes room")
CONVOLVE_PRODUCTS = Limit(
    "convolve_products", 100, "million products", "one kernel over one picture: 11 × 11 over three planes of 224 × 224 takes 17"
)
EXPLAIN_GMACS = Limit(
    "explain_gmacs",
    12,
    "billion multiply-accumulates",
    "per batch of a method with many passes; between batches it shows what it has, and can be stopped",
)
COLOUR_SIDE = Limit("colour_side", 256, "px", "longer side of a picture that is coloured; the network learned on crops of 64 px")
COLOUR_HINTS = Limit("colour_hints", 64, "hints", "dabs of colour on one grey picture; they travel in the question's address")
ASCENT_STEPS = Limit(
    "ascent_steps", 512, "steps", "for a picture that is made to excite a unit, or that takes another's style; it hardly changes after 128"
)
FACES_SIDE = Limit(
    "faces_side",
    640,
    "px",
    "longer side of a picture that is searched for faces; a larger one is scaled down, since the work grows with its square",
)
FACE_WINDOWS = Limit(
    "face_windows", 1000, "windows", "that P-Net may pass on; a crowd at 640 px has about 600, and R-Net reads a thousand in half a second"
)
PARKING_MB = Limit("parking_mb", 48, "MB", "cropped spaces of drawn car parks; drawing a day takes 0.2 s")
PKLOT_SPACES = Limit(
    "pklot_spaces", 200, "spaces", "per weather and state, from a folder or zip of PKLot; learning from 400 takes about three seconds"
)
TISSUE_STROKES = Limit("tissue_strokes", 200, "strokes", "of a brush in a section of tissue; twenty are enough for a head")
TISSUE_MB = Limit(
    "tissue_mb", 384, "MB", "sections of tissue of all visitors with the features of their cells; one of 40 megapixels takes 280 MB"
)
GALLERY_PICTURES = Limit("gallery_pictures", 1_000, "pictures", "a visitor's own, searched for what excites a unit")
GALLERY_MB = Limit("gallery_mb", 192, "MB", "shipped pictures, prepared for a network, that are searched for what excites a unit")
PATCHES_MB = Limit(
    "patches_mb", 16, "MB", "cells of the shipped gallery that excite the units of a layer most, cached for the next request"
)
STEPS_PARAMETERS = Limit(
    "steps_parameters", 5, "million weights", "largest network that takes single steps: each visitor gets a copy of it"
)
STEPS_COPY_MB = Limit(
    "steps_copy_mb", 32, "MB", "one visitor's copy and its states before the last steps; beyond it, fewer steps can be undone"
)
STEPS_MB = Limit("steps_mb", 256, "MB", "all visitors' copies that take single steps; the least recently used copy starts again")
EDITS = Limit("edits", 64, "edits", "one visitor's edits at once; each copies the weights of one layer at most")
EDITED_MB = Limit("edited_mb", 256, "MB", "copied weights of edited networks; beyond it they are copied again on request")
AUGMENT_STEPS = Limit("augment_steps", 32, "transforms", "every transform once, and some twice")
AUGMENT_COUNT = Limit("augment_count", 200, "pictures", "variants per call; 200 of 144 × 144 through the ResNet take about two seconds")
AUGMENT_SIDE = Limit("augment_side", 512, "px", "longer side of a picture that is augmented without a network")
OWNED_NETWORKS = Limit("owned_networks", 4, "networks", "that one visitor has trained or uploaded and keeps at once")
OWNED_MB = Limit(
    "owned_mb", 1024, "MB", "all visitors' networks together; a training whose network would not fit is refused before it starts"
)
TRAININGS = Limit("trainings", 2, "trainings", "at a time on this server, one per visitor; other requests run between their batches")
TRAININGS_WAITING = Limit("trainings_waiting", 32, "trainings", "that may wait in the queue; one more is refused at once")
TRAINING_SECONDS = Limit(
    "training_seconds", 300, "seconds", "length of one training; then it stops, keeps what it has learned, and says so"
)
JOB_MB = Limit("job_mb", 8, "MB", "progress of one training that its page has not read yet; at the limit the training waits for its page")
JOBS_MB = Limit("jobs_mb", 256, "MB", "progress of all trainings, kept for pages that are away; the oldest that have ended go first")
RACES_MB = Limit("races_mb", 8, "MB", "measured points of History's race, 400 bytes each; beyond it a point is measured again")
TRAINING_MB = Limit("training_mb", 512, "MB", "pictures, features and gradients of one training; checked before memory is allocated")
RUNS_MB = Limit("runs_mb", 64, "MB", "curves and weights of finished trainings, shown at once to anybody who asks for the same")
FEATURES_MB = Limit("features_mb", 512, "MB", "outputs of frozen layers for all visitors' examples; the least recently used go first")
CLASSES = Limit("classes", 20, "classes", "per visitor: a larger confusion matrix cannot be read")
EXAMPLES = Limit("examples", 2_000, "pictures", "per visitor, all classes together")
EXAMPLES_MB = Limit("examples_mb", 32, "MB", "one visitor's pictures, made small: 2,000 of 256 px take about 30 MB")
ALL_EXAMPLES_MB = Limit("all_examples_mb", 1024, "MB", "all visitors' pictures together")
UNDO_STEPS = Limit(
    "undo_steps",
    100,
    "steps",
    "changes of a visitor's classes that can be undone; their pictures count as examples, and the oldest go first",
)
ZIP_MB = Limit("zip_mb", 100, "MB", "a zip of class folders: 500 photographs from a phone, at half their size")
ZIP_UNPACKED_MB = Limit("zip_unpacked_mb", 400, "MB", "all of a zip, unpacked")
ZIP_FILES = Limit("zip_files", 5_000, "files", "entries of a zip, including folders")
ZIP_RATIO = Limit("zip_ratio", 100, "times", "unpacked over packed size of one file in a zip: pictures hardly shrink, bombs do")
JSON_MB = Limit(
    "json_mb", 8, "MB", "the JSON of one request: a plan has a few hundred bytes, 64 edits with painted kernels up to six million"
)
JSON_LEVELS = Limit("json_levels", 32, "levels", "lists and objects within each other; a plan has four")
WEIGHTS_MB = Limit("weights_mb", 200, "MB", "a .safetensors file that a visitor uploads")
OWN_CLASSES = Limit("own_classes", 2_000, "classes", "outputs of a network from a visitor's .safetensors: ImageNet has 1,000")
OWN_SIDE = Limit("own_side", 512, "px", "side of the pictures that such a network reads; the cost grows with its square")
PROJECT_MB = Limit("project_mb", 256, "MB", "a saved project: a visitor's pictures, and four networks the size of ResNet-18")
PROJECTS = Limit(
    "projects",
    2,
    "projects",
    "read or written at a time on this server, and the same number of weights files; each is held in memory as a whole",
)
KEEP_MB = Limit("keep_mb", 256, "MB", "what a page keeps in its visitor's own browser, if the visitor wants that")
ONNX_SECONDS = Limit("onnx_seconds", 120, "seconds", "to write one network as ONNX; most take about ten, or thirty when all cores are busy")
QUEUE = Limit("queue", 64, "requests", "calls of the public API that may wait; one more is refused at once")
FILES_MB = Limit("files_mb", 256, "MB", "pictures and arrays of the public API held in memory; the oldest go first")
CLUSTER_WORKERS = Limit(
    "cluster_workers", 2, "processes", "that answer in a cluster, each with PLAYGROUND_WORKERS threads; docs/cluster.md says how many"
)
CHECKPOINTS_MB = Limit(
    "checkpoints_mb",
    4096,
    "MB",
    "visitors' classes and networks that the page's server keeps while a cluster computes, so that a worker that dies loses none; the "
    "longest unused go first",
)
FILE_MINUTES = Limit("file_minutes", 5, "minutes", "how long a result of the public API can be fetched")

LIMITS: tuple[Limit, ...] = tuple(v for v in globals().values() if isinstance(v, Limit))
