// The race: points as they come, an upright line that reads the errors off, and a sentence only when everybody has finished.
import { ask, askBytes, askJson } from '../../kit/ask.js'
import { copyButton } from '../../kit/copy_button.js'
import { askParts } from '../../kit/streamed_answers.js'
import { parseBinary, requiredArray } from '../../kit/binary.js'
import { styleOf } from '../../kit/canvas.js'
import { radioGroup, radioButtons } from '../../kit/radio_group.js'
import { COUNTS } from '../settings.js'
import { downloadCodeButton } from '../../kit/code_view.js'
import { fillTemplate, thinSpaces } from '../../kit/numbers.js'
import { language, write } from '../../kit/language.js'
import { bindReading } from '../../kit/plot_reading.js'
import { edges, sheet } from './edges.js'
import { paint } from './plot.js'
import { list } from './runners.js'
import { summarize } from './summary.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const DRAWS = 5

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, t, bus } = parts
  /** @type {Record<string, any>} */
  const now = { sets: [], points: new Map(), running: null, stop: null, at: null, paused: false }
  const draw = figure(parts, now)
  const show = () => {
    draw()
    list({ ...parts, now, draws: DRAWS, set: setOf(bus, now), summary: summarize(pointsOf(bus, now)), points: pointsOf(bus, now) })
    buttons(parts, now)
  }
  $('.legend').textContent = fillTemplate(t.legend, { n: DRAWS })
  $('.do .go').onclick = () => (now.stop ? now.stop.abort() : go(parts, now, show))
  copies(parts, now)
  bindPointer(parts, now)
  edges({ ...parts, open: () => bus.get('history.view') === 'race' && bus.get('tab') === 'history' })
  const group = radioGroup($('.data'), key => bus.set('history.data', key))
  bus.on(['history.view', 'tab'], () => !now.sets.length && visible(bus) && begin(parts, now, show, group))
  bus.on('history.data', key => {
    group(key)
    now.stop?.abort()
    if (now.sets.length) known(parts, now, show)
  })
  bus.on(['history.count', 'theme'], () => now.sets.length && show())
}

/** @param {Bus} bus */
const visible = bus => bus.get('history.view') === 'race' && bus.get('tab') === 'history'
/**
 * @param {Bus} bus
 * @param {any} now
 */
const setOf = (bus, now) => now.sets.find(one => one.key === bus.get('history.data')) ?? now.sets[0]
const keyOf = ({ runner, count, draw }) => `${runner} ${count} ${draw}`
/**
 * @param {Bus} bus
 * @param {any} now
 */
const pointsOf = (bus, now) => [...(now.points.get(bus.get('history.data'))?.values() ?? [])]
const put = (now, data, point) => {
  if (!now.points.has(data)) now.points.set(data, new Map())
  now.points.get(data).set(keyOf(point), point)
}
const query = data => ({ dataset: data, counts: COUNTS.join(','), draws: DRAWS, seed: 0 })

async function begin(parts, now, show, group) {
  const { $, bus } = parts
  try {
    now.sets = await askJson('datasets')
    $('.data').replaceChildren(...radioButtons(now.sets.map(one => [one.key, one.title])))
    if (!now.sets.some(({ key }) => key === bus.get('history.data'))) bus.set('history.data', now.sets[0].key) // a link may name any
    group(bus.get('history.data'))
    await known(parts, now, show)
  } catch {
    now.sets = []
    $('.said').textContent = parts.t.failed
  }
}

/**
 * What was raced before, on the pictures that are chosen.
 * @param {Pick<Instrument, '$' | 'bus'>} parts
 * @param {any} now
 * @param {any} show
 */
async function known({ $, bus }, now, show) {
  const set = setOf(bus, now)
  $('.about').textContent = thinSpaces(set.about, language)
  $('.about').title = set.credit
  now.paused = false
  if (!now.points.has(set.key)) for (const point of await askJson('race_cached', query(set.key))) put(now, set.key, point)
  show()
  const { arrays } = parseBinary(await askBytes('dataset_pictures', { dataset: set.key, count: 16 }))
  sheet($('.sheet'), requiredArray(arrays, 'pictures'))
}

/** A whole race is run again from nothing; one that was paused goes on. */
async function go(parts, now, show) {
  const { $, t, bus } = parts
  const set = setOf(bus, now)
  if (!set) return
  const all = set.runners.length * COUNTS.length * DRAWS
  const fresh = pointsOf(bus, now).length === all && !now.paused
  if (fresh) now.points.delete(set.key)
  Object.assign(now, { stop: new AbortController(), paused: false })
  const { signal } = now.stop
  $('.said').textContent = ''
  show()
  let due = 0
  try {
    await askParts(
      'race',
      { ...query(set.key), fresh: Number(fresh) },
      undefined,
      part => {
        const { head } = parseBinary(part)
        if (head.error) throw new Error(head.error)
        now.running = head
        if (head.wrong !== undefined) put(now, set.key, head)
        due ||= requestAnimationFrame(() => {
          due = 0
          show()
        })
      },
      signal,
    )
  } catch (thrown) {
    const error = /** @type {import('../../kit/types.js').Failure} */ (thrown)
    $('.said').textContent = error.kind ? t.failed : error.message
  }
  now.paused = pointsOf(bus, now).length < all
  Object.assign(now, { stop: null, running: null })
  show()
}

/**
 * @param {Pick<Instrument, 'element' | '$' | 't' | 'bus'>} parts
 * @param {any} now
 */
function figure({ element, $, t, bus }, now) {
  const place = $('.run .figure')
  const draw = () => {
    const { clientWidth: width, clientHeight: height } = place
    const set = setOf(bus, now)
    if (!width || !height || !set) return
    const given = { runners: set.runners, summary: summarize(pointsOf(bus, now)), counts: COUNTS, count: bus.get('history.count') }
    now.at = paint($('.run svg'), {
      ...given,
      running: now.running?.runner,
      t,
      write,
      styles: styleOf(element),
      width,
      height,
      tested: set.tested,
    })
    place.setAttribute('aria-valuemin', COUNTS[0])
    place.setAttribute('aria-valuemax', COUNTS.at(-1))
    place.setAttribute('aria-valuenow', given.count)
  }
  new ResizeObserver(draw).observe(place)
  return draw
}

/**
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 * @param {any} now
 */
function buttons({ $, t, bus }, now) {
  const set = setOf(bus, now)
  const full = pointsOf(bus, now).length === set.runners.length * COUNTS.length * DRAWS
  const button = $('.do .go')
  button.textContent = now.stop ? t.pause : now.paused ? t.on : full ? t.again : t.start
}

/**
 * @param {Pick<Instrument, '$' | 'bus'>} parts
 * @param {any} now
 */
function bindPointer({ $, bus }, now) {
  const place = $('.run .figure')
  const set = count => bus.set('history.count', count)
  bindReading(place, { plot: () => now.at, stops: () => COUNTS, at: () => bus.get('history.count'), put: set, drag: true })
  place.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.key !== ' ') return
    event.preventDefault()
    $('.do .go').click()
  })
}

/**
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 * @param {any} now
 */
function copies({ $, t, bus }, now) {
  const shown = () => {
    const set = setOf(bus, now)
    return set ? { path: 'race_code', name: `race-${set.key}`, query: { dataset: set.key } } : null
  }
  const text = async () => {
    const asked = shown()
    return asked && (await ask(asked.path, asked.query)).text()
  }
  const say = sentence => ($('.said').textContent = sentence)
  copyButton($('[data-do=copy]'), text, t, say)
  downloadCodeButton($('[data-do=take]'), shown, say)
}
