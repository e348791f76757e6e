// What both lanes share: data, network, epochs, optimiser, seeds.
import { tabState } from '../../kit/bus.js'
import { createElement } from '../../kit/element.js'
import { write } from '../../kit/language.js'
import { drawer, menu, slider } from '../menus.js'
import { plainNumber } from '../plain_number.js'
import { changed, differing, MOST_REPEATS, OWN, settingsOf } from '../settings.js'
import { startTrain } from '../controller.js'
import { createPendingNotice } from './pending_settings.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const EACH = [1, 2, 3, 5, 10, 20, 30, 50, 100]
const EPOCHS = [5, 10, 20, 40, 60, 100, 200]
const BATCHES = [1, 2, 5, 10, 20, 50, 100, 200]
const SEEDS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
const REPEATS = [1, 2, 3, 5, MOST_REPEATS]
const same = (a, b) => a === b

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const { get, assign } = tabState(bus, 'train')
  /** Changes settings of both lanes, or of the right one alone. */
  const put = (change, rightOnly = false) => {
    const [now, menu] = [get('settings'), get('menu')]
    const { repeats = now.repeats, ...of } = change
    const next = { ...now, repeats, right: { ...now.right, ...of }, left: rightOnly ? now.left : { ...now.left, ...of } }
    assign(changed(now, next, settingsOf(menu.usual)))
  }
  const parts = [data(t, put), each(t, put), network(t, put), plain(t, put, 'epochs', EPOCHS), plain(t, put, 'batch', BATCHES)]
  parts.push(optimiser(t, put), plain(t, put, 'seed', SEEDS), repeats(t, put))
  $('.menus').replaceChildren(...parts.map(part => part.element))
  const show = () => {
    const [now, menu] = [get('settings'), get('menu')]
    if (!now || !menu) return
    for (const part of parts) part.update(now, menu, get('pending') ? null : get('initial'))
    const preset = get('left') === null && get('right') === null && menu.presets.find(one => one.key === now.point && one.key !== OWN)
    $('.point').textContent = preset ? preset.point : differing(now).length || now.lanes === 'one' ? t.point : t.point_same
  }
  bus.on(['train.settings', 'train.menu', 'train.initial', 'train.pending'], show)
  createPendingNotice($('.next'), { t, bus, plainly: plainNumber })
  startTrain()
}

/** "10", or "10, 50" where the lanes differ. */
const both = (now, name, words) => {
  const [left, right] = [now.left[name], now.right[name]]
  return same(left, right) || now.lanes === 'one' ? words(left) : `${words(left)}, ${words(right)}`
}

function plain(t, put, name, list) {
  const made = menu(t[name], value => put({ [name]: Number(value) }))
  const update = now =>
    made.show(
      now.left[name],
      list.map(n => [n, write.count(n)]),
      both(now, name, write.count),
    )
  return { element: made.element, update }
}

function data(t, put) {
  const made = menu(t.data, value => put({ data: value }))
  const update = ({ left }, { materials }) => {
    const card = materials.find(one => one.key === left.data)
    made.show(
      left.data,
      materials.map(one => [one.key, one.title]),
    )
    made.element.title = card ? `${card.about} ${card.credit}` : t.own_hint
  }
  return { element: made.element, update }
}

function each(t, put) {
  const made = menu(t.each, value => put({ each: Number(value) }))
  const update = (now, { materials }) => {
    const most = materials.find(one => one.key === now.left.data)?.most ?? Infinity
    made.show(
      now.left.each,
      EACH.filter(n => n <= most).map(n => [n, write.count(n)]),
      both(now, 'each', write.count),
    )
  }
  return { element: made.element, update }
}

function repeats(t, put) {
  const made = menu(t.repeats, value => put({ repeats: Number(value) }))
  const update = now =>
    made.show(
      now.repeats,
      REPEATS.map(n => [n, write.count(n)]),
    )
  return { element: made.element, update }
}

/** "both lanes, or the right one alone": a tick at the foot of a panel. */
function onlyRight(t, panel) {
  const label = createElement('label', 'only')
  const tick = createElement('input', { type: 'checkbox' })
  label.append(tick, t.right_only)
  panel.append(label)
  return { ticked: () => tick.checked, tick: on => (tick.checked = on) }
}

function network(t, put) {
  const made = drawer(t.network)
  const choose = change => put(change, only.ticked())
  const which = menu(t.network, value => choose({ network: value }))
  const width = slider(t.width, { low: 4, high: 32, step: 1 }, write.count, value => choose({ width: value }))
  const depth = slider(t.depth, { low: 4, high: 24, step: 2 }, write.count, value => choose({ depth: value }))
  const about = createElement('p', 'about')
  made.panel.append(which.element, about, width.element, depth.element)
  const only = onlyRight(t, made.panel)
  const update = (now, { networks }, line) => {
    const apart = differing(now).some(name => ['network', 'width', 'depth'].includes(name)) && now.lanes === 'two'
    const shown = apart ? now.right : now.left
    const card = networks.find(one => one.key === shown.network)
    which.show(
      shown.network,
      networks.map(one => [one.key, one.title]),
    )
    about.textContent = card?.about ?? ''
    width.element.hidden = depth.element.hidden = !card?.sized
    width.show(shown.width)
    depth.show(shown.depth)
    only.tick(apart)
    const title = key => networks.find(one => one.key === key)?.title ?? key
    const counts = line?.lanes.map(lane => write.count(lane.parameters))
    made.show(apart ? both(now, 'network', title) : counts ? `${title(now.left.network)}, ${counts[0]}` : title(now.left.network))
  }
  return { element: made.element, update }
}

const OF_THE_OPTIMISER = ['optimiser', 'learning_rate', 'schedule', 'weight_decay', 'momentum']

function optimiser(t, put) {
  const made = drawer(t.optimiser)
  const choose = change => put(change, only.ticked())
  const which = menu(t.optimiser, value => choose({ optimiser: value }))
  const rate = slider(t.learning_rate, { low: 1e-5, high: 1, step: 1, grows: true }, plainNumber, value => choose({ learning_rate: value }))
  const schedule = menu(t.schedule, value => choose({ schedule: value }))
  const decay = slider(t.weight_decay, { low: 0, high: 0.1, step: 0.001 }, plainNumber, value => choose({ weight_decay: value }))
  const momentum = slider(t.momentum, { low: 0, high: 0.99, step: 0.01 }, plainNumber, value => choose({ momentum: value }))
  made.panel.append(which.element, rate.element, schedule.element, decay.element, momentum.element)
  const only = onlyRight(t, made.panel)
  const update = now => {
    const apart = differing(now).some(name => OF_THE_OPTIMISER.includes(name)) && now.lanes === 'two'
    const shown = apart ? now.right : now.left
    which.show(
      shown.optimiser,
      ['adam', 'adamw', 'sgd'].map(key => [key, t[`optimiser_${key}`]]),
    )
    schedule.show(
      shown.schedule,
      ['constant', 'cosine', 'step'].map(key => [key, t[`schedule_${key}`]]),
    )
    rate.show(shown.learning_rate)
    decay.show(shown.weight_decay)
    momentum.show(shown.momentum)
    momentum.element.hidden = shown.optimiser !== 'sgd'
    only.tick(apart)
    const rates = both(now, 'learning_rate', plainNumber)
    made.show(`${both(now, 'optimiser', key => t[`optimiser_${key}`])} ${rates}`)
  }
  return { element: made.element, update }
}
