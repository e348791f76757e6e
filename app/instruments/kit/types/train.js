// What the keys of Train hold. Types alone; nothing here runs.
/** @typedef {import('../types.js').NumberArray} NumberArray */

/** @typedef {Record<string, any> & { data: string, each: number, network: string, epochs: number, learning_rate: number, batch: number, seed: number }} LaneSettings everything that one network is trained with */
/** @typedef {{ point: string, left: LaneSettings, right: LaneSettings, measure: string, lanes: string, repeats: number }} RaceSettings */
/**
 * What can be chosen, as `cnn/train_options` gives it.
 * @typedef {object} TrainOptions
 * @property {{ key: string, title: string, about: string, credit: string, kind: string, classes: string[], most: number, checked: number }[]} materials
 * @property {{ key: string, title: string, about: string, sized: boolean }[]} networks
 * @property {Record<string, { low: number, high: number, whole: boolean }>} ranges
 * @property {{ key: string, title: string, point: string, left: Partial<LaneSettings>, right: Partial<LaneSettings>, measure: string, lanes: string, repeats: number }[]} presets
 * @property {LaneSettings} usual
 */
/**
 * Both lanes before the start.
 * @typedef {object} InitialLanes
 * @property {number[]} labels of the pictures that are held out and shown
 * @property {string[]} classes
 * @property {number} checked
 * @property {{ layer: string, parameters: number, of: number, finer: number, learned_from: number, steps: number, filters: NumberArray }[]} lanes
 * @property {NumberArray} pictures
 */
/**
 * A race that runs or ran.
 * @typedef {object} Race
 * @property {{ standings: any[], under: any, ended: any }[]} lanes of the first seed, see train/run_events.js
 * @property {Map<number, { validation: number[][], ended: any }[]>} seeds
 * @property {string} kept name under which the server keeps its networks
 * @property {any} queued its place in the queue
 * @property {any} question that it answers
 * @property {string} key
 * @property {RaceSettings} now its settings
 * @property {Record<string, any>} raw its settings as a link says them
 * @property {string} state running, stopping, ended, stopped, …
 */

export {}
