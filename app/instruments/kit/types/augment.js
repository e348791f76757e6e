// What the keys of Augment hold. Types alone; nothing here runs.
/** @typedef {import('../types.js').Network} Network */
/** @typedef {import('../types.js').NetworkCard} NetworkCard */
/** @typedef {import('../types.js').NumberArray} NumberArray */
/** @typedef {import('../types.js').Source} Source */

/**
 * A number that can be set.
 * @typedef {object} TransformSetting
 * @property {string} name
 * @property {number | number[]} default a number, or the ends of a range
 * @property {number} low
 * @property {number} high
 * @property {number} step
 * @property {string} unit
 * @property {string} title
 */
/**
 * @typedef {object} TransformCard
 * @property {string} key
 * @property {string} title
 * @property {string} about
 * @property {string[]} mark paths of its sign
 * @property {TransformSetting[]} settings
 * @property {string[]} handle names of the settings that its handle moves
 * @property {boolean} mixes pictures
 */
/** @typedef {{ key: string, unit: string, low: number, high: number, points: number, transform: string, setting: string, middle: number | null, title: string }} Sweep a parameter along which answers are asked */
/** @typedef {{ transforms: TransformCard[], sweeps: Sweep[] }} AugmentCards */
/** @typedef {{ key: string, on: boolean, values: Record<string, any> }} AugmentStep */
/** @typedef {{ transform: string, parameters: Record<string, any> }[]} AugmentPlan as training takes it */

/** @typedef {{ network: Network, rival: NetworkCard | null, seen: import('../types.js').Forward, source: Source, networks: (Network | NetworkCard)[] }} AugmentSubject */
/** @typedef {{ best: number, probability: number }} BestAnswer */
/**
 * @typedef {object} Variant
 * @property {number} index
 * @property {number} seed
 * @property {any[]} parameters what each step drew
 * @property {string[]} signs of each step, in short
 * @property {NumberArray} picture
 * @property {BestAnswer[]} answers one for each network
 */
/**
 * Variants and their answers, so far.
 * @typedef {object} Variants
 * @property {AugmentSubject & { plan: AugmentPlan, seed: number, locks: Record<string, number>, mixes: boolean, partner: () => any, count: number, held: boolean }} of
 * @property {Map<number, Variant>} tiles by index
 * @property {Map<number, BestAnswer>[]} best of all variants by index, for each network; -1: the picture itself
 * @property {number} count
 * @property {boolean} done
 * @property {number[]} partner the other label of what is mixed, for each network
 */
/**
 * Answers along a parameter, so far.
 * @typedef {object} SweepCurve
 * @property {AugmentSubject & { along: string }} of
 * @property {number[]} asked
 * @property {{ place: number, value: number, answers: BestAnswer[] }[]} points
 * @property {Map<number, NumberArray>} pictures
 */

export {}
