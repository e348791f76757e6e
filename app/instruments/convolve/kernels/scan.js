// The window walks along the rows: by itself, or one step for each press of the space bar, which sweeps while it is held.
import { closestTo } from '../../kit/element.js'
import { onKeys } from '../../kit/shortcuts.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const ROW = 3 // seconds
const RATES = [4, 60] // cells a second, at least and at most
const HOLD_MS = 250 // ms until a held key sweeps
const PRESSES = 'button, select, a, summary, input'

/**
 * The cell after this one, row by row; after the last comes the first.
 * @param {any} list0
 * @param {any} list1
 */
export function nextCell([row, col], [height, width]) {
  if (col + 1 < width) return [row, col + 1]
  return [(row + 1) % height, 0]
}

/** @param {Pick<Instrument, '$' | 'element' | 't' | 'bus'>} parts */
export function bindScan({ $, element, t, bus }) {
  const button = $('[data-do=slide]')
  let frame = 0
  let due = 0
  function step() {
    const done = bus.get('convolve.done')
    if (!done) return
    bus.set('convolve.pointed', null)
    bus.set('convolve.window', nextCell(bus.get('convolve.at'), done.result.size))
  }
  const show = () => {
    button.textContent = frame ? `■ ${t.stop}` : `▶ ${t.slide}`
    button.ariaPressed = String(frame !== 0)
  }
  function stop() {
    clearTimeout(due)
    cancelAnimationFrame(frame)
    frame = due = 0
    show()
  }
  function go() {
    let last = performance.now()
    let owed = 0
    const on = now => {
      const width = bus.get('convolve.done')?.result.size[1] ?? 1
      owed += ((now - last) / 1000) * Math.min(RATES[1], Math.max(RATES[0], width / ROW))
      last = now
      for (; owed >= 1; owed--) step()
      frame = element.offsetParent ? requestAnimationFrame(on) : 0
      if (!frame) stop()
    }
    frame = requestAnimationFrame(on)
    show()
  }
  const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches
  button.onclick = () => (frame ? stop() : still() ? step() : go())
  onKeys({
    ' ': event => {
      const own = closestTo(event, PRESSES)
      if (!element.offsetParent || (own && own.matches(':focus-visible'))) return false
      if (event.repeat) return true
      if (frame) return stop()
      step()
      due = setTimeout(go, HOLD_MS)
    },
  })
  addEventListener('keyup', event => {
    if (event.key === ' ' && due) stop()
  })
  addEventListener('blur', () => due && stop())
  show()
}
