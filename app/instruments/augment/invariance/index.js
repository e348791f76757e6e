// Invariance: the probability of the verdict while one parameter moves through its range, for two networks at once.
import { tabState } from '../../kit/bus.js'
import { createElement } from '../../kit/element.js'
import { sweepBand, shortTitle } from '../settings.js'
import { startAugment } from '../controller.js'
import { paintPicture } from '../../kit/canvas.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { bindReading, fitPlot } from '../../kit/plot_reading.js'
import { paint as draw } from './chart.js'
import { nearest, neutralValue } from './curve.js'

const unit = (one, v) => (one.unit === '×' || one.unit === 'σ' ? `${one.unit} ${write.short(v, 2)}` : `${write.short(v, 3)}${one.unit}`)

/** @param {import('../../kit/types.js').Instrument} parts */
export function mount({ $, t, bus }) {
  const { get } = tabState(bus, 'augment')
  const svg = $('svg')
  let plot = null
  const menu = $('.along')
  let at = null // value that is pointed at
  const sweep = () => get('curve') && get('cards')?.sweeps.find(({ key }) => key === get('curve').of.along)
  const paint = fitPlot(svg, room => {
    const [curve, one] = [get('curve'), sweep()]
    if (!curve || !one) return
    plot = draw(svg, { curve, one, range: sweepBand(get('steps') ?? [], one), here: point(), unit: v => unit(one, v), room })
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
    return curve && one && nearest(curve.points, at ?? neutralValue(one))
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
    Object.assign(svg, {
      ariaValueMin: one.low,
      ariaValueMax: one.high,
      ariaValueNow: here.value,
      ariaValueText: `${unit(one, here.value)}: ${said.join(', ')}`,
    })
    thumbs($('.thumbs'), curve, one)
  }
  bindReading(svg, {
    plot: () => plot,
    stops: () => get('curve')?.points.map(({ value }) => value) ?? [],
    at: () => point()?.value ?? null,
    put(value) {
      at = value
      show()
      paint()
    },
  })
  startAugment()
}

/** Pictures along the range, each where it lies. */
function thumbs(box, curve, one) {
  const places = [...curve.pictures].sort(([a], [b]) => a - b)
  while (box.children.length > places.length) box.lastChild.remove()
  while (box.children.length < places.length) box.append(createElement('canvas'))
  box.classList.toggle('drawing', curve.of.network.drawing)
  places.forEach(([place, picture], i) => {
    paintPicture(box.children[i], picture.values, picture.shape)
    box.children[i].title = unit(one, one.low + ((one.high - one.low) * place) / (one.points - 1))
  })
}
