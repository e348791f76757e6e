"""The code behind a run: its training written out in plain PyTorch, with the same weights at every step."""

from __future__ import annotations

from collections.abc import Iterator

from safetensors.torch import save
from torch import nn

from models.export import views
from models.export.code import build_code
from models.text import Language, Text
from models.training.compare.conv_stack import ConvPair
from models.training.compare.experiment import Experiment
from models.training.compare.run import Run
from models.training.core.settings import SEED_LIMIT
from models.types.code import Code, File

PICTURES = "pictures.safetensors"

_DATA = Text(
    "in the folder to download; uint8 (N, C, H, W), and the same of those that only check",
    "na pasta para baixar; uint8 (N, C, H, W), e o mesmo das que só conferem",
)
_THREAD = Text("as the page computes: with more, sums differ in their last digits", "como a página calcula: com mais, somas mudam no fim")
_LOT = Text("labels drawn by lot", "rótulos sorteados")
_START = Text("decides the start", "decide o início")
_ORDER = Text("decides the order, and nothing else", "decide a ordem, e mais nada")
_DROPS = Text("decides which units drop out", "decide quais unidades ficam de fora")
_CLEAN = Text("on clean pictures, with every unit in place", "em imagens limpas, com todas as unidades no lugar")
_OWN_SEED = Text("every picture and step draws from a seed of its own", "cada imagem e passo sorteia de uma semente própria")
_ALONE = Text("a picture that would be left alone joins the batch before", "uma imagem que sobraria sozinha entra no lote anterior")


def script(run: Run) -> Code:
    """Lines that leave `curve`, [(training loss, training accuracy, validation loss, validation accuracy)] by epoch, and `network`."""
    return build_code(lambda language: _lines(run, language), _file(run))


def _file(run: Run) -> File:
    """The run's pictures with the labels that they came with."""
    pictures, labels = run.training_set.first_per_class(run.experiment.each)
    held = {
        "pictures": pictures,
        "labels": labels,
        "checked": run.training_set.validation,
        "checked_labels": run.training_set.validation_labels,
    }
    return PICTURES, lambda language: save({name: tensor.contiguous() for name, tensor in held.items()})


def _lines(run: Run, language: Language) -> list[str]:
    return [
        f"torch.set_num_threads(1)  # {_THREAD[language]}",
        *_data(run, language),
        "",
        *_network(run, language),
        "",
        *_augmentation(run, language),
        *_evaluation_lines(language),
        "",
        *_loop(run, language),
    ]


def _data(run: Run, language: Language) -> Iterator[str]:
    experiment, wants = run.experiment, run.training_set.preparation
    yield f'data = load_file("{PICTURES}")  # {_DATA[language]}'
    yield 'pictures, y, checked, checked_y = (data[name] for name in ("pictures", "labels", "checked", "checked_labels"))'
    if experiment.random_labels:
        count, classes = len(run.labels), len(run.training_set.classes)
        yield f"chance = torch.Generator().manual_seed({experiment.settings.seed})  # {_LOT[language]}"
        yield f"chosen = torch.randperm({count}, generator=chance)[:{round(experiment.random_labels * count)}]"
        yield f"y[chosen] = torch.randint({classes}, ({count},), generator=chance)[chosen]"
    yield ""
    yield "def prepared(pictures):"
    yield f"    return (pictures.float() / 255 - {wants.mean[0]}) / {wants.std[0]}"


def _network(run: Run, language: Language) -> Iterator[str]:
    layers = list(_layers(run.network))
    if any(line.startswith("Block(") for line in layers):
        yield "class Block(nn.Module):"
        yield "    def __init__(self, channels):"
        yield "        super().__init__()"
        yield "        self.conv1 = nn.Conv2d(channels, channels, kernel_size=3, padding=1)"
        yield "        self.conv2 = nn.Conv2d(channels, channels, kernel_size=3, padding=1)"
        yield ""
        yield "    def forward(self, x):"
        yield "        return F.relu(x + self.conv2(F.relu(self.conv1(x))))"
        yield ""
    yield f"torch.manual_seed({run.experiment.settings.seed})  # {_START[language]}"
    yield "network = nn.Sequential("
    yield from (f"    {line}," for line in layers)
    yield ")"


def _layers(network: nn.Module) -> Iterator[str]:
    """Its layers in the order in which they run, which is that in which they are made."""
    for module in network.children():
        if isinstance(module, ConvPair) and module.shortcut:
            yield f"Block({module.conv1.in_channels})"
        elif isinstance(module, nn.Sequential | ConvPair):
            yield from _layers(module)
        else:
            yield f"nn.{module!r}"


def _augmentation(run: Run, language: Language) -> Iterator[str]:
    augmentation = run.experiment.augmentation
    if not augmentation.steps:
        return
    shape = (run.shape.channels, run.shape.side, run.shape.side)
    yield from views.functions(augmentation.steps, language)
    yield "def augmented(pictures, target, indices):"
    yield f"    def seeds(name):  # {_OWN_SEED[language]}"
    yield f'        texts = [f"{run.experiment.settings.seed} {{index}} {{name}}" for index in indices]'
    yield '        return [int.from_bytes(blake2b(text.encode(), digest_size=4).digest(), "little") for text in texts]'
    yield ""
    yield "    with torch.random.fork_rng(devices=[]):"
    seen: dict[str, int] = {}
    for step in augmentation.steps:
        again = seen[step.key] = seen.get(step.key, -1) + 1
        yield "        " + views.line(step, shape, f'seeds("{step.key} {again}")', language)
    yield "    return pictures, target"
    yield ""


def _evaluation_lines(language: Language) -> list[str]:
    return [
        f"def measured(x, y):  # {_CLEAN[language]}",
        "    network.eval()",
        "    with torch.no_grad():",
        "        logits = network(x)",
        "    return F.cross_entropy(logits, y).item(), (logits.argmax(1) == y).float().mean().item()",
        "",
        "x, checked_x = prepared(pictures), prepared(checked)",
        "curve = [measured(x, y) + measured(checked_x, checked_y)]",
    ]


def _loop(run: Run, language: Language) -> Iterator[str]:
    settings, count = run.experiment.settings, len(run.labels)
    steps = run.initial_state().steps
    alone = count % settings.batch == 1 and count > settings.batch > 1
    steps -= alone
    yield _optimiser(run.experiment)
    yield f"order = torch.Generator().manual_seed({settings.seed})  # {_ORDER[language]}"
    if run.experiment.dropout:
        yield f"torch.manual_seed({settings.seed + SEED_LIMIT})  # {_DROPS[language]}"
    if settings.schedule != "constant":
        yield "done = 0"
    yield f"for epoch in range(1, {settings.epochs} + 1):"
    yield "    network.train()"
    yield f"    batches = list(torch.randperm({count}, generator=order).split({settings.batch}))"
    if alone:
        yield f"    batches[-2:] = [torch.cat(batches[-2:])]  # {_ALONE[language]}"
    yield "    for chosen in batches:"
    yield from (f"        {line}" for line in _learning_rate_lines(run.experiment, steps * settings.epochs))
    yield from (f"        {line}" for line in _batch(run))
    smoothing = f", label_smoothing={settings.label_smoothing}" if settings.label_smoothing else ""
    yield f"        loss = F.cross_entropy(network(inputs), target{smoothing})"
    yield "        optimiser.zero_grad()"
    yield "        loss.backward()"
    if settings.clip:
        yield f"        torch.nn.utils.clip_grad_norm_(network.parameters(), {settings.clip})"
    yield "        optimiser.step()"
    yield "    curve.append(measured(x, y) + measured(checked_x, checked_y))"
    yield '    print(epoch, *(f"{number:.3f}" for number in curve[-1]))'


def _optimiser(experiment: Experiment) -> str:
    settings = experiment.settings
    name = {"sgd": "SGD", "adam": "Adam", "adamw": "AdamW"}[settings.optimiser]
    momentum = f", momentum={settings.momentum}" if settings.optimiser == "sgd" else ""
    decay = f"weight_decay={settings.weight_decay}"
    return f"optimiser = torch.optim.{name}(network.parameters(), lr={settings.learning_rate}{momentum}, {decay})"


def _learning_rate_lines(experiment: Experiment, steps: int) -> Iterator[str]:
    rate, schedule = experiment.settings.learning_rate, experiment.settings.schedule
    if schedule == "constant":
        return
    if schedule == "cosine":
        yield f'optimiser.param_groups[0]["lr"] = {rate} * 0.5 * (1 + math.cos(math.pi * done / {steps}))'
    else:
        yield f'optimiser.param_groups[0]["lr"] = {rate} * 0.1 ** ((2 * done >= {steps}) + (4 * done >= 3 * {steps}))'
    yield "done += 1"


def _batch(run: Run) -> Iterator[str]:
    augmentation, count = run.experiment.augmentation, len(run.labels)
    if not augmentation.steps:
        yield "inputs, target = x[chosen], y[chosen]"
        return
    target = f"F.one_hot(y[chosen], {len(run.training_set.classes)}).float()" if augmentation.mixes else "y[chosen]"
    yield f"inputs, target = augmented(pictures[chosen], {target}, [(epoch - 1) * {count} + i for i in chosen.tolist()])"
    yield "inputs = prepared(inputs)"
