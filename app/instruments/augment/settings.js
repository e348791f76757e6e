// What Augment is set to, what of it is legal, and how a link says it. Pure.
//   cards   transforms and sweeps, as `cnn/transforms` gives them
//   steps   [{ key, on, values: { name: number | [low, high] } }], in the order in which they run; all that stand in the list, ticked or not
import { planFromText, plannedSteps } from '../kit/augmentation_text.js'
import { haveSameClasses, isHere } from '../kit/network_cards.js'

export const PHOTOGRAPH = 'random_resized_crop~horizontal_flip~rotation~color_jitter~greyscale~random_erasing~-gaussian_blur~-perspective'
export const DRAWING = 'rotation!degrees:-60_60~translation~scale~-shear~-elastic~-gaussian_noise~-random_erasing~-horizontal_flip'
export const FIRST = { plan: null, seed: 1, locks: null, against: null, along: 'angle', partner: null, chosen: null, drawer: null }
export const TILES = 23
export const COUNT = 200
const SEEDS = 2 ** 32

const same = (a, b) => String(a) === String(b)
const valueText = value => [value].flat().join('_')

export function planToText(steps, cards) {
  return steps
    .map(({ key, on, values }) => {
      const settings = cardOf(cards, key).settings.filter(({ name, default: usual }) => !same(values[name], usual))
      return [`${on ? '' : '-'}${key}`, ...settings.map(({ name }) => `${name}:${valueText(values[name])}`)].join('!')
    })
    .join('~')
}

export const cardOf = (cards, key) => cards.transforms.find(card => card.key === key)

const within = (v, { low, high }) => Number.isFinite(v) && v >= low && v <= high
/** A value that a setting takes, else its own default. */
export function legalValue(value, setting) {
  const pair = Array.isArray(setting.default)
  const good = pair
    ? Array.isArray(value) && value.every(v => within(v, setting)) && value[0] <= value[1]
    : typeof value === 'number' && within(value, setting)
  return good ? value : setting.default
}

/** A step with every setting of its card. */
export const completeStep = ({ key, on, values = {} }, cards) => ({
  key,
  on,
  values: Object.fromEntries(cardOf(cards, key).settings.map(setting => [setting.name, legalValue(values[setting.name], setting)])),
})

/** The steps of a text that there are, each whole. */
export const stepsOf = (text, cards) =>
  plannedSteps(text)
    .filter(({ key }) => cardOf(cards, key))
    .map(step => completeStep(step, cards))

/** What a server and a training are given: the ticked steps. */
export const toJson = steps => steps.filter(({ on }) => on).map(({ key, values }) => ({ transform: key, parameters: values }))

// Moving things

export const withStep = (steps, at, change) => steps.map((step, i) => (i === at ? { ...step, ...change } : step))

/** Step `from` taken out and put in at `to`. */
export function moved(steps, from, to) {
  const rest = steps.filter((_, i) => i !== from)
  return [...rest.slice(0, to), steps[from], ...rest.slice(to)]
}

/** To the nearest value that a setting's handle stops at. */
export function snapToStep(v, { low, high, step }) {
  const digits = Math.max(0, Math.ceil(-Math.log10(step)) + 1)
  return Number(Math.min(high, Math.max(low, low + Math.round((v - low) / step) * step)).toFixed(digits))
}

/** How far a plan goes on a sweep's axis, [low, high]; null where the transform is not ticked. */
export function sweepBand(steps, sweep) {
  const step = steps.find(({ key, on }) => on && key === sweep.transform)
  if (!step) return null
  const value = step.values[sweep.setting]
  return sweep.middle === null ? value : [sweep.middle - value, sweep.middle + value]
}

// Counting

/** Indices of classes → Map class → how many. */
export function countByClass(best) {
  const counts = new Map()
  for (const k of best) counts.set(k, (counts.get(k) ?? 0) + 1)
  return counts
}

/** The classes that get a row: all of a few; else the verdict and those most often answered, in the order of the classes. */
export function classRows(counts, verdict, classes, room) {
  if (classes <= room) return Array.from({ length: classes }, (_, k) => k)
  const total = new Map()
  for (const one of counts) for (const [k, n] of one) total.set(k, (total.get(k) ?? 0) + n)
  total.delete(verdict)
  const most = [...total].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, room - 1)
  return [verdict, ...most.map(([k]) => k)].sort((a, b) => a - b)
}

/** The networks that `network` can be compared with: the same classes, another key, of untrained ones its own twin; the best pair first. */
export function comparableNetworks(networks, network) {
  const twin = `${network.key}@random`
  const like = [...networks.values()].filter(
    card =>
      card.key !== network.key &&
      card.drawing === network.drawing &&
      isHere(card) &&
      haveSameClasses(card, network) &&
      (card.key === twin || !card.key.endsWith('@random')),
  )
  const wanted = [network.counterpart, twin]
  const rank = card => (wanted.includes(card.key) ? wanted.indexOf(card.key) : wanted.length)
  return like.sort((a, b) => rank(a) - rank(b))
}
/** "LeNet-5" of "LeNet-5 · digits", "untrained" of "LeNet-5 · untrained". */
export function shortTitle({ title, weights }) {
  const [name, what] = title.split(' · ')
  return (weights === 'random' && what) || name
}

// The link

export const KEYS = /** @type {(keyof import('../kit/state.js').TabStates['augment'])[]} */ (Object.keys(FIRST))
export const READ = {
  augment: text => (planFromText(text) ? text : undefined),
  variants: text => (/^\d{1,10}$/.test(text) && Number(text) < SEEDS ? Number(text) : undefined),
  locked: text => (text.length < 2000 && /^\d{1,3}\.\d{1,10}(_\d{1,3}\.\d{1,10})*$/.test(text) ? text : undefined),
  versus: text => (text.length <= 80 && /^[\w@/.-]+$/.test(text) ? text : undefined),
  along: text => (/^[a-z]{1,20}$/.test(text) ? text : undefined),
  with: text => (text.length <= 80 && /^[\w.-]+$/.test(text) ? text : undefined),
  variant: text => (/^\d{1,2}$/.test(text) && Number(text) < TILES ? Number(text) : undefined),
  drawer: text => (text === 'code' ? text : undefined),
}
export const START = { variants: FIRST.seed, along: FIRST.along }

export const fromLink = said => ({
  plan: said.augment ?? FIRST.plan,
  seed: said.variants ?? FIRST.seed,
  locks: said.locked ? Object.fromEntries(said.locked.split('_').map(pair => pair.split('.').map(Number))) : FIRST.locks,
  against: said.versus ?? FIRST.against,
  along: said.along ?? FIRST.along,
  partner: said.with ?? FIRST.partner,
  chosen: said.variant ?? FIRST.chosen,
  drawer: said.drawer ?? (said.variant === undefined ? FIRST.drawer : 'one'),
})

/** A variant is said where a drawer shows it: its own, or that of the code. */
export const toLink = ({ plan, seed, locks, against, along, partner, chosen, drawer }) => ({
  augment: plan,
  variants: seed,
  locked:
    locks && Object.keys(locks).length
      ? Object.entries(locks)
          .map(pair => pair.join('.'))
          .join('_')
      : null,
  versus: against,
  along,
  with: typeof partner === 'string' ? partner : null,
  variant: drawer ? chosen : null,
  drawer: drawer === 'code' ? drawer : null,
})
