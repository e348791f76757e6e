// What the keys of One step hold. Types alone; nothing here runs.
/** @typedef {import('../types.js').Forward} Forward */
/** @typedef {import('../types.js').Network} Network */
/** @typedef {import('../types.js').NumberArray} NumberArray */
/** @typedef {NumberArray['values']} Values */

/** @typedef {{ network: Network, seen: Forward, label: number, query: Record<string, any> }} StepQuestion the network, its answer, and the class that the picture is said to be of */
/**
 * One weight of a layer, or all of them, as a small picture and its figures.
 * @typedef {object} GradientSheet
 * @property {number[]} factor cells of the layer that one cell stands for, down and right
 * @property {number} shown
 * @property {number} count
 * @property {number} largest
 * @property {number} largest_gradient
 * @property {number} norm of the gradient
 * @property {number} zeros
 * @property {number} numbers
 */
/** @typedef {GradientSheet & { layer: string, kind: string, shape: number[], through: string[], sheet: GradientSheet, weights: any, values: Values, gradients: Values, size: number[] }} GradientColumn */
/**
 * Values and gradients of every column.
 * @typedef {object} ForwardBackward
 * @property {StepQuestion} of
 * @property {string} network
 * @property {number} taken steps
 * @property {number} undoable steps
 * @property {number} label
 * @property {number} loss
 * @property {number} norm of the whole gradient
 * @property {number} parameters
 * @property {boolean} droppable whether the network has a layer after which units can be dropped
 * @property {any[]} norms [layer, norm of its gradient]
 * @property {GradientColumn[]} columns
 * @property {Map<string, any>} dropped
 * @property {Values} logits
 * @property {Values} logitGradients
 * @property {Values} probabilities
 */
/**
 * One unit before and after the step.
 * @typedef {object} WeightUpdate
 * @property {Record<string, any>} of the question
 * @property {string} layer
 * @property {number} unit
 * @property {number} plane
 * @property {number} numbers
 * @property {number} length of the gradient
 * @property {number[]} loss before and after
 * @property {number[]} size
 * @property {Values} before
 * @property {Values} gradient
 * @property {Values} velocity
 * @property {Values} delta
 * @property {Values} after
 * @property {Values[]} probabilities before and after
 */
/**
 * The loss along the direction of the step.
 * @typedef {object} LossLine
 * @property {Record<string, any>} of the question
 * @property {number[]} here [rate, loss] of the step
 * @property {Values} rates
 * @property {Values} losses
 * @property {Values} others losses of the other pictures
 * @property {Values} labels of the other pictures
 * @property {Values[]} answers to them, before and after
 */

export {}
