// A small drawing board: mouse, pen, finger; every move is told. What was drawn or cleared can be taken back, Ctrl/⌘ Z where it has the focus.
import { fitCanvas, styleOf } from '../kit/canvas.js'
import { keyName } from '../kit/shortcuts.js'
import { encode, extendStroke, paintStrokes } from '../kit/strokes.js'

const PEN = 22 // of the board's 255
const STEPS = 100 // that can be undone

/**
 * Where on the board a pointer is, in fractions of its sides.
 * @param {HTMLCanvasElement} canvas
 * @param {PointerEvent} event
 * @returns {[number, number]}
 */
function fraction(canvas, event) {
  const box = canvas.getBoundingClientRect()
  return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]
}

/** A stroke is drawn into `on.live`, and belongs to `on.strokes` when the pen is lifted. */
function drawStrokes(canvas, on, { draw, moved, rested }) {
  canvas.addEventListener('pointerdown', event => {
    if (event.button || on.live) return
    event.preventDefault()
    canvas.focus({ preventScroll: true })
    canvas.setPointerCapture(event.pointerId)
    on.live = extendStroke({ pen: PEN, points: [] }, ...fraction(canvas, event))
    draw()
  })
  canvas.addEventListener('pointermove', event => {
    if (!on.live) return
    const points = event.getCoalescedEvents?.() ?? []
    for (const one of points.length ? points : [event]) on.live = extendStroke(on.live, ...fraction(canvas, one))
    draw()
    moved([...on.strokes, on.live])
  })
  const end = () => {
    if (!on.live) return
    remember(on)
    on.strokes = [...on.strokes, on.live]
    on.live = null
    on.mine = true
    draw()
    rested(on.strokes)
  }
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) canvas.addEventListener(name, end)
}

function remember(on) {
  on.past = [...on.past.slice(1 - STEPS), on.strokes]
}

/** `moved(strokes)` at every move, `rested(strokes)` when the pen is lifted. → { strokes, bytes, show(strokes), clear, renew, undo } */
export function drawingBoard(canvas, { moved = _ => {}, rested = _ => {} }) {
  /** @type {Record<string, any>} */
  const on = { strokes: [], past: [], live: null, mine: false } // mine: whether somebody drew what is on the board
  const draw = fitCanvas(canvas, (ctx, width) =>
    paintStrokes(ctx, on.live ? [...on.strokes, on.live] : on.strokes, width, styleOf(canvas).of('ink')),
  )
  const put = next => {
    on.strokes = next
    draw()
    moved(on.strokes)
  }
  drawStrokes(canvas, on, { draw, moved, rested })
  const undo = () => {
    if (!on.past.length) return
    on.mine = true
    put(on.past.pop())
  }
  canvas.addEventListener('keydown', event => {
    if (keyName(event) !== 'mod+z' || !on.past.length) return
    event.preventDefault()
    event.stopPropagation()
    undo()
  })
  return {
    get strokes() {
      return on.strokes
    },
    get bytes() {
      return encode(on.strokes)
    },
    show(given) {
      if (on.mine && on.strokes.length) remember(on)
      on.mine = false
      on.strokes = given
      draw()
    },
    clear() {
      if (on.strokes.length) remember(on)
      put([])
    },
    /** An empty board that remembers nothing: what was on it is elsewhere now. */
    renew() {
      on.past = []
      put([])
    },
    undo,
  }
}
