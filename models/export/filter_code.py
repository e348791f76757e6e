"""The code behind the Filters tab: plain PyTorch that makes the picture for a unit, changes its weights, and asks the network again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.export.code import build_code
from models.export.network_source import edit_lines, network_files, network_lines
from models.export.picture_source import picture_files, picture_lines
from models.filters.activation_maximization import (
    COLOUR_CORRELATION,
    CONTRAST,
    INITIAL_STD,
    JITTERED_SHARE,
    LEARNING_RATE,
    MAX_ROTATION,
    MAX_SCALING,
    PEAK_WEIGHT,
    SHIFT_DIVISOR,
    Canvas,
)
from models.filters.canvas_weights import cell_selection
from models.filters.target_picture import TargetPicture
from models.store.store import LoadedNetwork
from models.text import Language, Text
from models.types.code import Code
from models.types.filters import Edit

_KEEP = Text("nothing that is read here may be overwritten", "nada do que se lê aqui pode ser sobrescrito")
_EXCITED = Text("a picture made to excite unit {unit} of {layer}", "uma imagem feita para excitar a unidade {unit} de {layer}")
_NEURON = Text(
    "a picture made to excite the middle cell of unit {unit} of {layer}",
    "uma imagem feita para excitar a célula do meio da unidade {unit} de {layer}",
)
_CLASS = Text("a picture made to excite the logit of class {unit}", "uma imagem feita para excitar o logit da classe {unit}")
_OCTAVES = Text("every octave has as much to say as the next", "cada oitava pesa tanto quanto a seguinte")
_TOGETHER = Text("colours vary together as in photographs", "as cores variam juntas como em fotografias")
_WRAPPED = Text("what leaves on one side comes in on the other", "o que sai de um lado entra pelo outro")
_SHAKEN = Text("turned, scaled and moved a little", "girada, ampliada e deslocada um pouco")
_WINDOW = Text("a part of it, elsewhere in every step", "uma parte dela, em outro lugar a cada passo")
_RIM = Text("cells that see padding do not count", "células que veem preenchimento não contam")
_ANSWER = Text("the most probable classes", "as classes mais prováveis")


def script(loaded: LoadedNetwork, made: TargetPicture, picture: NDArray[np.uint8], edits: Sequence[Edit]) -> Code:
    """Lines that end with `made`, [channel, y, x] of values from 0 to 1, made to excite the edited network, and print what that answers."""
    files = *network_files(loaded), *picture_files(picture)
    return build_code(lambda language: _lines(loaded, made, picture, edits, language), *files)


def _lines(loaded: LoadedNetwork, made: TargetPicture, picture: NDArray[np.uint8], edits: Sequence[Edit], language: Language) -> list[str]:
    wants = loaded.spec.preparation
    return [
        *network_lines(loaded, language),
        *edit_lines(loaded, edits, language),
        "network.requires_grad_(False)",
        f"for module in network.modules():  # {_KEEP[language]}",
        '    if hasattr(module, "inplace"):',
        "        module.inplace = False",
        "",
        f"# {_description(made)[language]}",
        *_ascent_lines(loaded, made, language),
        "",
        *picture_lines(picture, wants, language),
        "answer = network(x)[0].softmax(0).topk(3)",
        f"print(answer.indices.tolist(), answer.values.tolist())  # {_ANSWER[language]}",
    ]


def _description(made: TargetPicture) -> Text:
    if made.target is None:
        return _CLASS.format(unit=made.unit)
    return (_NEURON if made.objective == "neuron" else _EXCITED).format(unit=made.unit, layer=made.target.layer_step.layer.name)


def _ascent_lines(loaded: LoadedNetwork, made: TargetPicture, language: Language) -> list[str]:
    canvas = made.canvas
    channels, height, width = canvas.channels, canvas.height, canvas.width
    mean, std = (f"torch.tensor({list(numbers)})[:, None, None]" for numbers in (canvas.mean, canvas.std))
    return [
        *_hook_lines(loaded, made),
        f"chance = torch.Generator().manual_seed({made.seed})",
        f"spectrum = ({INITIAL_STD} * torch.randn({channels}, {height}, {width // 2 + 1}, 2, generator=chance)).requires_grad_()",
        f"frequency = torch.hypot(torch.fft.fftfreq({height})[:, None], torch.fft.rfftfreq({width})[None])",
        f"gains = (1 / frequency.clamp_min(1 / {max(height, width)}))[..., None]  # {_OCTAVES[language]}",
        *([f"colours = torch.tensor({[list(row) for row in COLOUR_CORRELATION]})  # {_TOGETHER[language]}"] if channels == 3 else []),
        "",
        "def painted():",
        "    waves = torch.view_as_complex(spectrum * gains)",
        f'    waves = torch.fft.irfft2(waves, s=({height}, {width}), norm="ortho") / {CONTRAST}',
        *(['    waves = torch.einsum("rc,chw->rhw", colours / colours.norm(dim=0).max(), waves)'] if channels == 3 else []),
        "    return waves.sigmoid()",
        "",
        f"optimiser = torch.optim.Adam([spectrum], lr={LEARNING_RATE})",
        f"for step in range(1, {made.steps} + 1):",
        "    picture = painted()[None]",
        *(f"    {line}" for line in _jitter_lines(canvas, made.steps, language)),
        f"    {'logits = ' if made.target is None else ''}network((picture - {mean}) / {std})",
        *(f"    {line}" for line in _score_lines(made, language)),
        "    (spectrum.grad,) = torch.autograd.grad(-score, spectrum)",
        "    optimiser.step()",
        "made = painted().detach()",
    ]


def _hook_lines(loaded: LoadedNetwork, made: TargetPicture) -> list[str]:
    if made.target is None:
        return []
    read = loaded.plan.steps[made.target.slot - 1].name.partition(":")[0]
    return [
        "seen = {}",
        f'network.get_submodule("{read}").register_forward_hook(lambda module, inputs, output: seen.update(units=output))',
    ]


def _jitter_lines(canvas: Canvas, steps: int, language: Language) -> list[str]:
    part = 2 if canvas.wraps else SHIFT_DIVISOR
    far = [max(1, side // part) for side in (canvas.height, canvas.width)]
    settling = f"step > {JITTERED_SHARE * steps}"
    rolled = [
        f"down, right = (int(torch.randint(-far, far + 1, (), generator=chance)) for far in {tuple(far)})  # {_WRAPPED[language]}",
        "picture = picture.roll((down, right), (2, 3))",
    ]
    shaken = [
        f"angle, growth, right, down = (2 * torch.rand(4, generator=chance) - 1).tolist()  # {_SHAKEN[language]}",
        f"angle, scale = {MAX_ROTATION} * angle, 1 + {MAX_SCALING} * growth",
        "cosine, sine = scale * math.cos(angle), scale * math.sin(angle)",
        f"turn = torch.tensor([[[cosine, -sine, 2 * right / {SHIFT_DIVISOR}], [sine, cosine, 2 * down / {SHIFT_DIVISOR}]]])",
        "grid = F.affine_grid(turn, list(picture.shape), align_corners=False)",
        'picture = F.grid_sample(picture, grid, padding_mode="reflection", align_corners=False)',
    ]
    first = rolled if canvas.wraps else [f"if {settling}:", *(f"    {line}" for line in rolled)]
    return [*first, f"if not {settling}:", *(f"    {line}" for line in shaken), *_crop_lines(canvas, language)]


def _crop_lines(canvas: Canvas, language: Language) -> list[str]:
    if canvas.window is None:
        return []
    spare = (canvas.height - canvas.window[0], canvas.width - canvas.window[1])
    return [
        f"top, left = (int(torch.randint(0, most + 1, (), generator=chance)) for most in {spare})  # {_WINDOW[language]}",
        f"picture = picture[:, :, top:top + {canvas.window[0]}, left:left + {canvas.window[1]}]",
    ]


def _score_lines(made: TargetPicture, language: Language) -> list[str]:
    if made.target is None:
        return [f"score = logits[0, {made.unit}]"]
    shape = made.target.layer_step.layer.shape
    cells = (shape[1], shape[2]) if len(shape) == 3 else (1, 1)
    taken = f'seen["units"][:, {made.unit}]'
    if made.objective == "neuron":
        return [f"cells = {taken}[0]", "score = cells[cells.shape[0] // 2, cells.shape[1] // 2]"]
    rows, columns = cell_selection(made.canvas, made.target)(made.canvas.window or (made.canvas.height, made.canvas.width), cells)
    said = ""
    if (rows, columns) != (slice(0, cells[0]), slice(0, cells[1])):
        taken, said = taken + f"[:, {rows.start}:{rows.stop}, {columns.start}:{columns.stop}]", f"  # {_RIM[language]}"
    return [f"cells = {taken}{said}", f"score = cells.relu().mean() + {PEAK_WEIGHT} * cells.amax()"]
