// Charts: where values lie, against numbers worked out by hand; what is drawn of them, against a document that only writes down what it is
// told; and that nothing else on the page draws charts of its own.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { numbers } from '../../app/instruments/kit/numbers.js'
import * as plots from '../../app/instruments/kit/plot.js'
import { bindReading, stopAfter } from '../../app/instruments/kit/plot_reading.js'
import { nearestValue, scaleOf, spreadApart } from '../../app/instruments/kit/plot_scale.js'
import { shortened, wrapText } from '../../app/instruments/kit/plot_text.js'
import { factorTicks, ticksToEnd } from '../../app/instruments/kit/ticks.js'

class Recorded {
  constructor(tag) {
    Object.assign(this, { tag, inside: [], attributes: {}, classes: [] })
    this.classList = { add: name => this.classes.push(name) }
  }
  append(...inside) {
    this.inside.push(...inside)
  }
  replaceChildren(...inside) {
    this.inside = inside
  }
  setAttribute(name, value) {
    this.attributes[name] = value
  }
}
globalThis.document = { createElementNS: (_, tag) => new Recorded(tag) }

const near = (a, b, within = 1e-9) => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`)
const attributesOf = marks => marks.map(({ attributes }) => attributes)
const wordsOf = marks => marks.filter(({ tag }) => tag === 'text').map(({ inside }) => inside.join(''))
/** 100 × 50 px for values, from (20, 5) to (120, 55): x 0 … 10, y 0 … 100. */
const plot = (axes = {}) =>
  plots.createPlot({
    width: 140,
    height: 75,
    size: 10,
    margin: { left: 20, right: 20, top: 5, bottom: 20 },
    x: { low: 0, high: 10 },
    y: { low: 0, high: 100 },
    ...axes,
  })

// Where a value lies

test('a linear scale: a quarter of the way is a quarter of the px, also upside down, and back', () => {
  const x = scaleOf({ low: -10, high: 30 }, 100, 300)
  assert.deepEqual([-10, 0, 30, 50].map(x), [100, 150, 300, 400])
  assert.deepEqual([100, 150, 300].map(x.valueAt), [-10, 0, 30])
  assert.deepEqual([-999, 999].map(x.valueAt), [-10, 30], 'what is read never leaves the axis')
  const y = scaleOf({ low: 0, high: 8 }, 200, 0)
  assert.deepEqual([0, 2, 8].map(y), [200, 150, 0])
  assert.equal(y.valueAt(50), 6)
})

test('a scale of factors: ten times is equally far everywhere, and back', () => {
  const x = scaleOf({ low: 1, high: 1000, log: true }, 0, 300)
  for (const [v, px] of [[1, 0], [10, 100], [100, 200], [1000, 300], [Math.sqrt(10), 50]]) near(x(v), px) // prettier-ignore
  near(x.valueAt(150), 10 ** 1.5, 1e-9)
})

test('zero has no place among factors, unless what is too small stands on the floor', () => {
  const free = scaleOf({ low: 1, high: 100, log: true }, 0, 200)
  assert.ok(!Number.isFinite(free(0)) && !Number.isFinite(free(-3)))
  const held = scaleOf({ low: 1, high: 100, log: true, held: true }, 0, 200)
  assert.deepEqual([0, -3, 0.5, 1, 1e9].map(held), [0, 0, 0, 0, 200])
})

test('huge and tiny ranges keep their places; one value alone stands at the beginning', () => {
  const huge = scaleOf({ low: -1.7e308, high: 1.7e308 }, 0, 100)
  assert.deepEqual([-1.7e308, 0, 1.7e308].map(huge), [0, 50, 100])
  near(huge.valueAt(50), 0)
  const tiny = scaleOf({ low: 1e-300, high: 3e-300 }, 0, 100)
  near(tiny(2e-300), 50)
  near(scaleOf({ low: 1e15, high: 1e15 + 4 }, 0, 100)(1e15 + 1), 25)
  assert.equal(scaleOf({ low: 7, high: 7 }, 10, 90)(7), 10)
  assert.equal(scaleOf({ low: 7, high: 7, log: true }, 10, 90)(7), 10)
})

test('what is no number has no place', () => {
  const x = scaleOf({ low: 0, high: 1 }, 0, 10)
  assert.ok(Number.isNaN(x(NaN)))
  assert.equal(x(Infinity), Infinity)
  assert.equal(scaleOf({ low: 0, high: 1, held: true }, 0, 10)(Infinity), 10)
})

test('the value nearest to a place, by px and not by its number', () => {
  const x = scaleOf({ low: 1, high: 100, log: true }, 0, 200)
  assert.equal(nearestValue(x, [1, 10, 100], 60), 10)
  assert.equal(nearestValue(x, [1, 10, 100], 40), 1)
  assert.equal(nearestValue(x, [], 40), null)
})

test('names at the ends of lines keep apart, inside and in their order', () => {
  assert.deepEqual(spreadApart([50, 52, 10], 14, [0, 60]), [46, 60, 10])
  assert.deepEqual(spreadApart([-5, 200], 10, [0, 60]), [0, 60])
  assert.deepEqual(spreadApart([30, 30], 10, [0, 60]), [30, 40])
  assert.deepEqual(spreadApart([], 10, [0, 60]), [])
  const ys = spreadApart([10, 12, 198, 200], 18, [8, 200])
  for (let i = 1; i < ys.length; i++) assert.ok(ys[i] - ys[i - 1] >= 18)
  assert.ok(ys[0] >= 8 && ys.at(-1) <= 200)
})

// Ticks

test('epochs that are named: round ones and the last, none of them too near to it', () => {
  assert.deepEqual(ticksToEnd(60, 4), [0, 20, 40, 60])
  assert.deepEqual(ticksToEnd(40, 2), [0, 20, 40])
  assert.deepEqual(ticksToEnd(15, 2), [0, 10, 15])
  assert.deepEqual(ticksToEnd(21, 4), [0, 10, 21])
  assert.deepEqual(ticksToEnd(1, 4), [0, 1])
  for (const end of [1, 2, 3, 5, 10, 60, 150, 199, 200]) {
    const all = ticksToEnd(end, 4)
    assert.ok(all[0] === 0 && all.at(-1) === end && all.length <= 6 && all.every(Number.isInteger), String(end))
  }
})

test('ticks of factors lie within the ends, few enough to be read', () => {
  assert.deepEqual(factorTicks(1, 60), [1, 2, 5, 10, 20, 50])
  assert.deepEqual(factorTicks(0.4, 63), [0.5, 1, 2, 5, 10, 20, 50])
  assert.deepEqual(factorTicks(3e-7, 6e-7), [5e-7])
  assert.deepEqual(factorTicks(11, 19), [])
  assert.deepEqual(factorTicks(1, 1e6, 8), [1, 10, 100, 1000, 1e4, 1e5, 1e6])
  assert.deepEqual(factorTicks(1e-300, 1e300, 6), [1e-200, 1, 1e200])
})

// Marks

test('a line goes through its points, and not through what is no number', () => {
  const [line] = plots.lineThrough(plot(), [[0, 0], [2.5, 50], [NaN, 3], [5, NaN], [7.5, Infinity], [10, 100]], 'own') // prettier-ignore
  assert.deepEqual(line.attributes, { class: 'polyline own', d: 'M20 55L45 30L120 5' })
  const factors = plot({ y: { low: 1, high: 100, log: true } })
  assert.equal(plots.lineThrough(factors, [[0, 1], [5, 0], [10, 10]], '')[0].attributes.d, 'M20 55L120 30') // prettier-ignore
})

test('of one point there is a line without length, of none nothing at all', () => {
  assert.equal(plots.lineThrough(plot(), [[5, 50]], '')[0].attributes.d, 'M70 30')
  for (const none of [[], [[NaN, 1]], [[1, NaN]]]) {
    assert.deepEqual(plots.lineThrough(plot(), none, ''), [])
    assert.deepEqual(plots.dots(plot(), none, 3, ''), [])
    assert.deepEqual(plots.areaBetween(plot(), none, none, ''), [])
  }
  assert.deepEqual(plots.areaBetween(plot(), [[1, 1]], [[1, 2]], ''), [], 'one point holds nothing')
})

test('an area goes along one line and back along the other', () => {
  const [area] = plots.areaBetween(plot(), [[0, 100], [10, 50]], [[0, 0], [10, 0]], 'gap') // prettier-ignore
  assert.equal(area.attributes.d, 'M20 5L120 30L120 55L20 55Z')
})

test('dots, error bars and bars stand where their values are', () => {
  const [dot] = plots.dots(plot(), [[10, 100]], 3, 'dot', i => `point ${i}`)
  assert.deepEqual(dot.attributes, { class: 'dot', cx: '120', cy: '5', r: '3' })
  assert.deepEqual(dot.inside[0].inside, ['point 0'])
  assert.deepEqual(attributesOf(plots.errorBars(plot(), [[5, 20, 80], [6, NaN, 1]], 'reach')), [
    { x1: '70', y1: '45', x2: '70', y2: '15', class: 'reach' },
  ]) // prettier-ignore
  const made = plots.bars(plot({ y: { low: -100, high: 100 } }), [[0, 1, 50], [1, 2, -50], [2, 3, NaN]], i => `bar ${i}`) // prettier-ignore
  assert.deepEqual(attributesOf(made), [
    { x: '20', y: '17.5', width: '10', height: '12.5', class: 'bar 0' },
    { x: '30', y: '30', width: '10', height: '12.5', class: 'bar 1' },
  ])
})

test('lines over the whole plot, and a part of it that is cut off', () => {
  assert.deepEqual(plots.level(plot(), 50, 'chance').attributes, { x1: '20', y1: '30', x2: '120', y2: '30', class: 'chance' })
  assert.deepEqual(plots.upright(plot(), 5, 'now', 4).attributes, { x1: '70', y1: '1', x2: '70', y2: '59', class: 'now' })
  assert.deepEqual(plots.stroke(plot(), [0, 0], [10, 100], 'way').attributes, { x1: '20', y1: '55', x2: '120', y2: '5', class: 'way' })
  const { attributes, inside } = plots.clipped(plot(), ['marks'])
  assert.deepEqual([attributes.x, attributes.width, attributes.viewBox, inside], ['20', '100', '20 0 100 57', ['marks']])
})

test('numbers beside and under a plot, in both languages, none outside the figure', () => {
  for (const [language, half, thousands] of [['en', '0.5', '1\u202f000'], ['pt', '0,5', '1\u202f000']]) {
    const { short, count } = numbers(language)
    const beside = plots.levels(plot({ y: { low: 0, high: 1 } }), [0, 0.5, 1], short)
    assert.deepEqual(wordsOf(beside), ['0', half, '1'])
    assert.deepEqual(beside[2].attributes, { x1: '20', y1: '30', x2: '120', y2: '30', class: 'rule' })
    assert.deepEqual(beside[3].attributes, { x: '14', y: '33.5', class: 'quiet', 'text-anchor': 'end' })
    const under = plots.columns(plot({ x: { low: 0, high: 1000 } }), [0, 500, 1000], count, 500)
    assert.deepEqual(wordsOf(under), ['0', '500', thousands])
    assert.deepEqual(under[1].attributes, { x: '70', y: '68', class: 'bold', 'text-anchor': 'middle' })
  } // prettier-ignore
  const tight = plots.createPlot({ width: 100, height: 50, size: 10, margin: { left: 0, right: 0, top: 0, bottom: 20 }, x: { low: 0, high: 1 }, y: { low: 0, high: 1 } }) // prettier-ignore
  const [first, last] = plots.columns(tight, [0, 1], () => '1000')
  assert.deepEqual([first.attributes['text-anchor'], first.attributes.x], ['start', '0'])
  assert.deepEqual([last.attributes['text-anchor'], last.attributes.x], ['end', '100'])
})

test('names at the ends hold a value in bold before the words', () => {
  const [one, other] = plots.endNames(plot(), [{ x: 125, y: 30, words: ' HOG', value: '3.1', className: 'deep' }, { x: 125, y: 31, words: 'net', className: '' }], 12) // prettier-ignore
  assert.deepEqual([one.inside[0].inside, one.inside[1], one.attributes.class], [['3.1'], ' HOG', 'end deep'])
  near(Number(other.attributes.y) - Number(one.attributes.y), 12)
})

test('a chart is as large as its figure, from the back to the front, and says what it shows', () => {
  const svg = new Recorded('svg')
  plots.showPlot(svg, plot(), ['a', ['b', 'c']], 'three')
  assert.equal(svg.attributes.viewBox, '0 0 140 75')
  assert.deepEqual([svg.inside[0].tag, svg.inside[0].inside, svg.inside.slice(1)], ['desc', ['three'], ['a', 'b', 'c']])
  plots.showPlot(svg, plot(), ['a'])
  assert.deepEqual(svg.inside, ['a'])
})

// Reading

test('arrows walk from stop to stop and end at the ends; from nowhere they begin at one', () => {
  const after = (key, i, count = 4) => stopAfter(key, i, count)
  assert.deepEqual([after('ArrowRight', 1), after('ArrowUp', 1), after('ArrowLeft', 1), after('ArrowDown', 1)], [2, 2, 0, 0])
  assert.deepEqual([after('ArrowRight', 3), after('ArrowLeft', 0), after('Home', 2), after('End', 2)], [3, 0, 0, 3])
  assert.deepEqual([after('ArrowRight', -1), after('ArrowLeft', -1)], [0, 3])
  assert.deepEqual([after('a', 1), after('Enter', 1), after('ArrowRight', 0, 0)], [null, null, null])
})

/** An element 40 px from the left edge of the window that writes down what is read of it. */
function read({ drag = false, stops = [0, 5, 10] } = {}) {
  const element = new EventTarget()
  const heard = []
  Object.assign(element, { getBoundingClientRect: () => ({ left: 40 }), setPointerCapture: id => heard.push(`holds ${id}`) })
  let now = null
  const put = stop => heard.push((now = stop))
  bindReading(element, { plot: () => plot(), stops: () => stops, at: () => now, put, drag })
  const send = (type, given) => {
    const event = Object.assign(new Event(type, { cancelable: true }), given)
    element.dispatchEvent(event)
    return event
  }
  return { heard, send }
}

test('pointing reads the nearest stop, and nothing once nobody points', () => {
  const { heard, send } = read()
  for (const clientX of [60, 40 + 44, 40 + 46, 999]) send('pointermove', { clientX }) // x 0 … 10 lies from 20 to 120 px
  send('pointerleave')
  assert.deepEqual(heard, [0, 0, 5, 10, null])
  const none = read({ stops: [] })
  none.send('pointermove', { clientX: 60 })
  assert.deepEqual(none.heard, [])
})

test('dragging keeps what was pressed, and only what is pressed', () => {
  const { heard, send } = read({ drag: true })
  send('pointermove', { clientX: 160, buttons: 0 })
  send('pointerdown', { clientX: 110, pointerId: 7 })
  send('pointermove', { clientX: 160, buttons: 1 })
  send('pointerleave')
  assert.deepEqual(heard, ['holds 7', 5, 10])
})

test('keys of the chart are its own, all others are the page’s', () => {
  const { heard, send } = read()
  const prevented = ['ArrowRight', 'ArrowRight', 'End', 'a'].map(key => send('keydown', { key }).defaultPrevented)
  assert.deepEqual(prevented, [true, true, true, false])
  assert.equal(send('keydown', { key: 'ArrowLeft', altKey: true }).defaultPrevented, false, 'the browser goes back')
  assert.deepEqual(heard, [0, 5, 10])
})

// Words

const letters = words => words.length

test('words are shortened as little as must be', () => {
  assert.equal(shortened('conv1', 5, letters), 'conv1')
  assert.equal(shortened('layer2.0', 5, letters), 'laye…')
  assert.equal(shortened('layer', 0, letters), 'l…')
})

test('words break where they must, and long ones stay whole', () => {
  assert.deepEqual(wrapText('no public build', 9, letters), ['no public', 'build'])
  assert.deepEqual(wrapText('torchvision has none', 4, letters), ['torchvision', 'has', 'none'])
})

// One mechanism

const FOLDER = new URL('../../app/instruments/', import.meta.url)
const scripts = readdirSync(FOLDER, { recursive: true }).filter(name => name.endsWith('.js'))
const holding = pattern => scripts.filter(name => pattern.test(readFileSync(new URL(name, FOLDER), 'utf8'))).sort()

test('nothing else on the page draws charts of its own', () => {
  const shapes = holding(/createSvgElement\(\s*'(line|path|polyline|polygon|circle|ellipse|rect)'/)
  assert.deepEqual(shapes, [
    'convolve/cell/waterfall.js', // an arrow into the cell beside the stairs
    'history/challenge/chart.js', // networks as squares
    'kit/element.js', // says how in a comment
    'kit/plot.js',
    'look/picture/digit_boxes.js', // frames around digits
    'train/trainlanes/chart.js', // a cross where a lane diverged
    'uses/faces/stage.js', // boxes on a picture
    'uses/parking/spaces.js', // outlines of spaces on a picture
  ])
  const strokes = holding(/\.lineTo\(/)
  assert.deepEqual(strokes, [
    'explain/heatmaps/figure.js', // outlines of regions of a picture
    'filters/tiles/index.js', // a filter that is crossed out
    'history/race/gradients.js', // edges of a picture as strokes
    'kit/strokes.js', // what somebody draws
    'lecture/stops/thumbnails.js', // small pictures of stops
    'step/forward_backward/paint.js', // a layer's values
    'uses/animation/stage.js', // a mesh over a picture
    'uses/tissue/stage.js', // strokes of a brush on a picture
  ])
})

test('whoever asks for ticks draws them with a plot', () => {
  const asking = holding(/from '[^']*kit\/ticks\.js'/).filter(name => name !== 'train/run_events.js') // which only says where an axis ends
  const drawing = holding(/from '[^']*kit\/plot\.js'/)
  assert.deepEqual(asking.filter(name => !drawing.includes(name)), []) // prettier-ignore
})
