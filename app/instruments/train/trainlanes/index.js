// The two lanes, painted from the race as it stands and the epoch that is looked at.
import { tabState } from '../../kit/bus.js'
import { createElement } from '../../kit/element.js'
import { styleOf } from '../../kit/canvas.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { gapOf, highest, isCut, reached, visibleRun, valueOf } from '../run_events.js'
import { startTrain } from '../controller.js'
import { epochAt, paint } from './chart.js'
import { createFirstFilters, largest } from './first_filters.js'
import { laneSettings } from './lane_settings.js'
import { paintDropoutUnits } from './dropout_units.js'
import { createWatchedPictures } from './watched_pictures.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const SIDES = ['left', 'right']
const EMPTY = { standings: [], under: null, ended: null }

/** @param {Instrument} parts */
export function mount({ element, $$, t, bus }) {
  const { get } = tabState(bus, 'train')
  const lanes = $$('.lane').map((section, i) => lane(section, i, { element, t, bus, get }))
  let due = 0
  const paintAll = () => {
    due = 0
    const [now, line] = [get('shown'), get('initial')]
    if (!now || !line || bus.get('tab') !== 'train') return
    const shown = state(get, bus)
    const pair = /** @type {HTMLElement} */ (element.querySelector('.pair'))
    pair.dataset.lanes = now.lanes
    for (const one of lanes) one.show(now, line, shown)
  }
  const soon = () => {
    due ||= requestAnimationFrame(paintAll)
  }
  bus.on(
    [
      'train.settings',
      'train.shown',
      'train.menu',
      'train.initial',
      'train.race',
      'train.epoch',
      'train.hover',
      'train.view',
      'tab',
      'theme',
      'augmentation',
      'lecture.masked',
    ],
    soon,
  )
  const sizes = new ResizeObserver(soon)
  for (const figure of $$('.figure')) sizes.observe(figure)
  startTrain()
}

/**
 * The race as far as it goes, its last epoch, the one that is looked at, and whether that is the last while it runs.
 * @param {any} get
 * @param {Bus} bus
 */
function state(get, bus) {
  const race = visibleRun(key => bus.get(key)) ?? { lanes: [], seeds: new Map(), state: 'none' }
  const front = Math.max(0, reached(race.lanes.length ? race : { lanes: [EMPTY] }))
  const wanted = get('hover') ?? get('epoch') ?? front
  return { race, front, epoch: Math.min(wanted, front), live: race.state === 'running' && (get('hover') ?? get('epoch')) === null }
}

/**
 * @param {any} section
 * @param {any} i
 * @param {Pick<Instrument, 'element' | 't' | 'bus'> & Record<string, any>} parts
 */
function lane(section, i, { element, t, bus, get }) {
  const svg = section.querySelector('svg')
  const parts = {
    own: laneSettings(section.querySelector('.own'), SIDES[i], { t, bus }),
    watched: createWatchedPictures(section.querySelector('.watched'), t),
    first: createFirstFilters(section.querySelector('.first'), t),
  }
  let places = null
  bindPointer(section.querySelector('.figure'), () => places, get, bus)
  function show(now, line, { race, front, epoch, live }) {
    const single = now.lanes === 'one'
    const of = single ? 0 : i
    const measure = single ? ['accuracy', 'loss'][i] : now.measure
    const shown = race.lanes[of] ?? EMPTY
    const all = (of ? now.right : now.left).epochs
    const epochs = single ? now.left.epochs : Math.max(now.left.epochs, now.right.epochs)
    heading(section, line, single, i, t)
    parts.own(single ? { ...now, right: now.left } : now, get('settings'))
    const { clientWidth: width, clientHeight: height } = svg.parentElement
    const others = otherSeeds(race, now.left.seed, of, measure)
    const top = topOf(race, line.classes.length)
    if (width && height) {
      const cut = cutText(shown, all, t)
      places = paint(svg, {
        lane: shown,
        cut,
        others,
        measure,
        classes: line.classes.length,
        epochs,
        highest: top,
        epoch,
        live,
        t,
        write,
        styles: styleOf(element),
        width,
        height,
      })
    }
    if (places) lay(section, places, { front, epochs, sketched: i === (single ? 0 : 1) && shown.standings.length })
    svg.setAttribute('aria-label', describeLane(shown, epoch, all, measure, single ? t[measure] : t[SIDES[i]], t))
    if (!single || i === 0) parts.watched({ line, lane: shown, epoch, last: epochs })
    if (!single || i === 1) parts.first(filtersOf(line, race, of, epoch))
    paintDropoutUnits(section.querySelector('.units'), { ...deadOf(shown, single && i === 1), live: live && !shown.ended, t })
  }
  return { show }
}

const deadOf = ({ out = null }, elsewhere) => ({ shown: elsewhere ? null : out })
const topOf = (race, classes) => (race.lanes.length ? highest(race, classes) : Math.log(classes))

/** Validation curves of a lane's other seeds. */
const otherSeeds = (race, first, of, measure) =>
  [...race.seeds].filter(([seed]) => seed !== first).map(([, curves]) => (curves[of]?.validation ?? []).map(pair => valueOf(pair, measure)))

/** What ended a run before its last epoch; '' where nothing did. */
const cutText = ({ ended, standings }, all, t) =>
  isCut(ended) && standings.length ? fillTemplate(t.cut[ended.how], { n: standings.length - 1, all }) : ''

/** The parts that lie over the figure; `sketched`: whether a guess of a lecture can be drawn on it. */
function lay(section, places, { front, epochs, sketched }) {
  span(section.querySelector('.later'), places, front)
  span(section.querySelector('.plot'), places, 0)
  section.querySelector('.plot').dataset.scale = sketched ? [0, epochs, 0, places.y.high].join(' ') : ''
}

/** Puts an element where everything after an epoch would be. */
function span(element, places, epoch) {
  const from = places.x(epoch)
  Object.assign(element.style, {
    left: `${from}px`,
    width: `${places.right - from}px`,
    top: `${places.top}px`,
    height: `${places.bottom - places.top}px`,
  })
}

function heading(section, line, single, i, t) {
  const name = single ? t[['accuracy', 'loss'][i]] : t[SIDES[i]]
  const title = section.querySelector('h2')
  const learned = write.count(line.lanes[0].learned_from)
  const more = single ? (i ? t.loss_of : fillTemplate(t.accuracy_of, { learned, checked: write.count(line.checked) })) : ''
  title.replaceChildren(name, createElement('span', 'quiet', more ? ` ${more}` : ''))
  title.title = t.measured
}

/** The filters before and now, and the largest weight of both lanes in both epochs. */
function filtersOf(line, race, of, epoch) {
  const now = index => {
    const { standings } = race.lanes[index] ?? EMPTY
    return standings[Math.min(epoch, standings.length - 1)]?.filters
  }
  const start = line.lanes[Math.min(of, line.lanes.length - 1)]
  const all = line.lanes.flatMap((lane, index) => [lane.filters, now(index)])
  const shown = now(of)
  const like = shown && String(shown.shape) === String(start.filters.shape)
  return {
    before: start.filters,
    now: like ? shown : start.filters,
    end: Math.max(...all.map(largest)),
    epoch,
    of: start.of,
    finer: start.finer,
  }
}

function describeLane(lane, epoch, all, measure, name, t) {
  const standing = lane.standings[Math.min(epoch, lane.standings.length - 1)]
  if (!standing) return fillTemplate(t.not_yet, { lane: name })
  const said = v => write.fixed(v, measure === 'loss' ? 2 : 1)
  const [train, validation] = ['train', 'validation'].map(part => said(valueOf(standing[part], measure)))
  const cut = isCut(lane.ended) ? `, ${fillTemplate(t.cut[lane.ended.how], { n: lane.standings.length - 1, all })}` : ''
  return `${fillTemplate(t.figure, { lane: name, epoch: standing.epoch, train, validation, gap: said(gapOf(standing, measure)) })}${cut}`
}

/**
 * Pointing shows an epoch in both lanes, dragging keeps it.
 * @param {any} figure
 * @param {any} places
 * @param {any} get
 * @param {Bus} bus
 */
function bindPointer(figure, places, get, bus) {
  const epochOf = event => {
    const at = places()
    const now = get('shown')
    if (!at || !now || !get('race')?.lanes[0]?.standings.length) return null
    const { left } = figure.getBoundingClientRect()
    return epochAt(event.clientX - left, at)
  }
  const keep = event => {
    const epoch = epochOf(event)
    if (epoch !== null) bus.set('train.epoch', Math.min(epoch, Math.max(0, reached(visibleRun(key => bus.get(key))))))
  }
  figure.addEventListener('pointermove', event => {
    if (event.buttons & 1) keep(event)
    else if (event.pointerType === 'mouse') bus.set('train.hover', epochOf(event))
  })
  figure.addEventListener('pointerdown', event => {
    figure.setPointerCapture(event.pointerId)
    bus.set('train.hover', null)
    keep(event)
  })
  figure.addEventListener('pointerleave', () => bus.set('train.hover', null))
}
