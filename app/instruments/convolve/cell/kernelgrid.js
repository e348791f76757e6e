// The kernel as cells that can be dragged, stepped and typed into: a grid of spin buttons with one stop for Tab.
import { createElement } from '../../kit/element.js'
import { css, inkOn, scaleIndex } from '../../kit/colour.js'
import { theme } from '../../kit/canvas.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { figure } from './grids.js'

const STEP = 6 // px of a drag for one step
const COARSE = 0.1
const FINE = 0.01
const TYPED = /^[\d.,+\-−]$/
const ARROWS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }

const tidy = v => Math.round(v * 1e4) / 1e4
const text = v => (Number.isInteger(v) ? write.count(v) : figure(v))

/** What somebody typed as a number, null where it is none. */
export function numberOf(typed) {
  const plain = typed.trim().replaceAll('−', '-').replace(',', '.')
  const v = Number(plain)
  return plain !== '' && Number.isFinite(v) ? v : null
}

function appendWithRole(tag, role, parent) {
  const element = parent.appendChild(createElement(tag))
  element.setAttribute('role', role)
  return element
}

/** The grid's cells, made anew only when there are others. → [spin button, …] */
function build(grid, [rows, columns], t) {
  grid.replaceChildren()
  grid.style.gridTemplate = `repeat(${rows}, 1fr) / repeat(${columns}, 1fr)`
  const cells = []
  for (let row = 0; row < rows; row++) {
    const line = appendWithRole('div', 'row', grid)
    for (let column = 0; column < columns; column++) {
      const cell = appendWithRole('span', 'spinbutton', appendWithRole('div', 'gridcell', line))
      cell.ariaLabel = fillTemplate(t.weight, { row, column })
      cell.dataset.at = cells.length
      cell.tabIndex = cells.length ? -1 : 0
      cells.push(cell)
    }
  }
  return cells
}

/** A field over a cell; `done(value or null)` once. */
function type(cell, begin, done) {
  const field = createElement('input', { value: begin, className: 'field', inputMode: 'decimal' })
  field.ariaLabel = cell.ariaLabel
  cell.after(field)
  let open = true
  const close = accept => {
    if (!open) return
    open = false
    const value = accept ? numberOf(field.value) : null
    field.remove()
    done(value)
  }
  field.addEventListener('keydown', event => {
    event.stopPropagation()
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    close(event.key === 'Enter')
    cell.focus()
  })
  field.addEventListener('blur', () => close(true))
  field.focus()
  if (begin.length > 1) field.select()
}

/** Dragging up and down. */
function drag(grid, { weight, change, point }) {
  let held = null
  grid.addEventListener('pointerdown', event => {
    const cell = event.target.closest('[role=spinbutton]')
    if (!cell || event.button) return
    event.preventDefault()
    cell.focus({ preventScroll: true })
    cell.setPointerCapture(event.pointerId)
    held = { at: Number(cell.dataset.at), from: event.clientY, value: weight(Number(cell.dataset.at)), moved: false }
    point(held.at)
  })
  grid.addEventListener('pointermove', event => {
    if (!held) return
    const steps = Math.round((held.from - event.clientY) / STEP)
    if (!steps && !held.moved) return
    const to = tidy(held.value + steps * (event.shiftKey ? FINE : COARSE))
    if (Math.fround(to) === weight(held.at)) return
    change(held.at, to, !held.moved)
    held.moved = true
  })
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) grid.addEventListener(name, () => (held = null))
}

/**
 * `weight(at)`: what it is at this moment, which may be ahead of what is painted; `change(at, weight, begins)`; `point(at)`; `undo()`.
 * → show(weights, [rows, columns], end, marked): paints the kernel as it is.
 */
export function kernelGrid(grid, t, { weight, change, point, undo }) {
  let cells = []
  let shape = ''
  let columns = 1
  const go = (at, [down, right]) => {
    const [row, column] = [Math.floor(at / columns) + down, (at % columns) + right]
    const to = column >= 0 && column < columns ? cells[row * columns + column] : null
    to?.focus()
  }
  drag(grid, { weight, change, point })
  const edit = (cell, begin) => {
    const at = Number(cell.dataset.at)
    type(cell, begin, value => value !== null && Math.fround(value) !== weight(at) && change(at, value, true))
  }
  grid.addEventListener('dblclick', event => {
    const cell = event.target.closest('[role=spinbutton]')
    if (cell) edit(cell, write.exactly(weight(Number(cell.dataset.at))))
  })
  grid.addEventListener('keydown', event => {
    const cell = event.target.closest('[role=spinbutton]')
    if (!cell) return
    const at = Number(cell.dataset.at)
    const by = { PageUp: 1, PageDown: -1 }[event.key]
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') undo()
    else if (plain && ARROWS[event.key]) go(at, ARROWS[event.key])
    else if (plain && by) change(at, tidy(weight(at) + by * (event.shiftKey ? FINE : COARSE)), true)
    else if (plain && event.key === 'Enter') edit(cell, write.exactly(weight(at)))
    else if (plain && TYPED.test(event.key)) edit(cell, event.key)
    else return
    event.preventDefault()
    event.stopPropagation()
  })
  grid.addEventListener('focusin', event => {
    const cell = event.target.closest('[role=spinbutton]')
    if (!cell) return
    for (const one of cells) one.tabIndex = one === cell ? 0 : -1
    point(Number(cell.dataset.at))
  })
  return (/** @type {any} */ weights, /** @type {number[]} */ [rows, across], /** @type {number} */ end, /** @type {any} */ marked) => {
    if (shape !== `${rows} ${across}`) {
      shape = `${rows} ${across}`
      columns = across
      cells = build(grid, [rows, across], t)
    }
    const colours = theme()
    cells.forEach((cell, i) => {
      const shown = `${weights[i]} ${end} ${i === marked} ${colours}`
      if (cell.shown !== shown) paintCell(cell, weights[i], end, i === marked)
      cell.shown = shown
    })
  }
}

function paintCell(cell, weight, end, marked) {
  const at = scaleIndex(weight, end)
  const figures = text(weight)
  if (cell.textContent !== figures) cell.textContent = figures
  cell.ariaValueNow = String(weight)
  cell.ariaValueText = cell.title = write.exactly(weight)
  cell.style.background = css(theme(), at)
  cell.style.color = inkOn(theme(), at)
  cell.classList.toggle('marked', marked)
  cell.classList.toggle('long', figures.length > 4)
}
