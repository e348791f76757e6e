"""Every bound of the playground: its default, its unit, why, and the environment variable that changes it."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """One bound. `PLAYGROUND_<NAME>` in the environment overrides the default; a test finds each in the README."""

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
            return float(given) if given else self.default
        except ValueError:
            raise ValueError(f"{self.variable} is {given!r}; it takes a number of {self.unit}") from None


PICTURE_MB = Limit("picture_mb", 20, "MB", "a phone's photograph fits, a bomb does not")
PICTURE_MEGAPIXELS = Limit(
    "picture_megapixels", 40, "megapixels", "40 megapixels take 320 MB for the moment of decoding, with transparency 520 MB"
)
PICTURE_SCANS = Limit("picture_scans", 100, "passes", "a progressive JPEG has some ten; each costs as much as decoding the whole picture")
PICTURE_ASPECT = Limit("picture_aspect", 50, "times", "longer side over shorter: a ribbon grows without end when its short side is fitted")
DRAWING_POINTS = Limit("drawing_points", 5_000, "points", "a digit has some 200; the worst that fit here cost three seconds")
CAPTURE_CACHE_MB = Limit("capture_cache_mb", 512, "MB", "what all visitors' last pictures keep so that walking the layers costs nothing")
SHELF_MB = Limit("shelf_mb", 2048, "MB", "weights of all networks in memory at once")
WORKERS = Limit("workers", 2, "threads", "forward passes at a time; one per core gives the most answers a second")
WAITING = Limit("waiting", 64, "requests", "live questions that may wait for a worker before a visitor is told to try again")
CONNECT_SECONDS = Limit("connect_seconds", 2, "seconds", "how long a download may take to answer at all before we say there is no network")
SILENCE_SECONDS = Limit("silence_seconds", 30, "seconds", "how long a download may say nothing in the middle before it has failed")
VISITOR_MINUTES = Limit(
    "visitor_minutes",
    15,
    "minutes",
    "after so long without a question what is kept for a visitor is freed; asking again costs one forward pass",
)
AWAY_MINUTES = Limit(
    "away_minutes",
    30,
    "minutes",
    "how long a page may be away, its connection lost or its lid closed, before what only the server has of it is forgotten",
)
VISITORS = Limit("visitors", 10_000, "pages", "page loads remembered at once; the oldest that never said a word makes room")
CONVOLVE_PRODUCTS = Limit(
    "convolve_products", 100, "million products", "one kernel over one picture: 11 × 11 over three planes of 224 × 224 takes 17"
)
EXPLAIN_GMACS = Limit(
    "explain_gmacs",
    12,
    "billion multiply-accumulates",
    "of one turn of a method with many passes: it shows what it has and hears Stop between turns",
)
ASCENT_STEPS = Limit(
    "ascent_steps", 512, "steps", "of a picture that is made to excite a unit, or takes another's style; it hardly changes after 128"
)
GALLERY_PICTURES = Limit("gallery_pictures", 1_000, "pictures", "of a visitor's own, searched for what excites a unit")
PATCHES_MB = Limit("patches_mb", 16, "MB", "which cells of the shipped gallery excite the units of a layer, kept for the next who asks")
STEPS_PARAMETERS = Limit("steps_parameters", 5, "million weights", "of a network that takes single steps: each visitor gets a copy of it")
STEPS_COPY_MB = Limit("steps_copy_mb", 32, "MB", "one visitor's copy with what it was before its last steps: fewer of them can be undone")
STEPS_MB = Limit("steps_mb", 256, "MB", "all visitors' copies that take single steps; the least recently used begins anew")
EDITS = Limit("edits", 64, "edits", "of a visitor's surgery at once; each is a copy of one layer's weights at most")
EDITED_MB = Limit("edited_mb", 256, "MB", "copied weights of edited networks in memory; beyond it they are made again when asked for")
AUGMENT_STEPS = Limit("augment_steps", 32, "transforms", "every transform once, and some twice")
AUGMENT_COUNT = Limit("augment_count", 200, "pictures", "variants of one call; 200 of 144 × 144 through the ResNet take some two seconds")
AUGMENT_SIDE = Limit("augment_side", 512, "px", "the longer side of a picture that is augmented for no network")
OWNED_NETWORKS = Limit("owned_networks", 4, "networks", "that one visitor has trained or brought and keeps at once")
OWNED_MB = Limit("owned_mb", 1024, "MB", "networks of all visitors together; a training that would not fit is refused before it begins")
TRAININGS = Limit("trainings", 2, "trainings", "at a time on this server, one of each visitor; looking goes before each of their batches")
TRAININGS_WAITING = Limit("trainings_waiting", 32, "trainings", "that may wait for their turn; one more is refused at once")
TRAINING_SECONDS = Limit("training_seconds", 300, "seconds", "of one training; then it stops with what it has learned, and says so")
JOB_MB = Limit("job_mb", 8, "MB", "answers of one training that its page has not read yet; at the bound it waits for its page")
JOBS_MB = Limit("jobs_mb", 256, "MB", "answers of all trainings that are kept for pages that are away; the oldest that have ended go")
TRAINING_MB = Limit("training_mb", 512, "MB", "pictures, features and gradients of one training; checked before memory is taken")
RUNS_MB = Limit("runs_mb", 64, "MB", "curves and weights of trainings that ran to their end, shown again at once to who asks for the same")
FEATURES_MB = Limit("features_mb", 512, "MB", "what frozen layers answered to examples, of all visitors; the least recently used goes")
CLASSES = Limit("classes", 20, "classes", "of one visitor: a confusion matrix of more cannot be read")
EXAMPLES = Limit("examples", 2_000, "pictures", "of all classes of one visitor")
EXAMPLES_MB = Limit("examples_mb", 32, "MB", "a visitor's pictures, made small: 2,000 of 256 px take some 30 MB")
ALL_EXAMPLES_MB = Limit("all_examples_mb", 1024, "MB", "all visitors' pictures together")
UNDO_STEPS = Limit(
    "undo_steps", 100, "steps", "of a visitor's classes that can be undone; their pictures count as examples, the oldest step goes first"
)
ZIP_MB = Limit("zip_mb", 100, "MB", "a zip of class folders: 500 photographs of a phone, made half as large")
ZIP_UNPACKED_MB = Limit("zip_unpacked_mb", 400, "MB", "all that a zip may hold once unpacked")
ZIP_FILES = Limit("zip_files", 5_000, "files", "entries of a zip, folders included")
ZIP_RATIO = Limit("zip_ratio", 100, "times", "unpacked over packed size of one file of a zip: pictures hardly shrink, bombs do")
JSON_MB = Limit("json_mb", 8, "MB", "one JSON of a request: a plan has some hundred bytes, 64 edits with painted kernels up to six million")
JSON_LEVELS = Limit("json_levels", 32, "levels", "lists and objects within each other; a plan has four")
WEIGHTS_MB = Limit("weights_mb", 200, "MB", "a .safetensors file that a visitor brings back")
PROJECT_MB = Limit("project_mb", 256, "MB", "a saved project: a visitor's pictures, and four networks of the size of ResNet-18")
PROJECTS = Limit("projects", 2, "projects", "read or written at a time on this server; each is in memory whole")
KEEP_MB = Limit("keep_mb", 256, "MB", "what a page keeps in its visitor's own browser, where the visitor wishes it")
ONNX_SECONDS = Limit("onnx_seconds", 120, "seconds", "of writing one network as ONNX; most take some ten, with all cores busy thirty")
QUEUE = Limit("queue", 64, "requests", "calls of the public API that may wait; one more is refused at once")
FILES_MB = Limit("files_mb", 256, "MB", "pictures and arrays of the public API that are held in memory; the oldest go")
FILE_MINUTES = Limit("file_minutes", 5, "minutes", "how long a result of the public API can be fetched")

LIMITS: tuple[Limit, ...] = tuple(v for v in globals().values() if isinstance(v, Limit))
