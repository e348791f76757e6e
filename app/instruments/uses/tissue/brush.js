// The brush over the section, by pointer, finger and keyboard alike.

/** @typedef {import('../marks.js').Mark} Mark */

const STEP = 1 / 50 // of the longer side, for an arrow
const SMALL = 1 / 200
const NEAREST = 1 / 255 // closer points say nothing new
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/**
 * `kind()` and `width()` of a stroke that begins; `drawn(mark)` hears a stroke that ended, `moved()` every change.
 * @param {HTMLCanvasElement} canvas
 * @param {{ kind: () => number, width: () => number, drawn: (mark: Mark) => void, moved: () => void }} parts
 */
export function createBrush(canvas, { kind, width, drawn, moved }) {
  /** @type {Mark | null} */
  let mark = null
  const at = { x: 0.5, y: 0.5, shown: false, down: false }
  const inside = part => Math.min(1, Math.max(0, part))
  const go = (x, y) => {
    Object.assign(at, { x: inside(x), y: inside(y) })
    if (mark) extend(mark, at.x, at.y)
    moved()
  }
  const begin = () => {
    mark = { kind: kind(), width: width(), points: [at.x, at.y] }
    moved()
  }
  const end = () => {
    const done = mark
    mark = null
    at.down = false
    if (done) drawn(done)
    moved()
  }
  const place = event => {
    const box = canvas.getBoundingClientRect()
    return /** @type {const} */ ([(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height])
  }
  canvas.addEventListener('pointerdown', event => {
    if (event.button) return
    canvas.setPointerCapture(event.pointerId)
    at.shown = false
    mark = null
    go(...place(event))
    begin()
  })
  canvas.addEventListener('pointermove', event => mark && !at.down && go(...place(event)))
  canvas.addEventListener('pointerup', () => !at.down && end())
  canvas.addEventListener('pointercancel', () => !at.down && end())
  canvas.addEventListener('focus', () => {
    at.shown = canvas.matches(':focus-visible')
    moved()
  })
  canvas.addEventListener('blur', () => {
    at.shown = false
    end()
  })
  bindKeys(canvas, at, { go, begin, end })
  return {
    at,
    get mark() {
      return mark
    },
    go: (x, y) => {
      at.shown = true
      go(x, y)
    },
  }
}

/** Arrows move the brush, Space lays it down and lifts it. */
function bindKeys(canvas, at, { go, begin, end }) {
  canvas.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const arrow = ARROWS[event.key]
    if (!arrow && event.key !== ' ') return
    event.preventDefault()
    at.shown = true
    if (arrow) {
      const far = (event.shiftKey ? SMALL : STEP) * Math.max(canvas.clientWidth, canvas.clientHeight)
      go(at.x + (arrow[0] * far) / canvas.clientWidth, at.y + (arrow[1] * far) / canvas.clientHeight)
    } else if (at.down) end()
    else {
      at.down = true
      begin()
    }
  })
}

/** @param {Mark} mark */
function extend(mark, x, y) {
  const { points } = mark
  if (Math.hypot(x - points[points.length - 2], y - points[points.length - 1]) >= NEAREST) points.push(x, y)
}
