// The visitor's runs as a table, and as a file for a spreadsheet.
import { tabState } from '../../kit/bus.js'
import { createElement } from '../../kit/element.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { plainNumber } from '../plain_number.js'
import { openTab } from '../../kit/gradio_tabs.js'
import { halfOf, isCut } from '../run_events.js'
import { csv } from '../runs.js'
import { LANE_SETTINGS, OWN, SHARED_SETTINGS, settingsOf, settingsToText } from '../settings.js'
import { startTrain } from '../controller.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const LANES = ['left', 'right']

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const runs = () => bus.get('train.runs') ?? []
  $('thead tr').replaceChildren(
    ...Object.entries(t.columns).map(([key, words]) => createElement('th', { className: key, scope: 'col' }, words)),
    createElement('th'),
  )
  const show = () => {
    const menu = bus.get('train.menu')
    const list = menu ? runs() : []
    $('table').hidden = !list.length
    $('.empty').hidden = !!list.length
    $('.csv').disabled = !list.length
    $('tbody').replaceChildren(...list.map(run => row(run, { t, bus, menu, usual: settingsOf(menu.usual), all: list })))
  }
  bus.on(['train.runs', 'train.menu'], show)
  bus.on('train.error', trouble => ($('.said').textContent = trouble ?? ''))
  $('[data-do=save]').onclick = () => bus.get('work.actions').save()
  $('[data-do=open]').onclick = () => bus.set('work.choose', Symbol())
  $('.csv').onclick = () => save(csv(runs()))
  startTrain()
}

/**
 * @param {any} run
 * @param {Pick<Instrument, 't' | 'bus'> & Record<string, any>} parts
 */
function row(run, { t, bus, menu, usual, all }) {
  const { settings, train, validation } = run
  const title = (list, key) => list.find(one => one.key === key)?.title ?? key
  const half = Number.isFinite(run.sd) ? halfOf(run.sd, run.seeds) : NaN
  const spread = Number.isFinite(half) ? ` ± ${write.fixed(half, 1)}` : ''
  const cells = {
    race: `${run.race} ${t.lanes[LANES[run.lane]]}`,
    data: title(menu.materials, settings.data),
    network: title(menu.networks, settings.network),
    what: unusual(settings, usual, t),
    epoch: isCut(run)
      ? fillTemplate(t.cut, { n: write.count(run.epoch), all: write.count(settings.epochs), how: t.how[run.how] })
      : [write.count(run.epoch), t.how[run.how]].filter(Boolean).join(', '),
    train: write.fixed(100 * train[1], 1),
    validation: write.fixed(100 * validation[1], 1),
    loss: write.fixed(validation[0], 2),
    seeds: run.seeds > 1 ? `${write.fixed(run.mean, 1)}${spread} (${run.seeds})` : '',
  }
  const line = createElement('tr')
  line.append(...Object.entries(cells).map(([key, words]) => createElement('td', key, words)), doing(run, { t, bus, usual, all }))
  return line
}

/** What of a lane's settings is another than at the start, in words. */
function unusual(settings, usual, t) {
  const names = [...SHARED_SETTINGS, ...LANE_SETTINGS].filter(name => t.setting[name] && settings[name] !== usual[name])
  return (
    names
      .map(name =>
        fillTemplate(t.setting[name], {
          v: typeof settings[name] === 'number' ? plainNumber(settings[name]) : (t.values[settings[name]] ?? settings[name]),
        }),
      )
      .join(', ') || t.usual
  )
}

/**
 * @param {any} run
 * @param {Pick<Instrument, 't' | 'bus'> & Record<string, any>} parts
 */
function doing(run, { t, bus, usual, all }) {
  const open = createElement('button', { type: 'button', title: t.open_title }, t.open)
  open.onclick = async () => {
    open.disabled = true
    const name = fillTemplate(t.name, { race: run.race, lane: t.lanes[LANES[run.lane]] })
    if (await bus.get('train.actions').open(run.settings, name)) openTab('main', 'tab-look')
    open.disabled = false
  }
  const again = createElement('button', { type: 'button', title: t.show_title }, t.show)
  again.onclick = () => {
    const lanes = all.filter(one => one.race === run.race)
    const of = which => (lanes.find(one => one.lane === which) ?? run).settings
    const raw = {
      point: OWN,
      left: settingsToText(of(0), usual),
      right: settingsToText(of(1), usual),
      lanes: lanes.length > 1 ? null : 'one',
      repeats: Math.max(1, run.seeds),
      epoch: null,
      view: 'race',
    }
    tabState(bus, 'train').assign(raw)
  }
  const cell = createElement('td', 'do')
  cell.append(again, ' ', open)
  return cell
}

function save(text) {
  const link = createElement('a', { href: URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv' })), download: 'runs.csv' })
  link.click()
  URL.revokeObjectURL(link.href)
}
