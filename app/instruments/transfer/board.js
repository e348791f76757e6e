// A small drawing board: mouse, pen, finger; every move is told.
import { fitted, style } from '../kit/canvas.js'
import { encode, extended, paint } from '../kit/strokes.js'

const PEN = 22 // of the board's 255

function fraction(canvas, event) {
  const box = canvas.getBoundingClientRect()
  return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]
}

/** `moved(strokes)` at every move, `rested(strokes)` when the pen is lifted. → { strokes, show(strokes), clear, undo } */
export function board(canvas, { moved = () => {}, rested = () => {} }) {
  let strokes = []
  let live = null
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
    strokes = [...strokes, live]
    live = null
    draw()
    rested(strokes)
  }
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) canvas.addEventListener(name, end)
  return {
    get strokes() {
      return strokes
    },
    get bytes() {
      return encode(strokes)
    },
    show(given) {
      strokes = given
      draw()
    },
    clear: () => put([]),
    undo: () => put(strokes.slice(0, -1)),
  }
}
