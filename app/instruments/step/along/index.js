// How far to go: the loss along the line of the step, the step marked; the norms of the gradient while the pulse runs back.
import { between } from '../answers.js'
import { fitted, style } from '../../kit/canvas.js'
import { write } from '../../kit/language.js'
import { fill } from '../../kit/numbers.js'
import { columnAt, nearestRate, RATES, spelledRate } from '../step.js'
import { present, rateOf, stepping } from '../stepping.js'
import { counts, draw as drawHundred, placed } from './hundred.js'
import { norms } from './norms.js'
import { surprise } from './surprise.js'
import { draw, highest, rounded, scales } from './plot.js'

const made = (tag, text, className = '') => Object.assign(document.createElement(tag), { textContent: text, className })

export function mount(parts) {
  const { $, t, bus } = parts
  const get = key => bus.get(`step.${key}`)
  const plot = $('.plot')
  const line = () => {
    const [pulse, along] = [present(bus), get('along')]
    return pulse && along?.of.seen === pulse.of.seen && along.of.network === pulse.of.network ? along : null
  }
  const paints = [
    fitted(plot, (g, width, height) => line() && draw(g, { ...plotted(line(), bus), write }, style(plot), { width, height })),
    fitted($('.hundred canvas'), (g, width, height) => {
      if (line()?.labels.length) drawHundred(g, placed(line()), style(plot), { width, height })
    }),
    fitted($('.curve'), (g, width, height) => {
      const pulse = present(bus)
      if (!pulse) return
      const given = { p: Math.exp(-pulse.loss), loss: pulse.loss, label: pulse.of.network.classes[pulse.label], known: get('phase') > 1 }
      surprise(g, { ...given, write }, style($('.curve')), { width, height })
    }),
    fitted($('.norms'), (g, width, height) => {
      const pulse = present(bus)
      if (!pulse) return
      const front = get('front') ?? null
      const chosen = columnAt({ phase: get('phase'), at: get('at') }, front, pulse.columns)
      norms(g, { columns: pulse.columns, upTo: front ?? 0, chosen, write }, style($('.norms')), { width, height })
    }),
  ]
  bus.on(['step.pulse', 'step.along', 'step.update', 'step.rate', 'step.suits', 'step.phase', 'step.front', 'step.at', 'theme'], () => {
    const shown = ['surprise', 'surprise', 'pulse', 'line'][get('phase') - 1]
    for (const name of ['surprise', 'pulse', 'line']) $(`.${name}`).hidden = name !== shown
    $('.ends').hidden = shown !== 'line'
    $('.title').textContent = t[shown]
    $('.whose').textContent = { surprise: t.over, pulse: t.norm, line: t.far }[shown]
    if (line()) words(parts, line())
    for (const paint of paints) paint()
  })
  hand(parts, line)
  stepping()
}

/** Curves and their points; the ones after the step are measured where they are known, else read off the curve. */
function plotted(along, bus) {
  const rates = [...along.rates]
  const rate = rateOf(bus)
  const update = bus.get('step.update')
  const after = update?.of.rate === rate && update.of.pulse === along.of.pulse ? update.loss[1] : between(rates, along.losses, rate)
  const own = { colour: 'accent', values: along.losses, before: between(rates, along.losses, 0), after }
  const marks = [own]
  if (along.others.length) {
    const then = along.of.rate === rate ? along.here[1] : between(rates, along.others, rate)
    marks.unshift({ colour: 'ink', values: along.others, before: along.here[0], after: then })
  }
  return { rates, rate, marks, top: highest(along) }
}

function words({ $, t, bus }, along) {
  const { marks, rate } = plotted(along, bus)
  const [own, others] = [marks.at(-1), marks.length > 1 ? marks[0] : null]
  const pair = ({ before, after }) => `${write.number(before)} → ${write.number(after)}`
  $('.ends').replaceChildren(
    ...[made('b', pair(own), 'own'), ` ${t.this}`],
    ...(others ? [made('span', '', 'gap'), made('b', pair(others)), ` ${fill(t.others, { n: along.labels.length })}`] : []),
  )
  $('.hundred').hidden = !along.labels.length
  if (along.labels.length) {
    const all = counts(placed(along))
    $('.right').textContent = fill(t.right, all)
    $('.hundred canvas').ariaLabel = $('.hundred canvas').title = fill(t.hundred, all)
  }
  const plot = $('.plot')
  Object.assign(plot, { ariaValueMin: '0', ariaValueMax: String(along.rates.at(-1)), ariaValueNow: String(rate) })
  plot.ariaValueText = `${spelledRate(rate, write)}: ${pair(own)}`
}

/** The line of the step follows the hand; arrows go from stop to stop. */
function hand({ $, bus }, line) {
  const plot = $('.plot')
  const set = rate => bus.set('step.rate', rate)
  const follow = event => {
    const along = line()
    if (!along) return
    const size = style(plot).size
    const at = scales({ rates: along.rates, top: 1 }, { width: plot.clientWidth, height: plot.clientHeight, size })
    set(rounded(at.rateAt(event.offsetX)))
  }
  plot.addEventListener('pointerdown', event => {
    if (event.button) return
    plot.setPointerCapture(event.pointerId)
    bus.set('step.held', true)
    follow(event)
  })
  plot.addEventListener('pointermove', event => bus.get('step.held') && event.buttons && follow(event))
  for (const end of ['pointerup', 'pointercancel']) plot.addEventListener(end, () => bus.set('step.held', false))
  plot.addEventListener('keydown', event => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
    const rate = rateOf(bus)
    if (!by || rate === null || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    set(RATES[Math.min(RATES.length - 1, Math.max(0, RATES.indexOf(nearestRate(rate)) + by))])
  })
}
