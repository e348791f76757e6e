// What the keys of Transfer hold. Types alone; nothing here runs.
/** @typedef {import('../types.js').NumberArray} NumberArray */

/** @typedef {{ layer: string, after: string, weights: number, learns: number, seconds: number | null, epochs: number, learning_rate: number }} FreezePoint a place of the line, and what it costs */
/** @typedef {{ network: string, list: FreezePoint[], of: string }} FreezePoints */
/** @typedef {{ loss: number, accuracy: number }} Measures */
/** @typedef {{ right: number, of: number, interval: number[] }} Trial */
/**
 * What a network that has learned answers to the pictures that were held back.
 * @typedef {object} FineTuneResult
 * @property {string[]} classes
 * @property {number} right
 * @property {number} of
 * @property {number[]} interval
 * @property {number} balanced accuracy
 * @property {number[][]} confusion [class, answer]
 * @property {number[][]} pictures
 * @property {number} learned_from
 * @property {any} untouched
 */
/**
 * A training with its plan, its settings and what has come of it.
 * @typedef {object} FineTuneRun
 * @property {string} of
 * @property {boolean} itself whether nobody asked for it
 * @property {Record<string, any>} plan
 * @property {Record<string, any>} settings
 * @property {import('../work_records.js').ClassOfExamples[]} classes
 * @property {{ epoch: number, train: Measures, validation: Measures }[]} points
 * @property {Record<string, any>} now the last event
 * @property {FineTuneResult | null} result
 * @property {any} stop
 * @property {FineTuneRun | null} before the run whose place it takes
 * @property {boolean} [over]
 */
/** @typedef {{ key: string, title: string, about: string, stepwise: boolean, choice: string, settings: string[], subject: string, found: string, why_unweighted: string | null }} HeadCard */
/** @typedef {{ key: string, title: string, about: string, classes: string[], credit: string, kind: string, here: boolean, megabytes: number, first: boolean }} DatasetCard */
/** @typedef {{ heads: HeadCard[], sets: DatasetCard[], most: { classes: number, examples: number, zip_mb: number, seconds: number } }} TransferMenu */
/** @typedef {{ set?: string, zip?: string, done?: number, total?: number }} Loading a set, a zip, or pictures that are on their way */
/** @typedef {{ from: string | null, to: string | null, network: string, head: string }} SettledLine where the line was, and where it went for another network */

export {}
