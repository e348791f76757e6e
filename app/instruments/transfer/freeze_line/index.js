// The network as a bar with its freeze line.
import { createElement } from '../../kit/element.js'
import { styleOf } from '../../kit/canvas.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { tooltip } from '../../kit/tooltip.js'
import { networkMenu } from '../../kit/network_menu.js'
import { startTransfer } from '../controller.js'
import { columns, FIRST, half, lineAt, placeOf, finishedRun } from '../settings.js'
import { thumbnail, weights } from './thumbnail.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const COUNT = 5 // font sizes that a count of millions is wide

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, t, bus } = parts
  const own = startTransfer(bus)
  networks(parts)
  base(parts, own)
  /** @type {Record<string, any>} */
  const now = { list: [], dragging: false, dropped: 0, built: null, network: null, of: null }
  const paint = () => thumbs(parts, now)
  const place = () => stand(parts, own, now)
  bus.on(['transfer.freezePoints', 'network', 'transfer.classes'], () => {
    const places = bus.get('transfer.freezePoints')
    const network = bus.get('network')
    if (!places || !network || places.network !== network.key) return
    if (build(parts, own, now, places.list, network)) paint()
    place()
  })
  bus.on(['transfer.line', 'transfer.trials', 'transfer.head', 'transfer.settled'], place)
  bus.on(['forward', 'theme'], paint)
  bus.on('transfer.run', run => {
    const of = finishedRun(run)
    if (of === now.of) return // what a run tells on its way is not shown here
    now.of = of
    paint()
  })
  new ResizeObserver(() => {
    place()
    paint()
  }).observe($('.figure'))
  bindPointer(parts, own, now, place)
  $('.says').textContent = t.drag
}

/**
 * The page's network menu, and beside it what the network is.
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 */
function networks({ $, t, bus }) {
  networkMenu($('.network'), bus, { label: t.title })
  bus.on('network', network => ($('.note').textContent = $('.note').title = network?.note ?? ''))
}

/**
 * That photographs start from another network, with the way back; or that they could.
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 * @param {any} own
 */
function base({ $, t, bus }, own) {
  const [line, says] = [$('.base'), $('.base span')]
  const button = $('.base button')
  button.onclick = () => own.base.turn()
  bus.on(['transfer.base', 'networks'], () => {
    const change = bus.get('transfer.base')
    const named = key => bus.get('networks')?.get(key)?.title.split(' · ')[0] ?? key
    line.hidden = !change
    if (!change) return
    const names = { from: named(change.from), to: named(change.to) }
    says.textContent = fillTemplate(t.base[change.does], names)
    button.textContent = fillTemplate(change.does === 'change' ? t.base.change_back : t.base.offer_take, names)
  })
}

const timeOf = (seconds, t) =>
  !Number.isFinite(seconds)
    ? '–'
    : seconds < 99.5
      ? fillTemplate(t.seconds, { n: write.short(seconds, seconds < 1 ? 1 : 2) })
      : fillTemplate(t.minutes, { n: write.short(seconds / 60, 2) })

/** The columns, and three rows of numbers below them. → whether they are new: pictures that come change the numbers alone. */
function build({ $, t }, own, now, list, network) {
  now.list = list
  const of = JSON.stringify([list.map(({ layer, after, weights }) => [layer, after, weights]), enabledOf(own)])
  if (now.network === network && now.built === of) return false
  Object.assign(now, { network, built: of })
  const wanted = columns(list)
  const layerOf = (name, before) => mapOf(network.layers, name, before)
  const input = { name: t.input, layer: network.layers[0], weights: null }
  const made = [
    input,
    ...wanted.map(({ name, shows, weights }, i) => ({
      name: i === list.length - 1 ? t.head : name,
      layer: shows ? layerOf(shows, list[i].after) : null,
      weights,
    })),
  ]
  $('.columns').replaceChildren(
    createElement('div', 'frozen', createElement('b', '', t.frozen), createElement('span', 'n'), createElement('span')),
    ...made.map((one, i) => column(one, i, own, made.length)),
  )
  const cost = (name, says) =>
    createElement(
      'div',
      `cost ${name}`,
      createElement('span', 'quiet what', says),
      ...list.map((_, i) => createElement('span', { className: 'at', style: `--place: ${i}` })),
    )
  const validation = cost('validation', t.validation)
  tooltip(/** @type {HTMLElement} */ (validation.firstChild), t.validation_help)
  $('.costs').replaceChildren(cost('learns', t.learns), cost('time', t.time), validation)
  $('.ghosts').replaceChildren(...list.map((_, i) => createElement('i', { style: `--place: ${i}` })))
  $('.figure').style.setProperty('--blocks', made.length)
  return true
}

const enabledOf = own => own.classes.filter(({ enabled }) => enabled).length

/** The last layer of a block that still is maps, or its very last: the block ends with `name` and begins after `before`. */
function mapOf(layers, name, before) {
  const [first, last] = [before, name].map(one => layers.findIndex(layer => layer.name === one))
  const maps = layers.slice(first + 1, last + 1).filter(layer => layer.shape.length === 3 && layer.shape[1] > 1)
  return maps.at(-1) ?? layers[last]
}

function column({ name, layer, weights }, i, own, count) {
  const head = i === count - 1
  const made = createElement('div', `column ${head ? 'head' : ''}`)
  const shape = head ? String(enabledOf(own) || '–') : (layer?.shape.join('×') ?? '')
  made.append(
    createElement('b', '', name),
    createElement('canvas'),
    createElement('span', 'quiet', shape),
    createElement('span', 'quiet weights', weights ? write.count(weights) : '–'),
  )
  made.dataset.layer = layer?.name ?? ''
  made.title = layer?.name ?? ''
  return made
}

/** Weights in as few letters as a narrow column has room for. */
const shortly = (count, t) => (count < 1e6 ? write.count(count) : fillTemplate(t.millions, { n: write.fixed(count / 1e6, 2) }))

/**
 * The line, the ice and the three numbers of every place.
 * @param {Pick<Instrument, '$' | '$$' | 't' | 'bus'>} parts
 * @param {any} own
 * @param {any} now
 */
function stand({ $, $$, t, bus }, own, now) {
  const { list } = now
  if (!list.length) return
  const at = now.dragging ? now.dropped : placeOf(list, bus.get('transfer.line'))
  const { learns, seconds, layer } = list[at]
  $('.figure').style.setProperty('--at', at)
  const frozen = list[0].weights - list[at].weights
  $('.frozen .n').textContent = fillTemplate(t.weights, { n: write.count(frozen) })
  $('.frozen').classList.toggle('none', at === 0)
  const head = $('.column.head .weights')
  if (head) head.textContent = write.count(list.at(-1).learns)
  const tight = $('.columns').lastChild.clientWidth < COUNT * styleOf($('.figure')).size
  list.forEach((place, i) => {
    const trial = own.trial({ line: lineAt(list, i), ...(i < list.length - 1 && !own.isStepwise() ? { head: FIRST.head } : {}) })
    const said = [
      tight ? shortly(place.learns, t) : write.count(place.learns),
      timeOf(place.seconds, t),
      trial ? `${write.fixed((100 * trial.right) / trial.of, 1)} ± ${write.fixed(half(trial.interval), 0)}` : '–',
    ]
    ;['learns', 'time', 'validation'].forEach((row, k) => {
      const cell = $$(`.cost.${row} .at`)[i]
      cell.textContent = said[k]
      cell.classList.toggle('here', i === at)
    })
  })
  const words = { weights: write.count(learns), time: timeOf(seconds, t), layer: at === list.length - 1 ? t.head : layer }
  const timed = Number.isFinite(seconds)
  const moved = settledSaid(own, bus.get('network'), t)
  $('.says').textContent = moved || (now.dragging || own.get('moved') ? fillTemplate(timed ? t.will : t.will_untimed, words) : t.drag)
  $('.says').classList.toggle('moved', !!moved)
  const figure = $('.figure')
  const ghost = $('.ghosts').children[at]
  if (!now.dragging && figure.scrollWidth > figure.clientWidth + 1) figure.scrollLeft = ghost.offsetLeft - figure.clientWidth / 2
  const line = $('.freeze')
  const says = {
    'aria-valuemin': 0,
    'aria-valuemax': list.length - 1,
    'aria-valuenow': at,
    'aria-valuetext': fillTemplate(timed ? t.said : t.said_untimed, words),
  }
  for (const [key, value] of Object.entries(says)) line.setAttribute(key, value)
}

/** That the line was moved because it could not stand where it stood, and where it is now. */
function settledSaid(own, network, t) {
  const settled = own.get('settled')
  if (!settled || settled.network !== network?.key) return ''
  if (!own.isStepwise(settled.head))
    return fillTemplate(t.settled_head, { head: own.headInfo({ ...own.settings, head: settled.head }).subject })
  const to = settled.to === null ? t.at_head : settled.to === 'none' ? t.at_none : fillTemplate(t.at_layer, { layer: settled.to })
  return fillTemplate(t.settled, { from: settled.from, to })
}

/**
 * @param {Pick<Instrument, '$$' | 't' | 'bus'>} parts
 * @param {any} now
 */
function thumbs({ $$, t, bus }, now) {
  const [seen, network, run] = [bus.get('forward'), bus.get('network'), finishedRun(bus.get('transfer.run'))]
  const head = $$('.column.head canvas')[0]
  if (head && run?.now.head) {
    weights(head, run.now.head)
    head.title = t.learned_head
  }
  if (!now.list.length || seen?.network !== network?.key) return
  for (const column of $$('.column')) {
    const canvas = column.querySelector('canvas')
    const i = network.layers.findIndex(({ name }) => name === column.dataset.layer)
    const layer = seen.layers[i]
    if (!layer) continue
    thumbnail(canvas, i === 0 ? { picture: seen.picture } : layer)
    if (i) canvas.title = fillTemplate(layer.channel === null ? t.shows_units : t.shows, { layer: layer.name, channel: layer.channel })
  }
}

/**
 * @param {Pick<Instrument, '$' | 'bus'>} parts
 * @param {any} own
 * @param {any} now
 * @param {any} place
 */
function bindPointer({ $, bus }, own, now, place) {
  const line = $('.freeze')
  const move = i => {
    const to = Math.max(0, Math.min(now.list.length - 1, i))
    own.set('moved', true)
    if (to === placeOf(now.list, bus.get('transfer.line'))) return place()
    own.choose({ line: lineAt(now.list, to) })
  }
  const nearest = event => {
    const places = [...$('.ghosts').children].map(one => one.getBoundingClientRect().left)
    return places.reduce((best, x, i) => (Math.abs(x - event.clientX) < Math.abs(places[best] - event.clientX) ? i : best), 0)
  }
  line.addEventListener('pointerdown', event => {
    if (event.button || !now.list.length) return
    event.preventDefault()
    line.setPointerCapture(event.pointerId)
    line.focus({ preventScroll: true })
    Object.assign(now, { dragging: true, dropped: placeOf(now.list, bus.get('transfer.line')) })
    line.classList.add('dragging')
    place()
  })
  line.addEventListener('pointermove', event => {
    if (!now.dragging) return
    now.dropped = nearest(event)
    place()
  })
  for (const name of ['pointerup', 'pointercancel'])
    line.addEventListener(name, () => {
      if (!now.dragging) return
      now.dragging = false
      line.classList.remove('dragging')
      move(now.dropped)
    })
  line.addEventListener('keydown', event => {
    const i = placeOf(now.list, bus.get('transfer.line'))
    const to = { ArrowLeft: i - 1, ArrowDown: i - 1, ArrowRight: i + 1, ArrowUp: i + 1, Home: 0, End: now.list.length - 1 }[event.key]
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    move(to)
  })
}
