// The picture in the hand: dragged itself, moved by arrows and sliders, or placed on a plane of all places.
import { within } from './positions.js'

const ARROWS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }

/** `now()` gives { place, reach, size } or null, `move(place)` fixes one, `look(place or null)` shows one while it is pointed at. */
export function bindPointer({ $, $$ }, { now, move, styles }) {
  const digit = $('.digit canvas')
  let grip = null
  digit.addEventListener('pointerdown', event => {
    const d = now()
    if (event.button || !d) return
    event.preventDefault()
    digit.focus({ preventScroll: true })
    digit.setPointerCapture(event.pointerId)
    grip = { x: event.clientX, y: event.clientY, from: d.place }
  })
  digit.addEventListener('pointermove', event => {
    const d = now()
    if (!grip || !d) return
    const box = digit.getBoundingClientRect()
    const by = [((event.clientY - grip.y) / box.height) * d.size[0], ((event.clientX - grip.x) / box.width) * d.size[1]]
    move(within([grip.from[0] + by[0], grip.from[1] + by[1]], d.reach))
  })
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) digit.addEventListener(name, () => (grip = null))
  digit.addEventListener('keydown', event => {
    const d = now()
    const by = ARROWS[event.key]
    if (!d || event.ctrlKey || event.altKey || event.metaKey || !(by || event.key === 'Home')) return
    event.preventDefault()
    event.stopPropagation()
    move(by ? within([d.place[0] + by[0], d.place[1] + by[1]], d.reach) : [0, 0])
  })
  for (const slider of $$('[type=range]'))
    slider.addEventListener('input', () => {
      const place = [...(now()?.place ?? [0, 0])]
      place[Number(slider.dataset.axis)] = Number(slider.value)
      move(place)
    })
  for (const plane of $$('.planes figure canvas')) onPlane(plane, { now, move, styles })
}

function onPlane(plane, { now, move, styles }) {
  let held = false
  const under = event => {
    const { reach } = now()
    const box = plane.getBoundingClientRect()
    const cell = (at, from, length) => Math.floor(((at - from) / length) * (2 * reach + 1)) - reach
    return within([cell(event.clientY, box.top, box.height), cell(event.clientX, box.left, box.width)], reach)
  }
  plane.addEventListener('pointerdown', event => {
    if (event.button || !now()) return
    event.preventDefault()
    plane.setPointerCapture(event.pointerId)
    held = true
    styles(null)
    move(under(event))
  })
  plane.addEventListener('pointermove', event => {
    if (!now()) return
    if (held) move(under(event))
    else if (event.pointerType === 'mouse') styles(under(event))
  })
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) plane.addEventListener(name, () => (held = false))
  plane.addEventListener('pointerleave', () => held || styles(null))
}
