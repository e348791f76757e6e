// A label over a value that opens: a native menu laid unseen over the words, or a panel with more to set. What Train's settings are made of.
import { createElement } from '../kit/element.js'

/** A menu: `show(value, [[value, text], …])`; `choose(value)` hears what was picked, as text. */
export function menu(name, choose, title = '') {
  const element = createElement('label', 'menu')
  const select = createElement('select')
  const value = createElement('span', 'value')
  element.title = title
  element.append(createElement('span', 'name', name), value, select)
  select.onchange = () => choose(select.value)
  let listed = ''
  const show = (chosen, list, text = undefined) => {
    const all = list.some(([key]) => String(key) === String(chosen)) ? list : [...list, [chosen, String(chosen)]]
    if (JSON.stringify(all) !== listed) {
      listed = JSON.stringify(all)
      select.replaceChildren(...all.map(([key, words]) => new Option(words, key)))
    }
    select.value = String(chosen)
    value.textContent = text ?? all.find(([key]) => String(key) === String(chosen))[1]
  }
  return { element, select, show }
}

/** A button that opens a panel under it: { element, panel, show(text) }. */
export function drawer(name) {
  const element = createElement('div', 'menu drawer')
  const button = createElement('button', { className: 'open', type: 'button', ariaExpanded: 'false' })
  const value = createElement('span', 'value')
  const panel = createElement('div', 'panel')
  panel.hidden = true
  panel.setAttribute('role', 'group')
  panel.ariaLabel = name
  button.append(createElement('span', 'name', name), value)
  element.append(button, panel)
  const open = shown => {
    panel.hidden = !shown
    button.ariaExpanded = String(shown)
  }
  button.onclick = () => open(panel.hidden)
  element.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || panel.hidden) return
    event.stopPropagation()
    open(false)
    button.focus()
  })
  document.addEventListener('pointerdown', event => !element.contains(/** @type {Node} */ (event.target)) && open(false))
  return { element, panel, show: text => (value.textContent = text) }
}

/** A number with a slider on an even or a growing scale: { element, show(value) }; `choose` hears a number. */
export function slider(name, { low, high, step, grows = false }, write, choose) {
  const element = createElement('label', 'slide')
  const input = createElement('input', { type: 'range', min: grows ? 0 : low, max: grows ? 100 : high, step: grows ? 1 : step })
  const value = createElement('span', 'value')
  element.append(createElement('span', 'name', name), input, value)
  const of = place => (grows ? rounded(low * (high / low) ** (place / 100)) : place)
  input.oninput = () => (value.textContent = write(of(Number(input.value))))
  input.onchange = () => choose(of(Number(input.value)))
  const show = given => {
    input.value = grows ? 100 * (Math.log(given / low) / Math.log(high / low)) : given
    value.textContent = input.ariaValueText = write(given)
  }
  return { element, show }
}

/** One digit, and a five between where that is nearer: 0.001, 0.0015, 0.002, … */
export function rounded(value) {
  const power = 10 ** Math.floor(Math.log10(value))
  return Number(((Math.round((2 * value) / power) / 2) * power).toPrecision(3))
}
