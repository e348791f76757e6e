// A small drawing board: mouse, pen, finger; every move is told. What was drawn or cleared can be taken back, Ctrl/⌘ Z where it has the focus.
import { fitted, style } from '../kit/canvas.js'
import { nameOf } from '../kit/keys.js'
import { encode, extended, paint } from '../kit/strokes.js'

const PEN = 22 // of the board's 255
const STEPS = 100 // that can be undone

function fraction(canvas, event) {
  const box = canvas.getBoundingClientRect()
  return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]
}

/** `moved(strokes)` at every move, `rested(strokes)` when the pen is lifted. → { strokes, bytes, show(strokes), clear, renew, undo } */
export function board(canvas, { moved = () => {}, rested = () => {} }) {
  let strokes = []
  let past = []
  let live = null
  let mine = false // whether somebody drew what is on the board
  const draw = fitted(canvas, (g, width) => paint(g, live ? [...strokes, live] : strokes, width, style(canvas).of('ink')))
  const put = next => {
    strokes = next
    draw()
    moved(strokes)
  }
  canvas.addEventListener('pointerdown', event => {
    if (event.button || live) return
    event.preventDefault()
    canvas.focus({ preventScroll: true })
    canvas.setPointerCapture(event.pointerId)
    live = extended({ pen: PEN, points: [] }, ...fraction(canvas, event))
    draw()
  })
  canvas.addEventListener('pointermove', event => {
    if (!live) return
    const points = event.getCoalescedEvents?.() ?? []
    for (const one of points.length ? points : [event]) live = extended(live, ...fraction(canvas, one))
    draw()
    moved([...strokes, live])
  })
  const end = () => {
    if (!live) return
    past = [...past.slice(1 - STEPS), strokes]
    strokes = [...strokes, live]
    live = null
    mine = true
    draw()
    rested(strokes)
  }
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) canvas.addEventListener(name, end)
  const undo = () => {
    if (!past.length) return
    mine = true
    put(past.pop())
  }
  canvas.addEventListener('keydown', event => {
    if (nameOf(event) !== 'mod+z' || !past.length) return
    event.preventDefault()
    event.stopPropagation()
    undo()
  })
  return {
    get strokes() {
      return strokes
    },
    get bytes() {
      return encode(strokes)
    },
    show(given) {
      if (mine && strokes.length) past = [...past.slice(1 - STEPS), strokes]
      mine = false
      strokes = given
      draw()
    },
    clear() {
      if (strokes.length) past = [...past.slice(1 - STEPS), strokes]
      put([])
    },
    /** An empty board that remembers nothing: what was on it is elsewhere now. */
    renew() {
      past = []
      put([])
    },
    undo,
  }
}
