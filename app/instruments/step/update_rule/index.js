// The rule of the phase that is shown, with its numbers.
import { tabKeys, tabState } from '../../kit/bus.js'
import { write } from '../../kit/language.js'
import { cellOf, columnAt, nearestRate, RATES, spelledRate } from '../settings.js'
import { currentPass, rateOf, startStep } from '../controller.js'
import { code } from './code.js'
import { backward, forward, loss, update } from './phase_text.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const PHASE = [forward, loss, backward, update]
const NAMES = ['forward', 'loss', 'backward', 'update']

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, t, bus } = parts
  const { get } = tabState(bus, 'step')
  function show() {
    const pass = currentPass(bus)
    if (!pass) return
    const phase = get('phase')
    $('.body').dataset.phase = phase
    $('.title').textContent = t[NAMES[phase - 1]]
    const now = get('update')
    const at = columnAt({ phase, at: get('at') }, get('frontColumn') ?? null, pass.columns)
    /** @type {any} */
    const given = { t, pass, at, update: now, momentum: get('momentum') }
    const says = phase === 4 ? now && update({ ...given, cell: cellOf(now, get('cell')) }) : PHASE[phase - 1](given)
    if (!says) return
    for (const name of ['whose', 'formula', 'numbers', 'says', 'so', 'then']) $(`.${name}`).replaceChildren(...[says[name] ?? ''].flat())
  }
  bus.on(tabKeys('step', 'forwardBackward', 'update', 'phase', 'frontColumn', 'at', 'cell', 'momentum'), show)
  slider(parts, get)
  code(parts)
  startStep()
}

/**
 * @param {Pick<Instrument, '$' | 'bus'>} parts
 * @param {any} get
 */
function slider({ $, bus }, get) {
  const range = $('.rate input[type=range]')
  const momentum = $('.momentum input')
  Object.assign(range, { min: 0, max: RATES.length - 1, step: 1 })
  range.oninput = () => {
    bus.set('step.dragging', true)
    bus.set('step.rate', RATES[range.value])
  }
  range.onchange = () => bus.set('step.dragging', false)
  momentum.onchange = () => bus.set('step.momentum', momentum.checked)
  bus.on(['step.rate', 'step.suggestedRate'], () => {
    const rate = rateOf(bus)
    if (rate === null) return
    range.value = RATES.indexOf(nearestRate(rate))
    range.ariaValueText = spelledRate(rate, write)
    $('.rate output').textContent = spelledRate(rate, write)
  })
  bus.on('step.momentum', () => (momentum.checked = get('momentum')))
}
