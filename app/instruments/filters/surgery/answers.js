// The classes before and after, in one order that stays while something is changed.
import { createElement } from '../../kit/element.js'
import { softmax } from '../../kit/softmax.js'
import { best, listedClasses } from '../settings.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const MOST = 10

function row() {
  const li = createElement('li')
  for (const name of ['class', 'track', 'before', 'after']) {
    const part = createElement('span', name)
    if (name === 'track') part.append(createElement('i'), createElement('i'))
    li.append(part)
  }
  return li
}

function fillRow(li, { name, before, after, won, wins }) {
  const [label, track, p, q] = li.children
  label.textContent = label.title = name
  track.firstChild.style.transform = `scaleX(${before || 0})`
  track.lastChild.style.transform = `scaleX(${after || 0})`
  p.textContent = write.percent(before)
  q.textContent = write.percent(after)
  p.classList.toggle('won', won)
  li.classList.toggle('best', wins)
}

/** @param {Pick<Instrument, '$' | 't' | 'bus'>} parts */
export function answers({ $, t, bus }) {
  const list = $('.rows')
  /** The first classes of the untouched answer; the new winner takes the last place where it is not among them. */
  function classesOf(before, after) {
    const listed = listedClasses([...before], MOST)
    const winner = best(after)
    if (!listed.includes(winner)) listed[listed.length - 1] = winner
    return listed
  }
  bus.on(['filters.answer', 'network'], () => {
    const found = bus.get('filters.answer')
    const network = bus.get('network')
    if (!found || found.network !== network?.key) return
    const [p, q] = [softmax(found.before), softmax(found.after)]
    const listed = classesOf(found.before, found.after)
    while (list.children.length > listed.length) list.lastChild.remove()
    while (list.children.length < listed.length) list.append(row())
    const [won, wins] = [best(p), best(q)]
    listed.forEach((k, i) => {
      const name = network.classes[k] ?? String(k)
      fillRow(list.children[i], { name, before: p[k], after: q[k], won: k === won, wins: k === wins })
    })
    list.classList.toggle(
      'named',
      network.classes.some(word => word.length > 2),
    )
    list.title = p.length > listed.length ? fillTemplate(t.more, { n: p.length - listed.length }) : ''
  })
}
