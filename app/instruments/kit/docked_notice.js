// Notices that stay until they are closed stand right under the tabs, and the page moves down by their height: none ever lies over a control.
// Nothing moves while a pointer is pressed: a stroke, a drag or a click ends where it was aimed.

const TABS = '#main > .tab-wrapper'
/** @type {HTMLElement[]} */
const lines = []
let pressed = false
let waits = false

/** Where the page is scrolled past the tabs, the notices stay at its upper edge. */
function stick() {
  const past = (document.querySelector(TABS)?.getBoundingClientRect().bottom ?? 0) < 0
  for (const line of lines) line.classList.toggle('stuck', past)
}

function place() {
  waits = pressed
  if (waits) return
  let height = 0
  for (const line of lines) {
    const there = line.classList.contains('docked') && line.offsetHeight > 0
    line.classList.toggle('placed', there)
    line.style.setProperty('--before', `${height}px`)
    if (there) height += line.offsetHeight
  }
  document.documentElement.style.setProperty('--docked', `${height}px`)
  document.documentElement.classList.toggle('docking', height > 0)
  stick()
}

function released() {
  pressed = false
  if (waits) setTimeout(place) // after the click that it makes
}

function listen() {
  addEventListener('pointerdown', () => (pressed = true), true)
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, released, true)
  addEventListener('scroll', stick, { passive: true })
}

/**
 * `line` stands under the tabs as long as it has the class `docked` and is not hidden. → call it where the class has changed
 * @param {HTMLElement} line
 */
export function dockNotice(line) {
  if (!lines.length) listen()
  lines.push(line)
  new ResizeObserver(place).observe(line)
  return place
}
