// Invariance: the probability of the verdict while one parameter moves through its range, for two networks at once.
import { tabState } from '../../kit/bus.js'
import { createElement } from '../../kit/element.js'
import { sweepBand, shortTitle } from '../settings.js'
import { startAugment } from '../controller.js'
import { fitCanvas, paintPicture, styleOf } from '../../kit/canvas.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { nearest, neutralValue, share, runsOfPoints } from './curve.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const LEFT = 2.15 // font sizes, for the numbers beside the plot
const UNDER = 1.7 // font sizes, for those under it
const AXIS = 6 // px between the plot and its axis, where the thick bar lies

const unit = (one, v) => (one.unit === '×' || one.unit === 'σ' ? `${one.unit} ${write.short(v, 2)}` : `${write.short(v, 3)}${one.unit}`)

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const { get } = tabState(bus, 'augment')
  const canvas = $('canvas')
  const menu = $('.along')
  let at = null // value that is pointed at
  const sweep = () => get('curve') && get('cards')?.sweeps.find(({ key }) => key === get('curve').of.along)
  const paint = fitCanvas(canvas, (ctx, width, height) => {
    const [curve, one] = [get('curve'), sweep()]
    if (curve && one)
      draw(ctx, width, height, { curve, one, range: sweepBand(get('steps') ?? [], one), here: point(), styles: styleOf(canvas) })
  })
  bus.on('augment.cards', cards => menu.replaceChildren(...cards.sweeps.map(one => new Option(one.title, one.key))))
  bus.on(['augment.along', 'augment.cards'], () => (menu.value = get('along')))
  menu.onchange = () => bus.set('augment.along', menu.value)
  bus.on(['augment.curve', 'augment.steps'], () => {
    show()
    paint()
  })
  function point() {
    const [curve, one] = [get('curve'), sweep()]
    return curve && nearest(curve.points, at ?? neutralValue(one))
  }
  function show() {
    const [curve, one] = [get('curve'), sweep()]
    if (!curve || !one) return
    const here = point()
    const { networks, network } = curve.of
    const said = networks.map((card, i) => `${shortTitle(card)} ${write.percent(here.answers[i].probability)} %`)
    $('.own').textContent = said[0]
    $('.rival').textContent = said[1] ?? ''
    const words = { label: network.classes[curve.asked[0]], at: unit(one, here.value) }
    $('.about').textContent = fillTemplate(sweepBand(get('steps') ?? [], one) ? t.about : t.about_bare, words)
    Object.assign(canvas, {
      ariaValueMin: one.low,
      ariaValueMax: one.high,
      ariaValueNow: here.value,
      ariaValueText: `${unit(one, here.value)}: ${said.join(', ')}`,
    })
    thumbs(curve, one)
  }
  function thumbs(curve, one) {
    const places = [...curve.pictures].sort(([a], [b]) => a - b)
    const box = $('.thumbs')
    while (box.children.length > places.length) box.lastChild.remove()
    while (box.children.length < places.length) box.append(createElement('canvas'))
    box.classList.toggle('drawing', curve.of.network.drawing)
    places.forEach(([place, picture], i) => {
      paintPicture(box.children[i], picture.values, picture.shape)
      box.children[i].title = unit(one, one.low + ((one.high - one.low) * place) / (one.points - 1))
    })
  }
  const put = v => {
    at = v
    show()
    paint()
  }
  pointByHand(canvas, { sweep, point, put })
  startAugment()
}

/** The whole figure: what Augment's own range is, the curves, and the value that is pointed at. */
function draw(ctx, width, height, { curve, one, range, here, styles: { of, font, size } }) {
  const left = LEFT * size
  const bottom = height - UNDER * size
  const x = v => left + share(v, one.low, one.high) * (width - left - 2)
  const y = p => 6 + (1 - p) * (bottom - AXIS - 6)
  if (range) {
    ctx.fillStyle = of('wash')
    ctx.fillRect(x(Math.max(one.low, range[0])), y(1), x(Math.min(one.high, range[1])) - x(Math.max(one.low, range[0])), y(0) - y(1))
  }
  ctx.strokeStyle = of('line')
  for (const p of [0, 0.5, 1])
    line(ctx, [
      [left, y(p)],
      [width, y(p)],
    ])
  axis(ctx, { of, font, size, one, x, y, bottom, width, left })
  drawCurves(ctx, { of, x, y }, curve)
  ctx.fillStyle = of('accent')
  for (const [a, b] of runsOfPoints(curve.points, point => point.answers[0].best === curve.asked[0]))
    ctx.fillRect(x(a) - 1, bottom - AXIS + 2, x(b) - x(a) + 2, 3)
  drawPoint(ctx, { of, x, y, bottom }, here)
}

function drawCurves(ctx, { of, x, y }, curve) {
  curve.of.networks.forEach((_, i) => {
    const last = curve.of.networks.length - 1 - i // the own line lies on top
    ctx.strokeStyle = last ? of('ink-2') : of('accent')
    ctx.lineWidth = last ? 1.5 : 2
    ctx.setLineDash(last ? [4, 3] : [])
    line(
      ctx,
      curve.points.map(point => [x(point.value), y(point.answers[last].probability)]),
    )
  })
  ctx.setLineDash([])
}

function drawPoint(ctx, { of, x, y, bottom }, here) {
  ctx.strokeStyle = of('ink')
  ctx.lineWidth = 1
  line(ctx, [
    [x(here.value), y(1)],
    [x(here.value), bottom - AXIS],
  ])
  ctx.fillStyle = of('paper')
  ctx.beginPath()
  ctx.arc(x(here.value), y(here.answers[0].probability), 3.5, 0, 7)
  ctx.fill()
  ctx.stroke()
}

function axis(ctx, { of, font, size, one, x, y, bottom, width, left }) {
  ctx.font = font()
  ctx.fillStyle = of('ink-2')
  ctx.textAlign = 'right'
  ctx.textBaseline = 'middle'
  ctx.fillText('100', left - 4, y(1) + 2)
  ctx.fillText('0', left - 4, y(0) - 2)
  ctx.textBaseline = 'alphabetic'
  for (const i of [0, 0.25, 0.5, 0.75, 1]) {
    const v = one.low + i * (one.high - one.low)
    ctx.textAlign = i === 0 ? 'left' : i === 1 ? 'right' : 'center'
    const text = unit(one, v)
    if (i === 0.25 || i === 0.75) if (width < 22 * size * 0.6 + 60) continue
    ctx.fillText(text, i === 1 ? width : i === 0 ? Math.max(0, left - 20) : x(v), bottom + size)
  }
}

/** Pointing and arrow keys: `put(value)`, null where nothing is pointed at. */
function pointByHand(canvas, { sweep, point, put }) {
  canvas.addEventListener('pointermove', event => {
    const one = sweep()
    if (!one) return
    const left = LEFT * styleOf(canvas).size
    const part = (event.offsetX - left) / (canvas.clientWidth - left - 2)
    put(Math.min(one.high, Math.max(one.low, one.low + part * (one.high - one.low))))
  })
  canvas.addEventListener('pointerleave', () => put(null))
  canvas.addEventListener('keydown', event => {
    const one = sweep()
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const to = { Home: one?.low, End: one?.high }[event.key]
    if (!one || (!by && to === undefined)) return
    event.preventDefault()
    const step = (one.high - one.low) / (one.points - 1)
    put(to ?? Math.min(one.high, Math.max(one.low, point().value + by * step)))
  })
}

function line(ctx, places) {
  ctx.beginPath()
  places.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)))
  ctx.stroke()
}
