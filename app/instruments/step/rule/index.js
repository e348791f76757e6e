// The rule of the phase that is shown, with its numbers.
import { write } from '../../kit/language.js'
import { cellOf, columnAt, nearestRate, RATES, spelledRate } from '../step.js'
import { present, rateOf, stepping } from '../stepping.js'
import { code } from './code.js'
import { backward, forward, loss, update } from './say.js'

const PHASE = [forward, loss, backward, update]
const NAMES = ['forward', 'loss', 'backward', 'update']

export function mount(parts) {
  const { $, t, bus } = parts
  const get = key => bus.get(`step.${key}`)
  function show() {
    const pulse = present(bus)
    if (!pulse) return
    const phase = get('phase')
    $('.body').dataset.phase = phase
    $('.title').textContent = t[NAMES[phase - 1]]
    const now = get('update')
    const at = columnAt({ phase, at: get('at') }, get('front') ?? null, pulse.columns)
    const given = { t, pulse, at, update: now, momentum: get('momentum') }
    const says = phase === 4 ? now && update({ ...given, cell: cellOf(now, get('cell')) }) : PHASE[phase - 1](given)
    if (!says) return
    for (const name of ['whose', 'formula', 'numbers', 'says', 'so', 'then']) $(`.${name}`).replaceChildren(...[says[name] ?? ''].flat())
  }
  bus.on(['pulse', 'update', 'phase', 'front', 'at', 'cell', 'momentum'].map(key => `step.${key}`), show)
  slider(parts, get)
  code(parts)
  stepping()
}

function slider({ $, bus }, get) {
  const range = $('.rate input[type=range]')
  const momentum = $('.momentum input')
  Object.assign(range, { min: 0, max: RATES.length - 1, step: 1 })
  range.oninput = () => {
    bus.set('step.held', true)
    bus.set('step.rate', RATES[range.value])
  }
  range.onchange = () => bus.set('step.held', false)
  momentum.onchange = () => bus.set('step.momentum', momentum.checked)
  bus.on(['step.rate', 'step.suits'], () => {
    const rate = rateOf(bus)
    if (rate === null) return
    range.value = RATES.indexOf(nearestRate(rate))
    range.ariaValueText = spelledRate(rate, write)
    $('.rate output').textContent = spelledRate(rate, write)
  })
  bus.on('step.momentum', () => (momentum.checked = get('momentum')))
}
