// What the keys of Filters hold. Types alone; nothing here runs.
/** @typedef {import('../types.js').NumberArray} NumberArray */
/** @typedef {import('../types.js').WeightEdit} WeightEdit */
/** @typedef {NumberArray['values']} Values */

/** @typedef {{ layer: string, unit: number }} NamedUnit */
/**
 * The filters of a convolution, as pictures.
 * @typedef {object} FilterTiles
 * @property {string} network
 * @property {string} layer
 * @property {number[]} shape of the weights
 * @property {number[]} slices input channel that each tile shows, where a filter has more than three
 * @property {Values} tiles
 * @property {number[]} size of `tiles`
 * @property {Values} norms of each filter
 * @property {Values} largest |weight| of each
 */
/**
 * What each unit of a layer answers to the picture.
 * @typedef {object} UnitActivations
 * @property {string} network
 * @property {string} layer
 * @property {number} unit whose map it is
 * @property {string} read
 * @property {number[]} cell of the highest value
 * @property {import('../types.js').Forward} seen
 * @property {NumberArray} map
 * @property {Values} highest of each unit
 * @property {Values} untouched the same, as trained
 */
/** @typedef {NamedUnit & NumberArray & { network: string, bias: number }} WholeFilter */
/**
 * The patches that excite a unit most, so far.
 * @typedef {object} TopPatches
 * @property {string} network
 * @property {string} layer
 * @property {number} unit
 * @property {number} done
 * @property {number} total
 * @property {number[]} scores
 * @property {number[]} pictures index of each patch's picture
 * @property {number[][]} cells
 * @property {string[]} labels
 * @property {number[][]} sizes
 * @property {number} own how many pictures are the visitor's
 * @property {NumberArray[]} patches
 */
/**
 * A picture that is made to excite something, so far.
 * @typedef {object} MadePicture
 * @property {string} network
 * @property {string | null} layer
 * @property {number | null} [unit]
 * @property {string} [aimed]
 * @property {number} [seed] there from the first picture on, as what follows
 * @property {number} [step]
 * @property {number} [steps]
 * @property {number} [score]
 * @property {boolean} running
 * @property {boolean} [off] whether the filter is off, so that nothing excites it
 * @property {NumberArray} [picture]
 */
/**
 * Right answers per class, before and after the edits.
 * @typedef {object} CorrectCounts
 * @property {string} network
 * @property {WeightEdit[]} edits
 * @property {number} done
 * @property {number} total
 * @property {Values} pictures
 * @property {Values} before
 * @property {Values} after
 * @property {boolean} labelled
 * @property {number} stayed
 */

export {}
