// Beside the answer: what the picture is said to be, and how wrong the answer was.
import { createElement } from '../../kit/element.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { softmax } from '../../kit/softmax.js'
import { ranked } from '../settings.js'
import { currentPass, subject } from '../controller.js'
import { isHere } from '../../kit/network_cards.js'
import { networkMenu } from '../../kit/network_menu.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/** @param {Pick<Instrument, '$' | 't' | 'bus'>} parts */
export function loss({ $, t, bus }) {
  const menu = $('.taught')
  menu.onchange = () => bus.set('step.taught', Number(menu.value))
  networkMenu($('.network'), bus, { label: t.network, fits: isHere })
  bus.on('network', network => menu.replaceChildren(...network.classes.map((name, k) => new Option(name, String(k)))))
  bus.on(['step.forwardBackward', 'step.phase', 'step.frontColumn', 'step.taught', 'tab', 'train.view', 'network'], () => {
    const [about, pass] = [subject(bus), currentPass(bus)]
    if (!about || !pass) return
    menu.value = about.label
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
