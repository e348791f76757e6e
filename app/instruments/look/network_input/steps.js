// What was done to the picture before the network saw it: one small picture and one sentence a step.
import { createElement } from '../../kit/element.js'
import { paintPicture } from '../../kit/canvas.js'
import { fillTemplate } from '../../kit/numbers.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/**
 * A line of the list. `picture`: { values, shape: [y, x] or [y, x, 3] }.
 * @param {any} parts
 */
function line({ text, picture: { values, shape } }) {
  const li = createElement('li')
  const canvas = createElement('canvas')
  paintPicture(canvas, values, shape.length === 2 ? [...shape, 1] : shape)
  canvas.setAttribute('aria-hidden', 'true')
  li.append(canvas, createElement('span', '', text.replaceAll(' × ', '\u00a0×\u00a0')))
  return li
}

/**
 * A button that opens the list of steps, where there are some; Esc and a click beside it close it.
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 */
export function stepsOf({ $, t, bus }) {
  const [button, list] = [$('.prepared'), $('.steps')]
  const open = on => {
    list.hidden = !on
    button.ariaExpanded = String(on)
  }
  button.onclick = () => open(list.hidden)
  list.onkeydown = button.onkeydown = event => {
    if (event.key !== 'Escape' || list.hidden) return
    event.stopPropagation()
    open(false)
    button.focus()
  }
  document.addEventListener('pointerdown', event => {
    if (!list.hidden && !list.contains(event.target) && !button.contains(event.target)) open(false)
  })
  bus.on('forward', ({ found }) => {
    const steps = found?.steps.filter(({ picture }) => picture) ?? []
    button.hidden = !steps.length
    button.textContent = steps.length === 1 ? t.one_step : fillTemplate(t.steps, { n: steps.length })
    list.replaceChildren(...steps.map(line))
    if (!steps.length) open(false)
  })
}
