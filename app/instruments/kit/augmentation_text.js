// A plan of augmentation as text: "rotation!degrees:-30_30~-invert", a minus before what is not ticked, and only what is not as at the start. Pure.

const MAX_LENGTH = 3000 // characters of a plan in a link
const MAX_STEPS = 32 // steps
const NUMBER = /^-?\d+(\.\d+)?(e-?\d+)?$/
/** @param {string} text */
const readValue = text => {
  const parts = text.split('_')
  if (parts.length > 2 || !parts.every(part => NUMBER.test(part))) return undefined
  return parts.length === 1 ? Number(text) : parts.map(Number)
}

/** @typedef {{ key: string, on: boolean, values: Record<string, any> }} PlanStep */

/**
 * Text → [{ key, on, values }] as somebody wrote it; null for what is none.
 * @param {unknown} text
 * @returns {PlanStep[] | null}
 */
export function planFromText(text) {
  if (typeof text !== 'string' || text.length > MAX_LENGTH) return null
  const steps = (text === '' ? [] : text.split('~')).map(step => {
    const [name, ...settings] = step.split('!')
    const found = /^(-?)([a-z_]+)$/.exec(name)
    if (!found) return null
    const pairs = settings.map(setting => setting.split(':')).map(([key, value = '']) => [key, readValue(value)])
    return pairs.some(([, value]) => value === undefined) ? null : { key: found[2], on: !found[1], values: Object.fromEntries(pairs) }
  })
  return steps.length > MAX_STEPS || steps.includes(null) ? null : /** @type {PlanStep[]} */ (steps)
}

/**
 * The same, no step where it is none.
 * @param {unknown} text
 */
export const plannedSteps = text => planFromText(text) ?? []
