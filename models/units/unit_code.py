"""The code behind the Filters tab: plain PyTorch that makes the picture for a unit, changes its weights, and asks the network again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.coding import import_lines, network_lines, picture_lines
from models.shelf.shelf import Shelved
from models.text import LANGUAGES, Language, Text
from models.types.units import Edit
from models.units.aiming import Aim
from models.units.ascent import COLOURS, CONTRAST, FAINT, GROW, HIGHEST, MOVE, RATE, SETTLING, TURN, Canvas

_KEEP = Text("nothing that is read here may be overwritten", "nada do que se lê aqui pode ser sobrescrito")
_EXCITED = Text("a picture made to excite unit {unit} of {layer}", "uma imagem feita para excitar a unidade {unit} de {layer}")
_OCTAVES = Text("every octave has as much to say as the next", "cada oitava pesa tanto quanto a seguinte")
_TOGETHER = Text("colours vary together as in photographs", "as cores variam juntas como em fotografias")
_WRAPPED = Text("what leaves on one side comes in on the other", "o que sai de um lado entra pelo outro")
_SHAKEN = Text("turned, scaled and moved a little", "girada, ampliada e deslocada um pouco")
_RIM = Text("cells that see padding do not count", "células que veem preenchimento não contam")
_SURGERY = Text("the surgery", "a cirurgia")
_ANSWER = Text("the most probable classes", "as classes mais prováveis")


def script(
    shelved: Shelved, target: Aim, canvas: Canvas, unit: int, picture: NDArray[np.uint8], edits: Sequence[Edit], steps: int, seed: int
) -> Text:
    """Lines that end with `made`, [channel, y, x] of values from 0 to 1, and before it print what the network answers after the edits."""
    return Text(*("\n".join(_lines(shelved, target, canvas, unit, picture, edits, steps, seed, language)) + "\n" for language in LANGUAGES))


def _lines(
    shelved: Shelved,
    target: Aim,
    canvas: Canvas,
    unit: int,
    picture: NDArray[np.uint8],
    edits: Sequence[Edit],
    steps: int,
    seed: int,
    language: Language,
) -> list[str]:
    wants = shelved.spec.preparation
    body = [
        *network_lines(shelved.spec, shelved.network, language),
        "network.requires_grad_(False)",
        f"for module in network.modules():  # {_KEEP[language]}",
        '    if hasattr(module, "inplace"):',
        "        module.inplace = False",
        "",
        f"# {_EXCITED.format(unit=unit, layer=target.stop.layer.name)[language]}",
        *_climb(shelved, target, canvas, unit, steps, seed, language),
        "",
        *(_surgery(edits, language) if edits else []),
        *picture_lines(picture, wants, language),
        "answer = network(x)[0].softmax(0).topk(3)",
        f"print(answer.indices.tolist(), answer.values.tolist())  # {_ANSWER[language]}",
    ]
    return [*import_lines(body), *(["import math"] if any("math." in line for line in body) else []), "", *body]


def _surgery(edits: Sequence[Edit], language: Language) -> list[str]:
    lines = [f"# {_SURGERY[language]}"]
    for edit in edits:
        lines.append(f'layer = network.get_submodule("{edit.layer}")')
        if edit.kernel is not None:
            lines.append(f"layer.weight[{edit.unit}] = torch.tensor({edit.kernel.tolist()})")
        if edit.factor != 1:
            lines += [
                f"layer.weight[{edit.unit}] *= {edit.factor!r}",
                "if layer.bias is not None:",
                f"    layer.bias[{edit.unit}] *= {edit.factor!r}",
            ]
    return [*lines, ""]


def _climb(shelved: Shelved, target: Aim, canvas: Canvas, unit: int, steps: int, seed: int, language: Language) -> list[str]:
    channels, height, width = canvas.channels, canvas.height, canvas.width
    read = shelved.plan.steps[target.slot - 1].name.partition(":")[0]
    mean, std = (f"torch.tensor({list(numbers)})[:, None, None]" for numbers in (canvas.mean, canvas.std))
    return [
        "seen = {}",
        f'network.get_submodule("{read}").register_forward_hook(lambda module, inputs, output: seen.update(units=output))',
        f"chance = torch.Generator().manual_seed({seed})",
        f"spectrum = ({FAINT} * torch.randn({channels}, {height}, {width // 2 + 1}, 2, generator=chance)).requires_grad_()",
        f"frequency = torch.hypot(torch.fft.fftfreq({height})[:, None], torch.fft.rfftfreq({width})[None])",
        f"gains = (1 / frequency.clamp_min(1 / {max(height, width)}))[..., None]  # {_OCTAVES[language]}",
        *([f"colours = torch.tensor({[list(row) for row in COLOURS]})  # {_TOGETHER[language]}"] if channels == 3 else []),
        "",
        "def painted():",
        "    waves = torch.view_as_complex(spectrum * gains)",
        f'    waves = torch.fft.irfft2(waves, s=({height}, {width}), norm="ortho") / {CONTRAST}',
        *(['    waves = torch.einsum("rc,chw->rhw", colours / colours.norm(dim=0).max(), waves)'] if channels == 3 else []),
        "    return waves.sigmoid()",
        "",
        f"optimiser = torch.optim.Adam([spectrum], lr={RATE})",
        f"for step in range(1, {steps} + 1):",
        "    picture = painted()[None]",
        *(f"    {line}" for line in _shaking(canvas, steps, language)),
        f"    network((picture - {mean}) / {std})",
        *(f"    {line}" for line in _scored(target, canvas, unit, language)),
        "    (spectrum.grad,) = torch.autograd.grad(-score, spectrum)",
        "    optimiser.step()",
        "made = painted().detach()",
    ]


def _shaking(canvas: Canvas, steps: int, language: Language) -> list[str]:
    part = 2 if canvas.endless else MOVE
    far = [max(1, side // part) for side in (canvas.height, canvas.width)]
    settling = f"step > {SETTLING * steps}"
    rolled = [
        f"down, right = (int(torch.randint(-far, far + 1, (), generator=chance)) for far in {tuple(far)})  # {_WRAPPED[language]}",
        "picture = picture.roll((down, right), (2, 3))",
    ]
    shaken = [
        f"angle, growth, right, down = (2 * torch.rand(4, generator=chance) - 1).tolist()  # {_SHAKEN[language]}",
        f"angle, scale = {TURN} * angle, 1 + {GROW} * growth",
        "cosine, sine = scale * math.cos(angle), scale * math.sin(angle)",
        f"turn = torch.tensor([[[cosine, -sine, 2 * right / {MOVE}], [sine, cosine, 2 * down / {MOVE}]]])",
        "grid = F.affine_grid(turn, list(picture.shape), align_corners=False)",
        'picture = F.grid_sample(picture, grid, padding_mode="reflection", align_corners=False)',
    ]
    first = rolled if canvas.endless else [f"if {settling}:", *(f"    {line}" for line in rolled)]
    return [*first, f"if not {settling}:", *(f"    {line}" for line in shaken)]


def _scored(target: Aim, canvas: Canvas, unit: int, language: Language) -> list[str]:
    shape = target.stop.layer.shape
    cells = (shape[1], shape[2]) if len(shape) == 3 else (1, 1)
    rows, columns = target.inside((canvas.height, canvas.width), cells)
    taken = f'seen["units"][:, {unit}]'
    said = ""
    if (rows, columns) != (slice(0, cells[0]), slice(0, cells[1])):
        taken, said = taken + f"[:, {rows.start}:{rows.stop}, {columns.start}:{columns.stop}]", f"  # {_RIM[language]}"
    return [f"cells = {taken}{said}", f"score = cells.relu().mean() + {HIGHEST} * cells.amax()"]
