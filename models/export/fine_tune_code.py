"""A training as plain PyTorch: the network written out, its pictures' preparation, and the loop; it needs nothing of this package.

With the same pictures on the same sides it ends with the same weights, where no view is drawn by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from torch import nn

from models.errors import UserError
from models.export.network_source import weights_bytes
from models.export.picture_source import png
from models.export.predict_script import network_code
from models.inputs.pictures import prepare_or_blank
from models.store.registry import RANDOM_SUFFIX
from models.store.store import LoadedNetwork
from models.text import Language, Text
from models.training.core.settings import SEED_LIMIT, TrainingSettings
from models.training.core.trainable_tail import TrainableTail, dropout_rate
from models.training.fine_tune import head as heads
from models.training.fine_tune.config import FineTuneConfig
from models.training.fine_tune.freeze_points import find_freeze_point, freeze_points
from models.training.fine_tune.job import FineTuneJob
from models.training.fine_tune.replace_head import HeadReplacement, head_replacement
from models.types.code import File


def fine_tune_script(base: LoadedNetwork, config: FineTuneConfig, language: Language) -> str:
    """The text of teach.py. UserError for a plan that mixes pictures, and for a place where a head cannot be learned."""
    if config.augmentation.mixes:
        raise UserError(
            Text(
                "plan: the code of a plan that mixes pictures is not written out; leave MixUp and CutMix out.",
                "plan: o código de um plano que mistura imagens não é escrito por extenso; retire MixUp e CutMix.",
            )
        )
    point, among = find_freeze_point(base, config.freeze), freeze_points(base)
    at = among.index(point)
    all_frozen, scratch = at == len(among) - 1, at == 0 and config.network.endswith(RANDOM_SUFFIX)
    settings = config.settings_at(all_frozen=all_frozen, scratch=scratch)
    replacement = head_replacement(base.network, base.plan)
    imports, network = network_code(base)
    learning = _head_only(config, settings) if all_frozen else _deeper(base, config, point.slot, settings, scratch=scratch)
    parts = [
        _HEAD.format(title=base.spec.title, file=_file(base))[language],
        imports + "\n" + _IMPORTS.strip(),
        "\n".join(_constant_lines(base, config, settings, replacement)),
        *network,
        *([_FEATURES.strip()] if all_frozen else []),
        learning,
        _AUGMENTED.strip(),
        _MAIN.strip(),
    ]
    return "\n\n\n".join(parts) + "\n"


def script_files(base: LoadedNetwork, job: FineTuneJob | None) -> tuple[File, ...]:
    """What teach.py reads: the weights of its base, and the pictures of a job on the sides where they are, as the network takes them."""
    weights: File = (_file(base), lambda language: weights_bytes(base.network))
    own = () if base.spec.key.endswith(RANDOM_SUFFIX) else (weights,)
    if job is None:
        return own
    sides = (("train", job.split.train), ("check", job.split.validation))
    return (*own, *(_picture(base, job, side, i) for side, part in sides for i in part.tolist()))


def _picture(base: LoadedNetwork, job: FineTuneJob, side: str, i: int) -> File:
    """A name that keeps the page's order, whatever the class is called."""
    label = int(job.labels[i])
    called = re.sub(r"[^\w -]", "_", job.classes[label])
    return f"pictures/{side}/{label:02} {called}/{i:05}.png", lambda language: png(
        prepare_or_blank(job.examples[i].source, base.spec.preparation)
    )


def _file(base: LoadedNetwork) -> str:
    return base.spec.key.rpartition("/")[2].removesuffix(RANDOM_SUFFIX) + ".safetensors"


def _constant_lines(base: LoadedNetwork, config: FineTuneConfig, settings: TrainingSettings, replacement: HeadReplacement) -> Iterator[str]:
    """What was chosen, and where the new head goes."""
    random = base.spec.key.endswith(RANDOM_SUFFIX)
    yield f"WEIGHTS = {None if random else _file(base)!r}  # of the base, beside this file; None: as its constructors make it"
    yield f"EPOCHS, RATE, BATCH, SEED = {settings.epochs}, {settings.learning_rate!r}, {settings.batch}, {settings.seed}"
    removed = list(replacement.removed_activations)
    yield f"HEAD, FEATURES, POOLED, SILENCED = {replacement.path!r}, {replacement.features}, {replacement.pooled}, {removed!r}"
    wants = base.spec.preparation
    if config.augmentation.steps:
        shape = (wants.channels, wants.height, wants.width)
        lines = [step.transform.code(step.values, shape) for step in config.augmentation.steps]
        yield f"VIEWS = {config.views}  # augmented ones of each picture"
        yield "AUGMENT = v2.Compose([\n" + "\n".join(f"    {line}" for line in lines) + "\n])"
    else:
        yield "VIEWS, AUGMENT = 0, None"


def _head_only(config: FineTuneConfig, settings: TrainingSettings) -> str:
    """The head on features that were computed once."""
    if heads.find(config.head).fit:
        return _weighed(_head_code(config).strip(), config)
    text = _HEAD_ONLY.strip().replace("@HEAD", _head_code(config)).replace("@OPTIMISER", _optimiser(settings, "head.parameters()"))
    return _weighed(text, config)


def _deeper(base: LoadedNetwork, config: FineTuneConfig, slot: int, settings: TrainingSettings, *, scratch: bool) -> str:
    """All of the network in every epoch; what is frozen takes no gradient, and drops nothing out."""
    if heads.find(config.head).fit:
        raise UserError(
            Text(
                "head: {head} is found at once; put the freeze line at the head.",
                "head: {head} é encontrada de uma vez; ponha a linha de congelamento na cabeça.",
            ).format(head=config.head)
        )
    learned = {id(parameter) for parameter in TrainableTail(base.plan, slot).parameters}
    names = [name for name, parameter in base.network.named_parameters() if id(parameter) in learned]
    steps = base.plan.steps[slot : base.plan.logits_slot]
    drops = [step.name.partition(":")[0] for step in steps if dropout_rate(step) and isinstance(step.operation, nn.Module)]
    text = _DEEPER.strip().replace("@NAMES", repr(names)).replace("@DROPS", repr(drops)).replace("@HEAD", _head_code(config))
    text = (
        text.replace("@SCRATCH", repr(scratch)).replace("@OPTIMISER", _optimiser(settings, "learning")).replace("@SEEDS", str(SEED_LIMIT))
    )
    return _weighed(text, config)


def _weighed(text: str, config: FineTuneConfig) -> str:
    """The lines that give every class the same weight in the loss, where the plan wants that and the head knows such weights."""
    if not config.class_weights or heads.find(config.head).why_unweighted:
        return text.replace("@WEIGHED", "").replace("@BALANCED", "")
    balanced = "dict(enumerate(class_weights(train[1].repeat(len(views)), classes).tolist()))"
    weighed = text.replace("@WEIGHED", ", class_weights(train[1], classes)").replace("@BALANCED", f"class_weight={balanced}, ")
    return f"{_CLASS_WEIGHTS.strip()}\n\n\n{weighed}"


def _head_code(config: FineTuneConfig) -> str:
    return heads.find(config.head).code(config.hidden, config.dropout)


def _optimiser(settings: TrainingSettings, what: str) -> str:
    decay = f", weight_decay={settings.weight_decay}" if settings.weight_decay else ""
    kind = {"sgd": f"SGD({what}, RATE, momentum={settings.momentum}{decay})", "adam": f"Adam({what}, RATE{decay})"}
    return "torch.optim." + kind.get(settings.optimiser, f"AdamW({what}, RATE, weight_decay={settings.weight_decay})")


_HEAD = Text(
    '''"""Teaches {title} new classes: python teach.py FOLDER, with FOLDER/<class>/<picture>.

It needs torch, torchvision, Pillow, numpy and safetensors (scikit-image for drawings, scikit-learn for an SVM), and {file} beside it.
"""''',
    '''"""Ensina classes novas a {title}: python teach.py PASTA, com PASTA/<classe>/<imagem>.

Precisa de torch, torchvision, Pillow, numpy e safetensors (scikit-image para desenhos, scikit-learn para uma SVM), e de {file} ao lado.
"""''',
)
_IMPORTS = """
from torchvision.transforms import v2
"""
_FEATURES = '''
@torch.no_grad()
def features(network: nn.Module, pictures: Tensor) -> Tensor:
    """What the frozen network answers to pictures (N, C, H, W), just before its head: (N, FEATURES)."""
    return torch.cat([network(some) for some in pictures.split(16)])


def headless() -> nn.Module:
    """The base without its last layer."""
    network = Network().eval()
    if WEIGHTS:
        network.load_state_dict(load_file(Path(__file__).parent / WEIGHTS))
    _put(network, HEAD, nn.AdaptiveAvgPool2d(1) if POOLED else nn.Identity())
    for path in SILENCED:
        _put(network, path, nn.Identity())
    return network


def views_of(network: nn.Module, pictures: Tensor) -> Tensor:
    """(1 + VIEWS, N, FEATURES): the pictures as they are, and augmented; computed once."""
    torch.manual_seed(SEED)
    return torch.stack([features(network, pictures), *(features(network, augmented(pictures)) for _ in range(VIEWS))])
'''
_CLASS_WEIGHTS = '''
def class_weights(labels: Tensor, classes: int) -> Tensor:
    """(classes): N / (K N_k), so that a rare class counts as much in the loss as a frequent one."""
    counts = torch.bincount(labels, minlength=classes).clamp_min(1)
    return len(labels) / (classes * counts.float())
'''
_HEAD_ONLY = '''
def teach(train: tuple[Tensor, Tensor], check: tuple[Tensor, Tensor], classes: int) -> tuple[nn.Module, Tensor]:
    """(pictures (N, C, H, W), labels (N)) of both sides -> the head, and what it answers to the second: logits."""
    network = headless()
    views, others = views_of(network, train[0]), features(network, check[0])
    mean, spread = views[0].mean(0), views[0].std(0, correction=0)
    spread = torch.where(spread > 1e-6 * views[0].abs().amax(0).clamp_min(1e-12), spread, 1.0)
    views, others = (views - mean) / spread, (others - mean) / spread
    torch.manual_seed(SEED)
    head = @HEAD
    optimiser = @OPTIMISER
    torch.manual_seed(SEED + 2**31)  # for dropout
    order = torch.Generator().manual_seed(SEED)
    for epoch in range(1, EPOCHS + 1):
        chance = torch.Generator().manual_seed((SEED * 1_000_003 + epoch) % 2**32)
        view = torch.randint(len(views), (len(train[1]),), generator=chance)
        for some in batches(len(train[1]), order):
            optimiser.zero_grad()
            F.cross_entropy(head(views[view[some], some]), train[1][some]@WEIGHED).backward()
            optimiser.step()
    with torch.no_grad():
        return head, head.eval()(others)
'''
_DEEPER = '''
LEARN = @NAMES
DROP_OUT = @DROPS  # layers whose units drop out while it learns


def teach(train: tuple[Tensor, Tensor], check: tuple[Tensor, Tensor], classes: int) -> tuple[nn.Module, Tensor]:
    """(pictures (N, C, H, W), labels (N)) of both sides -> the network, and what it answers to the second: logits."""
    network = Network().eval()
    if WEIGHTS:
        network.load_state_dict(load_file(Path(__file__).parent / WEIGHTS))
    torch.manual_seed(SEED)
    head = @HEAD
    of_means = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), head, nn.Unflatten(1, (classes, 1, 1)))
    _put(network, HEAD, of_means if POOLED else head)
    for path in SILENCED:
        _put(network, path, nn.Identity())
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(name in LEARN or name.startswith(HEAD + "."))
    learning = [parameter for parameter in network.parameters() if parameter.requires_grad]
    for path, layer in network.named_modules():
        learns_statistics = @SCRATCH and isinstance(layer, nn.BatchNorm1d | nn.BatchNorm2d)
        layer.training = path in DROP_OUT or path.startswith(HEAD + ".") or learns_statistics
    optimiser = @OPTIMISER
    torch.manual_seed(SEED + @SEEDS)  # for dropout
    order = torch.Generator().manual_seed(SEED)
    for epoch in range(EPOCHS):
        for some in batches(len(train[1]), order):
            pictures = augmented(train[0][some]) if AUGMENT else train[0][some]
            optimiser.zero_grad()
            F.cross_entropy(network(pictures).flatten(1), train[1][some]@WEIGHED).backward()
            optimiser.step()
    with torch.no_grad():
        network.eval()
        return network, torch.cat([network(some).flatten(1) for some in check[0].split(16)])
'''
_AUGMENTED = '''
def augmented(pictures: Tensor) -> Tensor:
    """A new view of each prepared picture (N, C, H, W)."""
    mean, std = (torch.tensor(numbers)[:, None, None] for numbers in (MEAN, STD))
    levels = ((pictures * std + mean) * 255).round().byte()
    return torch.stack([(AUGMENT(one).float() / 255 - mean) / std for one in levels])
'''
_MAIN = '''
def batches(count: int, order: torch.Generator) -> list:
    """Indices of every batch of an epoch; a picture that would be left alone joins the batch before."""
    cut = list(torch.randperm(count, generator=order).split(BATCH))
    if len(cut) > 1 and len(cut[-1]) == 1 < BATCH:
        cut[-2:] = [torch.cat(cut[-2:])]
    return cut


def pictures_in(folder: Path) -> tuple[list, list, list]:
    """(classes, (path, label) to learn from, (path, label) to check with): three tenths of every class are kept back."""
    classes, train, check = [], [], []
    chance = np.random.default_rng(SEED)
    for label, sub in enumerate(sorted(path for path in folder.iterdir() if path.is_dir())):
        classes.append(sub.name)
        paths = sorted(sub.iterdir())
        order = chance.permutation(len(paths))
        held = max(1, round(0.3 * len(paths)))
        check += [(paths[i], label) for i in order[:held]]
        train += [(paths[i], label) for i in order[held:]]
    return classes, train, check


def parted(folder: Path) -> tuple[list, list, list]:
    """The same of a folder that was downloaded with this program: train/ and check/ as on the page, pictures as the network takes them."""
    classes = sorted(path.name for path in (folder / "train").iterdir())
    sides = ([(path, classes.index(path.parent.name)) for path in sorted(folder.glob(f"{side}/*/*"))] for side in ("train", "check"))
    return classes, *sides


def taken(path: Path) -> Tensor:
    """A picture that is as large as the network takes it -> (1, C, H, W)."""
    mean, std = (torch.tensor(numbers)[:, None, None] for numbers in (MEAN, STD))
    return ((torch.from_numpy(np.array(opened(path))).permute(2, 0, 1)[: len(MEAN)].contiguous() / 255 - mean) / std)[None]


def loaded(pairs: list, read) -> tuple[Tensor, Tensor]:
    return torch.cat([read(path) for path, _ in pairs]), torch.tensor([label for _, label in pairs])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    ready = (folder / "train").is_dir() and (folder / "check").is_dir()
    classes, train, check = parted(folder) if ready else pictures_in(folder)
    train, check = (loaded(side, taken if ready else lambda path: prepare(opened(path))) for side in (train, check))
    _, logits = teach(train, check, len(classes))
    right = logits.argmax(1) == check[1]
    print(f"{100 * right.float().mean():.1f} % of {len(right)} pictures that it had not seen")
'''
