// The answer, whose bars are the control: a row is looked at as A, its second button as B; the last row finds any other class. Rows keep
// their order while anything is dragged.
import { softmax } from '../../kit/softmax.js'
import { createElement } from '../../kit/element.js'
import { classesByLogit, comparedClasses } from '../settings.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { showStaleNotice } from '../../kit/stale_notice.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const ROWS = 6

function row() {
  const button = which => createElement('button', { type: 'button' }, which.toUpperCase())
  const [a, b] = ['a', 'b'].map(button)
  a.dataset.which = 'a'
  b.dataset.which = 'b'
  const track = createElement('span', 'track', createElement('i', 'before'), createElement('i', 'after'))
  return createElement('li', '', a, b, createElement('span', 'name'), createElement('span', 'p'), createElement('span', 'q shown'), track)
}

/** The classes that are listed: the most probable ones of the whole picture, and those that are looked at, in that order. */
export function listed(logits, looked, most = ROWS) {
  const order = classesByLogit(logits)
  const first = order.slice(0, most)
  const outside = looked.filter(one => !first.includes(one))
  return order.filter(one => [...first.slice(0, most - outside.length), ...outside].includes(one))
}

function fillRow(li, index, { t, network, whole, now, looked, best }) {
  const [a, b, name, p, q, track] = li.children
  name.textContent = name.title = network.classes[index] ?? String(index)
  for (const [which, button] of [
    ['a', a],
    ['b', b],
  ]) {
    const on = String(looked[which === 'a' ? 0 : 1] === index)
    if (button.ariaPressed !== on) button.ariaPressed = on
    button.ariaLabel = fillTemplate(t[which], { name: name.textContent })
  }
  p.textContent = write.percent(whole[index])
  q.textContent = write.percent(now[index])
  track.children[0].style.transform = `scaleX(${whole[index]})`
  track.children[1].style.transform = `scaleX(${now[index]})`
  li.classList.toggle('looked', looked.includes(index))
  li.classList.toggle('best', index === best)
}

/** The last row finds a class that is not listed, in the list of all. */
function bindRest({ $, t, bus }, put) {
  $('.rest').addEventListener('click', event => {
    const which = event.target.closest('button')?.dataset.which ?? 'a'
    const network = bus.get('network')
    bus.set('classChoice', { network, title: t[`other_${which}`], says: [], chosen: index => put(which, index) })
  })
}

/** @param {Instrument} parts */
export function mount({ $, $$, t, bus }) {
  const list = $('.rows')
  showStaleNotice($('.still'), bus)
  let shown = []
  const put = (which, index) => {
    const [a, b] = comparedClasses(bus.get('forward').logits, bus.get('explain.classes'))
    if (which === 'a' && index !== a) bus.set('explain.classes', [index, index === b ? a : b])
    if (which === 'b' && index !== b) bus.set('explain.classes', [index === a ? b : a, index])
  }
  const present = () => {
    const [seen, network] = [bus.get('forward'), bus.get('network')]
    return seen && network?.key === seen.network ? { seen, network } : null
  }
  function paint() {
    const d = present()
    if (!d) return
    const { seen, network } = d
    const under = bus.get('explain.covered')
    const laid = bus.get('explain.square') && under?.picture === seen.picture ? under : null
    const whole = softmax(seen.logits)
    const now = laid ? softmax(laid.logits) : whole
    const looked = comparedClasses(seen.logits, bus.get('explain.classes'))
    const best = classesByLogit(laid?.logits ?? seen.logits)[0]
    shown = listed(seen.logits, looked)
    while (list.children.length > shown.length) list.lastChild.remove()
    while (list.children.length < shown.length) list.append(row())
    shown.forEach((index, i) => fillRow(list.children[i], index, { t, network, whole, now, looked, best }))
    $('.whole').textContent = t.whole
    $('.now').textContent = laid ? t.covered : t.whole
    list.parentElement.classList.toggle('single', !laid)
    rest(whole, now, laid)
  }
  function rest(whole, now, laid) {
    const others = Array.from(whole, (_, i) => i).filter(i => !shown.includes(i))
    const sum = all => write.percent(others.reduce((total, i) => total + all[i], 0))
    const more = fillTemplate(others.length === 1 ? t.one_more : t.more, { n: write.count(others.length) })
    const texts = [more, laid ? sum(whole) : '', sum(now)]
    $('.rest').hidden = !others.length
    $$('.rest > span').forEach((part, i) => (part.textContent = texts[i]))
  }
  const at = event => shown[[...list.children].indexOf(event.target.closest('li'))]
  list.addEventListener('click', event => {
    const index = at(event)
    if (index !== undefined) put(event.target.closest('button')?.dataset.which ?? 'a', index)
  })
  list.addEventListener('keydown', event => {
    const button = event.target.closest('button')
    const li = button?.closest('li')
    const to = { ArrowDown: li?.nextSibling, ArrowUp: li?.previousSibling }[event.key]
    if (!to) return
    event.preventDefault()
    to.querySelector(`[data-which=${button.dataset.which}]`).focus()
  })
  bindRest({ $, t, bus }, put)
  bus.on(['forward', 'network', 'explain.classes', 'explain.covered', 'explain.square'], paint)
  bus.on('explain.heats', ({ milliseconds, done, of }) => {
    $('.time').textContent = done === of ? fillTemplate(t.time, { n: write.short(milliseconds, milliseconds < 10 ? 2 : 3) }) : ''
  })
}
