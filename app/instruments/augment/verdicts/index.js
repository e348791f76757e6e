// The answers to all variants, counted by class, for two networks: the verdict on the picture as it is in the accent.
import { createElement } from '../../kit/element.js'
import { shortTitle, classRows, countByClass } from '../settings.js'
import { startAugment } from '../controller.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const ROOM = 10
const NONE = '-'

function row() {
  const li = createElement('li')
  const track = createElement('span', 'track')
  track.append(createElement('i', 'now'), createElement('i', 'rival'))
  li.append(createElement('span', 'class'), track, createElement('span', 'n'), createElement('span', 'm'))
  return li
}

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const list = $('.rows')
  const menu = $('.against')
  menu.onchange = () => bus.set('augment.against', menu.value)
  bus.on(['augment.comparableNetworks', 'augment.comparedNetwork'], () => {
    const open = bus.get('augment.comparableNetworks') ?? []
    const keys = open.map(({ key }) => key).join()
    if (keys !== menu.dataset.keys) {
      menu.replaceChildren(...open.map(card => new Option(shortTitle(card), card.key)), new Option(t.none, NONE))
      menu.dataset.keys = keys
    }
    menu.value = bus.get('augment.comparedNetwork')?.key ?? NONE
    menu.title = menu.selectedOptions[0]?.textContent ?? ''
  })
  let counted = null // the last answer whose counts are shown; while a handle is dragged they wait
  bus.on('augment.shown', shown => {
    const stale = shown.of.held && counted && counted.of.network === shown.of.network
    list.classList.toggle('stale', !!stale)
    if (stale) return
    counted = shown
    paint(shown)
  })
  function paint(shown) {
    const { of, best, count } = shown
    const counts = best.map(answers => countByClass([...answers].filter(([index]) => index >= 0).map(([, answer]) => answer.best)))
    const verdict = best[0].get(-1).best
    const shownRows = classRows(counts, verdict, of.network.classes.length, ROOM)
    $('.count').textContent = fillTemplate(shown.done ? t.count : t.growing, { k: count, n: of.count })
    $('.own').textContent = $('.own').title = shortTitle(of.network)
    while (list.children.length > shownRows.length) list.lastChild.remove()
    while (list.children.length < shownRows.length) list.append(row())
    shownRows.forEach((k, i) => paintRow(list.children[i], { k, verdict, counts, of, total: Math.max(1, of.count) }))
    const labels = new Set([verdict, ...shown.partner.slice(0, 1)]) // what is mixed has two
    const right = [...labels].reduce((sum, k) => sum + (counts[0].get(k) ?? 0), 0)
    const kept = best[0].size > 1 ? right / (best[0].size - 1) : 1
    $('.keep').replaceChildren(createElement('b', '', `${write.percent(kept)} %`), shown.partner.length ? t.keep_two : t.keep)
    list.classList.toggle(
      'named',
      of.network.classes.some(word => word.length > 2),
    )
  }
  function paintRow(li, { k, verdict, counts, of, total }) {
    const [label, track, n, m] = li.children
    const [a, b] = [counts[0].get(k) ?? 0, counts[1]?.get(k)]
    label.textContent = label.title = of.network.classes[k]
    track.firstChild.style.transform = `scaleX(${a / total})`
    track.lastChild.style.transform = `scaleX(${(b ?? 0) / total})`
    n.textContent = write.count(a)
    m.textContent = counts[1] ? write.count(b ?? 0) : ''
    li.classList.toggle('best', k === verdict)
    const words = { label: label.title, a, b: b ?? 0, rival: of.networks[1] && shortTitle(of.networks[1]) }
    li.ariaLabel = fillTemplate(counts[1] ? t.row_two : t.row, words)
  }
  startAugment()
}
