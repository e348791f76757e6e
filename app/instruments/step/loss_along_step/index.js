// How far to go: the loss along the line of the step, the step marked; the norms of the gradient while the playback runs back.
import { tabState } from '../../kit/bus.js'
import { createElement } from '../../kit/element.js'
import { interpolate } from '../parse.js'
import { fitCanvas, styleOf } from '../../kit/canvas.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { fitPlot } from '../../kit/plot_reading.js'
import { widthIn } from '../../kit/plot_text.js'
import { columnAt, nearestRate, RATES, spelledRate } from '../settings.js'
import { currentPass, rateOf, startStep } from '../controller.js'
import { counts, draw as drawHundred, gradePictures } from './test_pictures.js'
import { paintGradientNorms } from './gradient_norms.js'
import { paintCrossEntropy } from './cross_entropy.js'
import { draw, highest, place, rateAt, rounded } from './plot.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, t, bus } = parts
  const { get } = tabState(bus, 'step')
  const plot = $('.plot')
  const line = () => {
    const [pass, along] = [currentPass(bus), get('lossLine')]
    return pass && along?.of.seen === pass.of.seen && along.of.network === pass.of.network ? along : null
  }
  const paints = [
    fitPlot(plot, room => line() && draw(plot, { ...plotted(line(), bus), write }, room)),
    fitCanvas($('.hundred canvas'), (ctx, width, height) => {
      const along = line()
      if (along?.labels.length) drawHundred(ctx, gradePictures(along), styleOf(plot), { width, height })
    }),
    fitPlot($('.curve'), room => {
      const pass = currentPass(bus)
      if (!pass) return
      const given = { p: Math.exp(-pass.loss), loss: pass.loss, label: pass.of.network.classes[pass.label], known: get('phase') > 1 }
      paintCrossEntropy($('.curve'), { ...given, write }, room)
    }),
    fitPlot($('.norms'), room => {
      const pass = currentPass(bus)
      if (!pass) return
      const front = get('frontColumn') ?? null
      const chosen = columnAt({ phase: get('phase'), at: get('at') }, front, pass.columns)
      const given = { columns: pass.columns, upTo: front ?? 0, chosen, write }
      paintGradientNorms($('.norms'), given, room, widthIn(styleOf($('.norms')).font(600)))
    }),
  ]
  bus.on(
    [
      'step.forwardBackward',
      'step.lossLine',
      'step.update',
      'step.rate',
      'step.suggestedRate',
      'step.phase',
      'step.frontColumn',
      'step.at',
      'theme',
    ],
    () => {
      const shown = ['surprise', 'surprise', 'gradients', 'line'][get('phase') - 1]
      for (const name of ['surprise', 'gradients', 'line']) $(`.${name}`).hidden = name !== shown
      $('.ends').hidden = shown !== 'line'
      $('.title').textContent = t[shown]
      $('.whose').textContent = { surprise: t.over, gradients: t.norm, line: t.far }[shown]
      if (line()) words(parts, line())
      for (const paint of paints) paint()
    },
  )
  bindPointer(parts, line)
  startStep()
}

/**
 * Curves and their points; the ones after the step are measured where they are known, else read off the curve.
 * @param {any} along
 * @param {Bus} bus
 */
function plotted(along, bus) {
  const rates = [...along.rates]
  const rate = rateOf(bus)
  const update = bus.get('step.update')
  const after = update?.of.rate === rate && update.of.pass === along.of.pass ? update.loss[1] : interpolate(rates, along.losses, rate)
  const own = { kind: 'accented', values: along.losses, before: interpolate(rates, along.losses, 0), after }
  const marks = [own]
  if (along.others.length) {
    const then = along.of.rate === rate ? along.here[1] : interpolate(rates, along.others, rate)
    marks.unshift({ kind: 'others', values: along.others, before: along.here[0], after: then })
  }
  return { rates, rate, marks, top: highest(along) }
}

/**
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 * @param {any} along
 */
function words({ $, t, bus }, along) {
  const { marks, rate } = plotted(along, bus)
  const [own, others] = [marks[marks.length - 1], marks.length > 1 ? marks[0] : null]
  const pair = ({ before, after }) => `${write.number(before)} → ${write.number(after)}`
  $('.ends').replaceChildren(
    ...[createElement('b', 'own', pair(own)), ` ${t.this}`],
    ...(others
      ? [createElement('span', 'gap'), createElement('b', '', pair(others)), ` ${fillTemplate(t.others, { n: along.labels.length })}`]
      : []),
  )
  $('.hundred').hidden = !along.labels.length
  if (along.labels.length) {
    const all = counts(gradePictures(along))
    $('.right').textContent = fillTemplate(t.right, all)
    $('.hundred canvas').ariaLabel = $('.hundred canvas').title = fillTemplate(t.hundred, all)
  }
  const plot = $('.plot')
  Object.assign(plot, { ariaValueMin: '0', ariaValueMax: String(along.rates.at(-1)), ariaValueNow: String(rate) })
  plot.ariaValueText = `${spelledRate(rate, write)}: ${pair(own)}`
}

/**
 * The line of the step follows the hand; arrows go from stop to stop.
 * @param {Pick<Instrument, '$' | 'bus'>} parts
 * @param {any} line
 */
function bindPointer({ $, bus }, line) {
  const plot = $('.plot')
  const set = rate => bus.set('step.rate', rate)
  const follow = event => {
    const along = line()
    if (!along) return
    const { left, width, height } = plot.getBoundingClientRect()
    const drawn = place({ rates: along.rates, top: 1 }, { width, height, size: styleOf(plot).size })
    set(rounded(rateAt(drawn, event.clientX - left)))
  }
  plot.addEventListener('pointerdown', event => {
    if (event.button) return
    plot.setPointerCapture(event.pointerId)
    bus.set('step.dragging', true)
    follow(event)
  })
  plot.addEventListener('pointermove', event => bus.get('step.dragging') && event.buttons && follow(event))
  for (const end of ['pointerup', 'pointercancel']) plot.addEventListener(end, () => bus.set('step.dragging', false))
  plot.addEventListener('keydown', event => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
    const rate = rateOf(bus)
    if (!by || rate === null || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    set(RATES[Math.min(RATES.length - 1, Math.max(0, RATES.indexOf(nearestRate(rate)) + by))])
  })
}
