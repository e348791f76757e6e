// The column of steps: how many boxes each leaves, and on the way from one to the next the handle that decides.
import { createElement } from '../../kit/element.js'
import { radioGroup } from '../../kit/radio_group.js'
import { tooltip } from '../../kit/tooltip.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { counts, left, STEPS } from './steps.js'

/** @typedef {import('../../kit/types.js').Words} Words */
/** @typedef {import('../../kit/bus.js').Bus} Bus */

/** The handle before each step: what it sets, and which of P-Net's, R-Net's and O-Net's scores. */
const HANDLES = /** @type {Record<string, { key: 'overlap' | 'sure', at?: number, low: number, high: number, step: number }>} */ ({
  all: { key: 'sure', at: 0, low: 0.5, high: 0.99, step: 0.01 },
  kept: { key: 'overlap', low: 0.1, high: 0.9, step: 0.05 },
  rnet: { key: 'sure', at: 1, low: 0.5, high: 0.99, step: 0.01 },
  onet: { key: 'sure', at: 2, low: 0.5, high: 0.99, step: 0.01 },
})

const scores = (/** @type {string} */ sure) => sure.split(',').map(Number)

/**
 * @param {string} step
 * @param {Words} t
 * @param {Bus} bus
 */
function arrow(step, t, bus) {
  const { key, at, low, high, step: by } = HANDLES[step]
  const slider = createElement('input', { type: 'range', min: String(low), max: String(high), step: String(by) })
  slider.dataset.handle = `${key}${at ?? ''}`
  slider.setAttribute('aria-label', t[`handle_${step}`])
  const term = createElement('span', '', t[`arrow_${step}`])
  tooltip(term, t[`about_${step}`])
  const [value, lost] = [createElement('b'), createElement('span', 'lost')]
  slider.oninput = () => {
    const given = Number(slider.value)
    if (key === 'overlap') return bus.set('uses.overlap', given)
    const all = scores(bus.get('uses.sure'))
    bus.set('uses.sure', all.map((score, i) => (i === at ? given : score)).join())
  }
  const element = createElement('div', 'arrow', createElement('p', '', '↓ ', term, ' ', value), slider, lost)
  const show = () => {
    const now = key === 'overlap' ? bus.get('uses.overlap') : scores(bus.get('uses.sure'))[at ?? 0]
    slider.value = String(now)
    value.textContent = `${key === 'overlap' ? '≤' : '≥'} ${write.fixed(now, 2)}`
  }
  return { element, lost, show }
}

/**
 * @param {HTMLElement} place
 * @param {Words} t
 * @param {Bus} bus
 */
export function cascadeColumn(place, t, bus) {
  const parts = Object.keys(STEPS).map(step => {
    const way = arrow(step, t, bus)
    const count = createElement('b')
    const button = createElement('button', { type: 'button' }, createElement('span', '', t[`step_${step}`]), count)
    button.setAttribute('role', 'radio')
    button.dataset.value = step
    place.append(way.element, button)
    return { step, way, count }
  })
  const mark = radioGroup(place, step => bus.set('uses.cascade', step))
  bus.on('uses.cascade', step => mark(step))
  bus.on(['uses.overlap', 'uses.sure'], () => parts.forEach(({ way }) => way.show()))
  /** @param {import('../face_answer.js').Found} found */
  return found => {
    for (const { step, way, count } of parts) {
      count.textContent = write.count(left(found, step))
      way.lost.textContent = lostText(found, step, t)
    }
  }
}

/**
 * What became of those that do not reach the step.
 * @param {import('../face_answer.js').Found} found
 * @param {string} step
 * @param {Words} t
 */
function lostText(found, step, t) {
  if (step === 'all') return found.cut ? t.cut : ''
  const { thrownOut, overlapped } = counts(found.stages[STEPS[step]])
  const words = { out: write.count(thrownOut), twice: write.count(overlapped) }
  return fillTemplate(step === 'kept' ? t.lost_kept : t.lost, words)
}
