// Beside the answer: what the picture is said to be, and how wrong the answer was.
import { createElement } from '../../kit/element.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { softmax } from '../../kit/softmax.js'
import { ranked } from '../settings.js'
import { currentPass, subject } from '../controller.js'
import { isHere } from '../../kit/network_cards.js'
import { classOptions, listedClasses, searchesClass } from '../../kit/class_select.js'
import { networkMenu } from '../../kit/network_menu.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/** @param {Pick<Instrument, '$' | 't' | 'bus'>} parts */
export function loss({ $, t, bus }) {
  const menu = $('.taught')
  const teach = (/** @type {number} */ label) => bus.set('step.taught', label)
  menu.onchange = () => {
    const before = String(subject(bus)?.label)
    if (!searchesClass(menu, bus, { title: t.said_title, before, chosen: teach })) teach(Number(menu.value))
  }
  networkMenu($('.network'), bus, { label: t.network, fits: isHere })
  bus.on(['step.forwardBackward', 'step.phase', 'step.frontColumn', 'step.taught', 'tab', 'train.view', 'network'], () => {
    const [about, pass] = [subject(bus), currentPass(bus)]
    if (!about || !pass) return
    fillMenu(menu, about, t)
    const known = bus.get('step.phase') > 1 || (bus.get('step.frontColumn') ?? null) === null
    const p = softmax(pass.logits)
    const [best] = ranked(pass.logits)
    const name = about.network.classes[pass.label]
    $('.answer').textContent = known ? fillTemplate(t.answer, { class: about.network.classes[best] }) : '–'
    $('.answer').classList.toggle('wrong', known && best !== pass.label)
    const told = bus.get('step.phase') > 1
    const sum = [`L = −ln p(${name})`, `= −ln ${write.number(p[pass.label], 2)}`, `= ${write.number(pass.loss, 4)}`]
    const lines = told ? sum : ['L = –']
    const made = lines.map((text, i) => createElement(i === 2 ? 'b' : 'span', '', text))
    $('.loss-line').replaceChildren(...made)
    for (const name of ['dz', 'quiet']) $(`.${name}`).classList.toggle('later', bus.get('step.phase') < 3)
  })
}

/** What can be said of the picture: anew only where other classes are listed, since a menu may be open. */
function fillMenu(menu, { network, seen, label }, t) {
  const listed = listedClasses(seen.logits, network.classes.length, label)
  const key = `${network.key} ${listed}`
  if (menu.dataset.listed !== key) {
    menu.dataset.listed = key
    menu.replaceChildren(...classOptions(network, listed, fillTemplate(t.said_more, { n: write.count(network.classes.length) })))
  }
  menu.value = label
}
