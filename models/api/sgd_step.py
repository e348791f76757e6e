"""One step of learning, on a copy of a network that belongs to the visitor."""

from __future__ import annotations

from models import service
from models.export.sgd_step_code import script
from models.types.activations import PictureSource
from models.types.code import Code
from models.types.sgd_step import DropoutSamples, ForwardBackward, LossAlongStep, StepConfig, StepResult, WeightUpdate


def forward_backward(key: str, source: PictureSource, config: StepConfig, *, visitor: str = "") -> ForwardBackward:
    """Runs one picture forward and back through the visitor's copy, and returns activations, loss and gradients; no weight changes.

    The copy starts as the network is. Batch norms use their running statistics.

    Args:
        key: Key of a network of at most PLAYGROUND_STEPS_PARAMETERS million weights.
        source: The picture.
        config: Label (0 to classes - 1), learning rate (0 to 10), momentum (0 to 0.999), dropout (0 to 0.9, share of the hidden
            units), whether maps drop out too, and seed (0 to 2^31) of the dropout.

    Returns:
        The loss in nats; float32 logits, their gradients and probabilities [class]; per column float32 activations, weights and
        gradients [tile, y, x], reduced to what a screen holds; L2 norms of the gradients; and which units dropped out.

    Raises:
        UserError: When the network cannot be opened or is too large, the picture cannot be read, a number of the step is out of
            range, or the service is busy.

    Source:
        Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", Nature 323, 1986.
        Loss: cross entropy, L = -log softmax(z)[label]; dL/dz = softmax(z) - onehot(label).
    """
    return service.sgd_steps.forward_backward(key, source, config, visitor)


def weight_update(
    key: str, source: PictureSource, config: StepConfig, *, layer: str = "", unit: object = 0, plane: object = None, visitor: str = ""
) -> WeightUpdate:
    """Returns what a step of SGD would do to one unit's weights and to the answer; the step is undone at once.

    Args:
        key: Key of the network.
        source: The picture.
        config: What the step learns, as in `forward_backward`.
        layer: Name of a convolution or dense layer; "" for the first one.
        unit: Index of the unit, 0 to units - 1.
        plane: Index of the input channel whose kernel is shown, 0 to channels - 1; None for the one with the longest gradient. Not
            read for a dense layer.

    Returns:
        float32 [y, x] weights before, gradient, velocity, change and weights after; the L2 norm of the whole step; the loss in nats
        and float32 probabilities [2, class] before and after.

    Raises:
        UserError: When the network cannot be opened or is too large, it has no such layer, unit or plane, the picture cannot be read,
            a number of the step is out of range, or the service is busy.

    Source:
        torch.optim.SGD: v <- momentum * v + gradient, w <- w - learning_rate * v.
    """
    return service.sgd_steps.weight_update(key, source, config, layer, unit, plane, visitor)


def loss_along_step(key: str, source: PictureSource, config: StepConfig, *, reach: float | None = None, visitor: str = "") -> LossAlongStep:
    """Returns the loss along the line of the step, from one `reach` behind the copy's weights to five before them.

    Of a network that tells digits apart, also the mean loss and the answers of a hundred test digits, on which the step does not learn.

    Args:
        key: Key of the network.
        source: The picture.
        config: What the step learns, as in `forward_backward`.
        reach: Learning rate that makes one unit of the line, 0 to 10; None for the step's own.

    Returns:
        float32 learning rates and losses in nats [rate], at 19 places (13 of a larger network); the digits' mean losses [rate], uint8
        labels [picture], and answers before and after [2, picture], all empty for other networks.

    Raises:
        UserError: When the network cannot be opened or is too large, the picture cannot be read, `reach` or a number of the step is
            out of range, or the service is busy.

    Source:
        Goodfellow, Vinyals and Saxe, "Qualitatively characterizing neural network optimization problems", ICLR 2015.
        losses[rate] = L(w - rate * v), v the direction of the step.
    """
    return service.sgd_steps.loss_along_step(key, source, config, config.learning_rate if reach is None else reach, visitor)


def take_step(key: str, source: PictureSource, config: StepConfig, *, visitor: str = "") -> StepResult:
    """Takes one step of SGD on the visitor's copy; for nobody (`visitor` "") nothing is kept.

    Args:
        key: Key of the network.
        source: The picture.
        config: What the step learns, as in `forward_backward`.

    Returns:
        How many steps the copy has taken, how many can be undone (16 at most), and the loss in nats before and after.

    Raises:
        UserError: When the network cannot be opened or is too large, the picture cannot be read, a number of the step is out of
            range, the gradient is not finite, or the service is busy.

    Source:
        torch.optim.SGD, as in `weight_update`.
    """
    return service.sgd_steps.take_step(key, source, config, visitor)


def undo_step(key: str, *, everything: bool = False, visitor: str = "") -> StepResult:
    """Undoes the last step of the visitor's copy, or all of them; does nothing where no step can be undone.

    Args:
        key: Key of the network.
        everything: Whether the copy starts again as the network is.

    Returns:
        How many steps the copy has taken and how many can be undone now; its losses are NaN.

    Raises:
        UserError: When the network cannot be opened or is too large.
    """
    return service.sgd_steps.undo_step(key, visitor, everything=everything)


def dropout_samples(key: str, source: PictureSource, config: StepConfig, *, count: object = 20, visitor: str = "") -> DropoutSamples:
    """Returns the answers of several forward passes with dropout, and of one without.

    Args:
        key: Key of the network.
        source: The picture.
        config: Dropout, maps and seed are read; pass i draws with seed + i.
        count: Number of passes, 1 to 100.

    Returns:
        float32 probabilities [pass, class], and [class] without dropout; per dropout layer uint8 [pass, unit], 1 where a unit is out.

    Raises:
        UserError: When the network cannot be opened or is too large, the picture cannot be read, `count` or a number of the step is
            out of range, or the service is busy.

    Source:
        Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: A Simple Way to Prevent Neural Networks from
        Overfitting", JMLR 15, 2014; whole maps: Tompson et al., "Efficient Object Localization Using Convolutional Networks",
        CVPR 2015. As torch.nn.Dropout: y = x * mask / (1 - p), mask ~ Bernoulli(1 - p).
    """
    return service.sgd_steps.dropout_samples(key, source, config, count, visitor)


def sgd_step_code(key: str, source: PictureSource, config: StepConfig, *, layer: str = "", unit: object = 0, visitor: str = "") -> Code:
    """Returns the next step in plain PyTorch; it ends with one unit's weights before, their change, and after.

    Args:
        key: Key of the network.
        source: The picture.
        config: What the step learns, as in `forward_backward`.
        layer: Name of a convolution or dense layer; "" for the first one.
        unit: Index of the unit, 0 to units - 1.

    Returns:
        The code in both languages, and the files that it reads.

    Raises:
        UserError: When the network cannot be opened or is too large, it has no such layer or unit, the picture cannot be read, a
            number of the step is out of range, or the service is busy.

    Source:
        torch.optim.SGD, as in `weight_update`.
    """
    return service.sgd_steps.code(script, key, source, config, layer, unit, visitor)
