// Small pieces of the page that all views of a receipt are made of.
import { createButton, createElement } from '../../kit/element.js'
import { coloursOfCodes, colours, css, scaleIndex } from '../../kit/colour.js'
import { imageOf, theme, contextOf } from '../../kit/canvas.js'

/** A button that is only a word. */
export function textButton(text, does, label = null) {
  const made = createButton(text, does, 'link')
  if (label) made.setAttribute('aria-label', label)
  return made
}

/** Parts over parts. */
export const fraction = (above, below) =>
  createElement('span', 'fraction', createElement('span', '', ...above), createElement('span', '', ...below))

/** A canvas `width` × `height` px, painted at once: draw(g, ratio). */
export function createCanvas(className, width, height, draw) {
  const canvas = createElement('canvas', className)
  const ratio = devicePixelRatio || 1
  Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) })
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` })
  const ctx = contextOf(canvas)
  ctx.scale(ratio, ratio)
  draw(ctx, ratio)
  return canvas
}

/** Values [height · width] in colours that end at ±`end`, over a place of the canvas. */
export function paintValues(ctx, values, [height, width], end, { x, y, across, down }) {
  const table = colours(theme())
  ctx.imageSmoothingEnabled = Math.max(across / width, down / height) < 1
  ctx.drawImage(
    imageOf(
      Uint32Array.from(values, v => table[scaleIndex(v, end)]),
      width,
      height,
    ),
    x,
    y,
    across,
    down,
  )
}

/** Codes of a thumbnail, coloured by the layer's own scale. */
export function paintCodes(ctx, { values, shape: [height, width] }, low, step, end, { x, y, across, down }) {
  const table = coloursOfCodes(colours(theme()), low, step, end)
  ctx.imageSmoothingEnabled = Math.max(across / width, down / height) < 1
  ctx.drawImage(
    imageOf(
      Uint32Array.from(values, code => table[code]),
      width,
      height,
    ),
    x,
    y,
    across,
    down,
  )
}

/** The colour of a value on a scale that ends at ±`end`. */
export const colourOf = (value, end) => css(theme(), scaleIndex(value, end))

/** A bar from a middle line to a value, in a box whose half is `end`. */
export function bar(value, end, signed) {
  const box = createElement('span', 'bar')
  box.classList.toggle('signed', signed)
  const long = end > 0 && Number.isFinite(value) ? Math.min(1, Math.abs(value) / end) : 0
  const ink = createElement('i')
  const reach = signed ? 50 : 100
  Object.assign(ink.style, {
    width: `${long * reach}%`,
    left: signed ? `${value < 0 ? 50 - long * 50 : 50}%` : '0',
    background: colourOf(value, end),
  })
  box.append(ink)
  return box
}

/**
 * Lets arrows choose among the rows of a list: `chosen(row index)`; `go(index)` on →, Enter and click.
 * @param {HTMLElement} list
 * @param {{ chosen?: any, go: (at: number) => void, at?: number }} on
 */
export function bindListArrows(list, { chosen, go, at = 0 }) {
  const rows = () => [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll('[role=option]'))]
  const put = (to, focus) => {
    rows().forEach((row, i) => {
      row.tabIndex = i === to ? 0 : -1
      row.ariaSelected = String(i === to)
    })
    if (focus) rows()[to]?.focus({ preventScroll: false })
  }
  put(at, false)
  const indexOf = target => rows().indexOf(target.closest?.('[role=option]'))
  list.addEventListener('keydown', event => {
    const own = indexOf(event.target)
    if (own < 0) return
    const last = rows().length - 1
    const to = { ArrowDown: Math.min(last, own + 1), ArrowUp: Math.max(0, own - 1), Home: 0, End: last }[event.key]
    const walks = (event.key === 'ArrowRight' || event.key === 'Enter') && go
    if (to === undefined && !walks) return
    event.preventDefault()
    if (walks) return go(own)
    put(to, true)
    chosen?.(to)
  })
  list.addEventListener('pointerover', event => {
    const own = indexOf(event.target)
    if (own >= 0 && event.pointerType === 'mouse') chosen?.(own, true)
  })
  list.addEventListener('focusin', event => {
    const own = indexOf(event.target)
    if (own >= 0 && /** @type {Element} */ (event.target).matches(':focus-visible')) {
      put(own, false)
      chosen?.(own)
    }
  })
  list.addEventListener('click', event => {
    const own = indexOf(event.target)
    if (own >= 0) {
      put(own, false)
      go?.(own)
    }
  })
  return { put }
}
