// The challenge: drag the year; one column leads from its error down to its network, and beside it what that network is made of.
import { createElement } from '../../kit/element.js'
import { ask, askJson } from '../../kit/ask.js'
import { copyButton } from '../../kit/copy_button.js'
import { styleOf } from '../../kit/canvas.js'
import { radioGroup } from '../../kit/radio_group.js'
import { YEARS } from '../settings.js'
import { widthIn } from '../../kit/plot_text.js'
import { bindReading } from '../../kit/plot_reading.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { openTab } from '../../kit/gradio_tabs.js'
import { tooltip } from '../../kit/tooltip.js'
import { paint } from './chart.js'
import { rowsOf } from './layers.js'
import * as panel from './panel.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/** @param {Instrument} parts */
export function mount({ element, $, t, bus }) {
  const now = { entries: [], networks: [], alexnets: [], exhibits: new Map(), opened: null, at: null }
  const redraw = figure({ element, $, t, bus, now })
  const show = () => {
    redraw()
    describeYear({ $, t, bus, now })
  }
  load({ $, t, now, show })
  bus.on(['history.year', 'history.built', 'theme'], show)
  bindPointer({ $, bus, now })
  rows({ $, t, now, again: () => describeYear({ $, t, bus, now }) })
  radioGroup($('.built'), key => bus.set('history.built', key))
  actions({ $, t, bus, now })
}

/** The challenge first, then its networks, which are built the first time that somebody asks. */
async function load({ $, t, now, show }) {
  try {
    Object.assign(now, await askJson('history'))
    show()
    now.networks = await askJson('history_networks')
    show()
  } catch {
    $('.about').textContent = t.failed
  }
}

const keysOf = (year, entries) => (year === 1998 ? ['lenet5_1998'] : entries.filter(e => e.year === year).flatMap(e => e.networks))
const networksOf = (year, { entries, networks }) =>
  keysOf(year, entries)
    .map(key => networks.find(one => one.key === key))
    .filter(Boolean)
/**
 * @param {Bus} bus
 * @param {any} now
 */
const chosenOf = (bus, now) => {
  const own = networksOf(bus.get('history.year'), now)
  return own.find(one => one.key === bus.get('history.built')) ?? own[0] ?? null
}

/** @param {Pick<Instrument, 'element' | '$' | 't' | 'bus'> & Record<string, any>} parts */
function figure({ element, $, t, bus, now }) {
  const svg = $('svg')
  const place = $('.figure')
  const draw = () => {
    const { clientWidth: width, clientHeight: height } = place
    if (!width || !height || !now.entries.length) return
    const styles = styleOf(element)
    const measure = widthIn(styles.font())
    const at = (now.at = paint(svg, { ...now, year: bus.get('history.year'), t, write, styles, width, height, measure }))
    // What a lecture may hide until somebody has guessed: all from 2012 on, and the networks under the years.
    $('.later').style.left = `${at.x(YEARS.indexOf(2012)) - 2}px`
    $('.scale').style.top = `${at.bottom + 2 * styles.line}px`
  }
  new ResizeObserver(draw).observe(place)
  return draw
}

/** @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts */
async function describeYear({ $, t, bus, now }) {
  const year = bus.get('history.year')
  if (!now.entries.length) return
  const network = chosenOf(bus, now)
  panel.head({ $, t, entries: now.entries, year, network })
  panel.buttons($, networksOf(year, now), network?.key)
  sources({ $, t, entries: now.entries, year })
  announce({ $, now, year })
  panel.compared({ $, t, networks: now.networks, chosen: network?.key })
  $('.network').hidden = !network
  $('[data-do=look]').hidden = $('[data-do=copy]').hidden = !network
  $('.said').textContent = !now.networks.length ? t.waiting : network && !network.look ? fillTemplate(t.look_none, network) : ''
  if (!network) return
  $('[data-do=look]').hidden = !network.look
  $('[data-do=look]').textContent = fillTemplate(network.look.endsWith('@random') ? t.look_untrained : t.look, network)
  panel.bars({ $, t, network })
  const full = now.exhibits.get(network.key) ?? (await askJson('history_network', { network: network.key }).catch(() => null))
  if (!full) return
  now.exhibits.set(network.key, full)
  if (chosenOf(bus, now)?.key !== network.key) return
  if (now.shown !== network.key) Object.assign(now, { shown: network.key, opened: null })
  panel.table({ $, t, rows: rowsOf(full.layers), network: full, opened: now.opened, alexnets: now.alexnets, explain: explain(t) })
}

function announce({ $, now, year }) {
  const winner = now.entries.find(entry => entry.year === year && entry.role === 'winner')
  const said = winner ? `${year}: ${winner.team}, ${write.fixed(winner.error, 1)} %` : String(year)
  $('.figure').setAttribute('aria-valuenow', String(YEARS.indexOf(year)))
  $('.figure').setAttribute('aria-valuetext', said)
}

/** Where the figures of the chosen year stand, and the person's. */
function sources({ $, t, entries, year }) {
  const link = entry => createElement('a', { href: entry.url, target: '_blank', rel: 'noopener noreferrer', textContent: entry.source })
  const own = entries.filter(entry => entry.year === year && entry.role !== 'person')
  const parts = own.flatMap((entry, i) => [i ? '; ' : `${t.source}: `, `${entry.team} ${write.fixed(entry.error, 1)}, `, link(entry)])
  const person = entries.find(entry => entry.role === 'person')
  $('.sources').replaceChildren(...parts, own.length ? '. ' : '', `${t.human_source}: `, link(person), `. ${t.ensembles}`)
}

/** The sum of AlexNet's parameters says which other numbers are quoted. */
const explain = t => (cell, counts) => {
  const fresh = cell.cloneNode(true)
  fresh.className = 'sum'
  fresh.removeAttribute('tabindex')
  cell.replaceWith(fresh)
  if (!counts?.length) return
  const inside = createElement('span', '', fresh.textContent)
  fresh.replaceChildren(inside)
  tooltip(inside, fillTemplate(t.alexnets, Object.fromEntries(counts.map(count => [count.name, write.count(count.parameters)]))))
}

// Hand and keys

/** @param {Pick<Instrument, '$' | 'bus'> & Record<string, any>} parts */
function bindPointer({ $, bus, now }) {
  const place = $('.figure')
  bindReading(place, {
    plot: () => now.at,
    stops: () => YEARS.map((_, i) => i + 0.5),
    at: () => YEARS.indexOf(bus.get('history.year')) + 0.5,
    put: middle => middle !== null && bus.set('history.year', YEARS[middle - 0.5]),
    drag: true,
  })
}

/** Pointing at a row, or walking through them with the arrows, says its formula; a stage opens. */
function rows({ $, t, now, again }) {
  const body = $('tbody')
  let active = null
  const point = tr => {
    active?.classList.remove('active')
    active = tr
    tr?.classList.add('active')
    $('.formula').textContent = tr ? panel.formula(tr.row, t) : ''
    $('.insight').hidden = !!tr
  }
  const open = tr => {
    if (tr?.dataset.stage === undefined) return
    now.opened = now.opened === Number(tr.dataset.stage) ? null : Number(tr.dataset.stage)
    again()
  }
  body.addEventListener('pointerover', event => point(event.target.closest('tr')))
  body.addEventListener('pointerleave', () => point(null))
  body.addEventListener('click', event => open(event.target.closest('tr')))
  body.addEventListener('keydown', event => {
    if (event.key === 'Enter') return open(active)
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    const all = [...body.rows]
    const to = all[Math.min(all.length - 1, Math.max(0, all.indexOf(active) + by))]
    to?.scrollIntoView({ block: 'nearest' })
    point(to)
  })
}

/** @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts */
function actions({ $, t, bus, now }) {
  $('[data-do=look]').onclick = () => {
    bus.set('wantedNetwork', chosenOf(bus, now).look)
    openTab('main', 'tab-look')
  }
  copyButton(
    $('[data-do=copy]'),
    async () => (await ask('network_code', { network: chosenOf(bus, now).key })).text(),
    t,
    text => ($('.said').textContent = text),
  )
}
