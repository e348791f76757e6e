// Top-5, touched: five guesses, and what each way of counting says once the right class is named.
import { createElement } from '../../kit/element.js'
import { paintPicture } from '../../kit/canvas.js'
import { resolveUrl } from '../../kit/ask.js'
import { samples, sampleSource } from '../../kit/samples.js'
import { showPicture as bring } from '../../kit/picture_input.js'
import { START_DIGIT } from '../../kit/start_digit.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { errors, topK, scoresOf, known, rankOf } from './topk.js'
import { namesClasses, usualNetwork } from '../../kit/network_cards.js'
import { networkMenu } from '../../kit/network_menu.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, t, bus } = parts
  const now = { truths: new Map(), ranks: new Map() } // source → class; network → Map source → rank
  const show = () => paint(parts, now, index => name(index))
  const name = index => {
    now.truths.set(bus.get('source'), index)
    show()
  }
  bus.on(['forward', 'theme'], () => {
    const [network, source] = [bus.get('network'), bus.get('source')]
    if (!network || !source || bus.get('forward')?.network !== network.key) return
    const sure = known(source.sample, network.classes)
    if (sure !== null && !now.truths.has(source)) now.truths.set(source, sure)
    show()
  })
  bus.on('network', network => {
    now.truths = new Map()
    $('datalist').replaceChildren(...(network?.classes ?? []).map(label => createElement('option', { value: label })))
    sampleList(parts, network)
  })
  $('.find input').onchange = event => {
    const asked = event.target.value.trim().toLowerCase()
    const index = (bus.get('network')?.classes ?? []).findIndex(label => label.toLowerCase() === asked)
    $('.found').textContent = index < 0 && asked ? t.unknown : ''
    if (index < 0) return
    event.target.value = ''
    name(index)
  }
  menu(parts)
  $('[data-do=clear]').onclick = () => {
    now.ranks.delete(bus.get('network')?.key)
    now.truths.clear()
    show()
  }
}

const FEW = 20 // classes, of which five guesses are too many
const PICTURE = 'cathedral'

/**
 * Which network guesses. Five guesses among ten digits say little: from the page's own drawing the room opens with photographs.
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 */
function menu({ $, t, bus }) {
  networkMenu($('.network'), bus, { label: t.network })
  const many = async () => {
    const sample = (await samples().catch(() => [])).find(one => one.key === PICTURE)
    if (sample) bring(await sampleSource(sample))
  }
  $('[data-do=many]').onclick = many
  bus.on(['network', 'networks', 'history.view', 'tab'], () => {
    const [network, card] = [bus.get('network'), bus.get('networks') && usualNetwork(bus.get('networks'), false)]
    const few = !!network && network.classes.length < FEW && !!card && card.key !== network.key
    $('.few').hidden = !few
    if (!few) return
    $('.few span').textContent = fillTemplate(t.few, { n: write.count(network.classes.length) })
    $('.few button').textContent = fillTemplate(t.many, { title: card.title })
    const here = bus.get('tab') === 'history' && bus.get('history.view') === 'five'
    const source = bus.get('source')
    if (here && source?.strokes && bus.get('strokes') === START_DIGIT) many()
  })
}

/**
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 * @param {any} now
 * @param {any} name
 */
function paint({ $, t, bus }, now, name) {
  const [network, seen, source] = [bus.get('network'), bus.get('forward'), bus.get('source')]
  if (!network || !seen || !namesClasses(network)) return
  const { values, shape } = seen.picture
  paintPicture($('.picture'), shape[2] === 1 ? values.map(v => 255 - v) : values, shape)
  const truth = now.truths.get(source)
  $('ol').replaceChildren(...topK(seen.logits, 5).map(guess => row(guess, network, truth, name)))
  const chance = write.short((100 * Math.min(5, network.classes.length)) / network.classes.length, 2)
  $('.what').textContent = fillTemplate(t.what, { classes: write.count(network.classes.length), chance })
  const rank = truth === undefined ? null : rankOf(seen.logits, truth)
  const said = rank === null ? null : scoresOf(rank)
  for (const way of ['one', 'five']) {
    const place = $(`dd.${way}`)
    place.textContent = said ? (said[way] ? t.right : t.wrong) : t.open
    place.className = `${way} ${said ? (said[way] ? 'right' : 'wrong') : ''}`
  }
  $('.rank').textContent =
    rank === null
      ? ''
      : fillTemplate(t.rank, { truth: network.classes[truth], rank: write.count(rank), classes: write.count(network.classes.length) })
  tally({ $, t }, now, network.key, source, rank)
}

function row({ index, probability }, network, truth, name) {
  const bar = createElement('i', 'bar')
  bar.style.width = `${100 * probability}%`
  const made = createElement('li', index === truth ? 'true' : '')
  const button = createElement(
    'button',
    '',
    createElement('span', 'label', network.classes[index]),
    createElement('span', 'track', bar),
    createElement('span', 'p', `${write.percent(probability)} %`),
  )
  Object.assign(button, { type: 'button', ariaPressed: String(index === truth), onclick: () => name(index) })
  made.append(button)
  return made
}

/** What is judged counts once, however often the judgement changes. */
function tally({ $, t }, now, key, source, rank) {
  if (!now.ranks.has(key)) now.ranks.set(key, new Map())
  const own = now.ranks.get(key)
  if (rank !== null) own.set(source.sample ?? source, rank)
  const ranks = [...own.values()]
  const found = errors(ranks)
  $('.tally').textContent = ranks.length
    ? fillTemplate(t.tally_some, { n: ranks.length, one: write.short(found.one, 2), five: write.short(found.five, 2) })
    : t.tally_none
  $('[data-do=clear]').hidden = !ranks.length
}

/** Samples that suit the network, to go through quickly. */
async function sampleList({ $ }, network) {
  const fit = (await samples().catch(() => [])).filter(sample => sample.url && sample.drawing === !!network?.drawing)
  $('.samples').replaceChildren(
    ...fit.map(sample => {
      const image = Object.assign(new Image(), { src: resolveUrl(sample.url), alt: '', loading: 'lazy', decoding: 'async' })
      const made = createElement('button', '', image)
      Object.assign(made, {
        type: 'button',
        ariaLabel: sample.title,
        title: sample.title,
        onclick: async () => bring(await sampleSource(sample), sample.drawing),
      })
      return made
    }),
  )
}
