// What a lane has of its own: augmentation, dropout, smoothing, random labels; of the right lane each is a menu. Other differences as words.
import { tabState } from '../../kit/bus.js'
import { createElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { plainNumber } from '../plain_number.js'
import { menu } from '../menus.js'
import { changed, differing, LANE_SETTINGS, planOf, planText, settingsOf } from '../settings.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const SHARES = {
  dropout: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7],
  label_smoothing: [0, 0.05, 0.1, 0.2, 0.3],
  random_labels: [0, 0.1, 0.2, 0.3, 0.5, 0.7, 1],
}
const PLANS = {
  moved: 'rotation!degrees:-15_15~translation!share:0.1~scale!scale:0.85_1.15',
  turned: 'rotation!degrees:-180_180~translation!share:0.1~scale!scale:0.85_1.15',
  flipped: 'random_resized_crop~horizontal_flip',
}
const GAP = 8 // px between a lane's name and its settings

/** The plan as a few words; the server writes every parameter out, so plans are told apart by what they do. */
function planWords(text, t, carried) {
  if (!text) return t.none
  const known = Object.entries(PLANS).find(([, plan]) => alike(plan, text))
  if (known) return t.plans[known[0]]
  return alike(text, carried) ? t.plans.carried : fillTemplate(t.plans.own, { n: planOf(text).length })
}
/** Whether every parameter that one of the plans says is the same in the other. */
export function alike(a, b) {
  const [one, two] = [planOf(a), planOf(b)]
  const fits = (x, y) => Object.entries(x).every(([name, v]) => y[name] === undefined || String(y[name]) === String(v))
  return (
    one.length === two.length &&
    one.every(
      (step, i) =>
        step.transform === two[i].transform && fits(step.parameters, two[i].parameters) && fits(two[i].parameters, step.parameters),
    )
  )
}

/**
 * @param {any} element
 * @param {any} which
 * @param {Pick<Instrument, 't' | 'bus'>} parts
 */
export function laneSettings(element, which, { t, bus }) {
  const { get, assign } = tabState(bus, 'train')
  const put = change => {
    const now = get('settings')
    const next = { ...now, right: { ...now.right, ...change } }
    assign(changed(now, next, settingsOf(get('menu').usual)))
  }
  const parts = LANE_SETTINGS.map(name => (which === 'right' ? chooser(name, t, put, bus) : settingText(name, t, bus)))
  element.replaceChildren(...parts.map(part => part.element))
  /** `now`: the settings of what is drawn, which the words say; `chosen`: those of the next race, which the menus stand at. */
  return (now, chosen) => {
    const differs = now.lanes === 'two' ? differing(now) : []
    for (const part of parts) {
      part.show(now[which], differs.includes(part.name) && which === 'right', chosen[which])
      part.element.classList.toggle('unused', !now.left[part.name] && !now.right[part.name])
    }
    for (const extra of element.querySelectorAll('.extra')) extra.remove()
    const others = differs.filter(name => !LANE_SETTINGS.includes(name))
    if (others.length) {
      for (const part of parts) part.element.hidden = !differs.includes(part.name) && now.left[part.name] === now.right[part.name]
    } else for (const part of parts) part.element.hidden = false
    element.prepend(...others.map(name => extra(name, now, which, t, get('menu'))))
    const header = element.parentElement
    header.classList.remove('tight')
    header.classList.toggle('tight', header.firstElementChild.offsetWidth + element.scrollWidth + GAP > header.clientWidth)
  }
}

/**
 * @param {any} name
 * @param {any} value
 * @param {import('../../kit/types.js').Words} t
 * @param {Bus} bus
 */
const valueOf = (name, value, t, bus) =>
  name === 'augmentation' ? planWords(value, t, planText(bus.get('augmentation') ?? [])) : plainNumber(value)

/**
 * @param {any} name
 * @param {import('../../kit/types.js').Words} t
 * @param {Bus} bus
 */
function settingText(name, t, bus) {
  const element = createElement('span', 'one')
  element.dataset.name = name
  const value = createElement('b')
  element.append(createElement('span', 'name', t[name]), value)
  element.title = t.full[name]
  return { name, element, show: settings => (value.textContent = valueOf(name, settings[name], t, bus)) }
}

/**
 * @param {any} name
 * @param {import('../../kit/types.js').Words} t
 * @param {any} put
 * @param {Bus} bus
 */
function chooser(name, t, put, bus) {
  const made = menu(t[name], value => put({ [name]: name === 'augmentation' ? value : Number(value) }), t.full[name])
  made.element.classList.add('one')
  made.element.dataset.name = name
  const list = value => {
    if (name !== 'augmentation') return SHARES[name].map(share => [share, plainNumber(share)])
    const carried = planText(bus.get('augmentation') ?? [])
    const all = [
      ['', t.none],
      ...Object.entries(PLANS).map(([key, plan]) => [plan, t.plans[key]]),
      ...(carried ? [[carried, t.plans.carried]] : []),
    ]
    const known = all.find(([plan]) => alike(plan, value))
    return [...all.filter(one => one !== known), [value, known?.[1] ?? valueOf(name, value, t, bus)]]
  }
  const show = (settings, differs, chosen) => {
    made.element.classList.toggle('differs', differs)
    made.show(chosen[name], list(chosen[name]), valueOf(name, settings[name], t, bus))
  }
  return { name, element: made.element, show }
}

/** A setting of the row above that is another one in this lane. */
function extra(name, now, which, t, given) {
  const element = createElement('span', `one extra ${which === 'right' ? 'differs' : ''}`)
  const value = now[which][name]
  const words =
    name === 'network'
      ? (given.networks.find(one => one.key === value)?.title ?? value)
      : typeof value === 'number'
        ? plainNumber(value)
        : (t.values[value] ?? value)
  element.append(createElement('span', 'name', t.short[name]), createElement('b', '', words))
  return element
}
