// What the keys of Explain hold. Types alone; nothing here runs.
/** @typedef {import('../types.js').NumberArray} NumberArray */

/**
 * An attribution method, as `cnn/explain_methods` tells it.
 * @typedef {object} AttributionMethod
 * @property {string} key
 * @property {string} at layer or input
 * @property {boolean} signed
 * @property {number} passes of the network that it takes, forward and backward
 * @property {number[]} points how many may be asked for, the usual number first
 * @property {string | null} per_layer
 * @property {string} title
 * @property {string} says one sentence
 * @property {string[]} formula
 * @property {string} unit
 */
/** @typedef {{ network: string, methods: AttributionMethod[], stages: string[], default: string }} AttributionChoices of a network; `default`: its usual stage */

/**
 * @typedef {object} AttributionQuestion
 * @property {string} network
 * @property {NumberArray} picture
 * @property {string} method
 * @property {string | null} layer null for the input
 * @property {number | null} points
 * @property {number} a first class
 * @property {number} b second class
 * @property {boolean} untrained
 */
/**
 * Where a class has its evidence.
 * @typedef {object} Heatmap
 * @property {number} target class
 * @property {number} minimum
 * @property {number} maximum
 * @property {Record<string, any>} facts of the method, by name
 * @property {number[]} shape of `cells`
 * @property {Float32Array} cells as the method gives them
 * @property {Float32Array<ArrayBuffer>} map as large as the picture
 * @property {Float32Array} [sums] before the ReLU
 */
/** @typedef {{ q: AttributionQuestion, done: number, of: number, milliseconds: number, heats: Heatmap[] }} Heatmaps of both classes, so far */
/** @typedef {{ layer: string, minimum: number, maximum: number, low: number, step: number, thumbnail: NumberArray }} StageHeatmap */
/** @typedef {{ q: AttributionQuestion, stages: StageHeatmap[] }} StageHeatmaps */
/** @typedef {{ top: number, left: number, size: number, fill: string }} Occluder a square over the picture, px of the picture */
/**
 * @typedef {object} OccludedAnswer
 * @property {string} network
 * @property {NumberArray} picture without the square
 * @property {Occluder} square
 * @property {Uint8Array} values of the covered picture
 * @property {NumberArray['values']} logits
 */
/**
 * Probabilities while pixels are deleted or inserted, so far.
 * @typedef {object} DeletionCurves
 * @property {AttributionQuestion} q
 * @property {number} done
 * @property {number} of
 * @property {number} [target]
 * @property {Record<'deleted' | 'inserted' | 'random_deleted' | 'random_inserted', number | null>} [areas] under the lines
 * @property {NumberArray['values']} [fractions] of the pixels
 * @property {NumberArray['values']} [deleted]
 * @property {NumberArray['values']} [inserted]
 * @property {NumberArray['values']} [random_deleted]
 * @property {NumberArray['values']} [random_inserted]
 */

export {}
