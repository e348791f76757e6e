// What Train is set to, what of it is legal, and how a link says it. Pure. In the link: view, point, left, right, repeats, measure, lanes, epoch.
//   view     race, step or runs                     point   key of the preset that is shown; OWN: the visitor's own settings
//   left, right   a lane's settings as text, only what is not as usual (`each:10*dropout:0.5`); null: as the preset says
//   measure  accuracy or loss                       lanes   two; one: the left lane alone, in both measures
//   repeats  seeds, one after the other             epoch   that is looked at; null: the last one there is
// null of measure, lanes and repeats: as the preset says.
import { planFromText as parsePlan, plannedSteps } from '../kit/augmentation_text.js'

export const VIEWS = ['race', 'step', 'runs']
export const MEASURES = ['accuracy', 'loss']
export const LANES = ['two', 'one']
export const OWN = '-'
export const MOST_REPEATS = 10
export const MOST_EPOCHS = 200
export const FIRST = { view: 'race', point: 'augment', left: null, right: null, measure: null, lanes: null, repeats: null, epoch: null }
/** What a visitor's own race does where nothing is said. */
const DEFAULT_RUN = { measure: 'accuracy', lanes: 'two', repeats: 1 }
const LONGEST = 3000 // characters of a lane in a link

/** Settings that a lane has of its own, in the order in which they are shown; `usual` is what "plain" means. */
export const LANE_SETTINGS = ['augmentation', 'dropout', 'label_smoothing', 'random_labels']
/** Settings of the row above the lanes: the same for both, unless a preset or the visitor lets the right one differ. */
export const SHARED_SETTINGS = [
  ...['data', 'each', 'network', 'width', 'depth', 'epochs', 'batch', 'optimiser', 'learning_rate'],
  ...['schedule', 'weight_decay', 'momentum', 'clip', 'seed'],
]
const WORDS = ['data', 'network', 'optimiser', 'schedule']
const NAMES = [...SHARED_SETTINGS, ...LANE_SETTINGS]

// Settings as text

const NUMBER = /^\d{1,10}(\.\d{1,10})?(e-?\d{1,2})?$/
function valueOf(name, text) {
  if (name === 'augmentation') return parsePlan(text) ? text : undefined
  if (WORDS.includes(name)) return /^[a-z0-9_]{1,40}$/.test(text) ? text : undefined
  return NUMBER.test(text) ? Number(text) : undefined
}

/** "each:10*dropout:0.5" → { each: 10, dropout: 0.5 }; null for what is none. */
export function settingsFromText(text) {
  if (typeof text !== 'string' || text.length > LONGEST) return null
  const said = {}
  for (const pair of text === '' ? [] : text.split('*')) {
    const at = pair.indexOf(':')
    const name = pair.slice(0, at)
    const value = NAMES.includes(name) ? valueOf(name, pair.slice(at + 1)) : undefined
    if (at < 0 || value === undefined || name in said) return null
    said[name] = value
  }
  return said
}

/** What of settings is not as usual, as text. */
export const settingsToText = (settings, usual) =>
  NAMES.filter(name => settings[name] !== undefined && settings[name] !== usual[name])
    .map(name => `${name}:${settings[name]}`)
    .join('*')

/** A plan of augmentation as the server says it → as text. */
export const planText = plan =>
  plan
    .map(({ transform, parameters }) =>
      [transform, ...Object.entries(parameters).map(([name, v]) => `${name}:${[v].flat().join('_')}`)].join('!'),
    )
    .join('~')

/** And back: what a server is given. */
export const planOf = text =>
  plannedSteps(text)
    .filter(({ on }) => on)
    .map(({ key, values }) => ({ transform: key, parameters: values }))

/** Settings as a server says them → as they are kept here, with the plan as text. */
export const settingsOf = said => ({ ...said, ...(said.augmentation ? { augmentation: planText(said.augmentation) } : {}) })
/** And back. */
export const jsonOf = settings => ({ ...settings, augmentation: planOf(settings.augmentation ?? '') })

/** What the raw settings come to: { point, left, right (whole), measure, lanes, repeats }. `menu` as the server gave it. */
export function effectiveSettings(raw, menu) {
  const usual = settingsOf(menu.usual)
  const preset = menu.presets.find(({ key }) => key === raw.point)
  const side = which => {
    const own = raw[which] === null ? null : settingsFromText(raw[which])
    return { ...usual, ...(own ?? settingsOf(preset?.[which] ?? {})) }
  }
  const of = name => raw[name] ?? preset?.[name] ?? DEFAULT_RUN[name]
  return {
    point: preset ? raw.point : OWN,
    left: side('left'),
    right: side('right'),
    measure: of('measure'),
    lanes: of('lanes'),
    repeats: of('repeats'),
  }
}

/** Raw settings after something of `now` (as `effectiveSettings` gives it) was changed by hand: no preset any more. */
export function changed(now, change, usual) {
  const next = { ...now, ...change }
  const rest = Object.fromEntries(Object.keys(DEFAULT_RUN).map(name => [name, next[name] === DEFAULT_RUN[name] ? null : next[name]]))
  return { point: OWN, left: settingsToText(next.left, usual), right: settingsToText(next.right, usual), ...rest, epoch: null }
}

/** Settings in which the lanes differ. */
export const differing = ({ left, right }) => NAMES.filter(name => left[name] !== right[name])

// The link

const oneOf = list => text => list.find(value => String(value) === text)
const whole = (low, high) => text => (/^\d{1,4}$/.test(text) && Number(text) >= low && Number(text) <= high ? Number(text) : undefined)
const lane = text => (settingsFromText(text) ? text : undefined)

export const KEYS = /** @type {(keyof import('../kit/state.js').TabStates['train'])[]} */ (Object.keys(FIRST))
export const READ = {
  view: oneOf(VIEWS),
  point: text => (text === OWN || /^[a-z_]{1,30}$/.test(text) ? text : undefined),
  left: lane,
  right: lane,
  repeats: whole(1, MOST_REPEATS),
  measure: oneOf(MEASURES),
  lanes: oneOf(LANES),
  epoch: whole(0, MOST_EPOCHS),
}
export const START = { view: FIRST.view, point: FIRST.point }
export const toLink = settings => Object.fromEntries(KEYS.map(key => [key, settings[key]]))
export const fromLink = said => Object.fromEntries(KEYS.map(key => [key, said[key] ?? FIRST[key]]))
