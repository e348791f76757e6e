// The drawing board. Every move becomes a source, so it is answered while the pen moves.
import { fitCanvas, styleOf } from '../../kit/canvas.js'
import { backToDrawing } from '../../kit/picture_input.js'
import { onKeys } from '../../kit/shortcuts.js'
import { decode, encode, extendStroke, paintStrokes, toText } from '../../kit/strokes.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const STEPS = 100 // that can be undone

/**
 * Where on the board a pointer is, in fractions of its sides.
 * @param {HTMLCanvasElement} canvas
 * @param {PointerEvent} event
 * @returns {[number, number]}
 */
function fraction(canvas, event) {
  const box = canvas.getBoundingClientRect()
  const edge = canvas.clientLeft
  return [(event.clientX - box.left - edge) / canvas.clientWidth, (event.clientY - box.top - edge) / canvas.clientHeight]
}

/** The strokes with a past: `now`, and ways to change it, each of which tells. What a sample takes the place of is past, not gone. */
function drawing(tell) {
  let strokes = []
  let past = []
  let mine = false // whether somebody drew what is on the board
  const keep = () => {
    past = [...past.slice(1 - STEPS), strokes]
  }
  const put = (next, settled) => {
    strokes = next
    tell(strokes, settled)
  }
  return {
    get now() {
      return strokes
    },
    get undoable() {
      return past.length > 0
    },
    begin() {
      keep()
      mine = true
    },
    put,
    undo() {
      if (!past.length) return
      mine = true
      put(past.pop(), true)
    },
    clear() {
      if (strokes.length) {
        keep()
        put([], true)
      }
    },
    show(given) {
      if (mine && strokes.length) keep()
      mine = false
      strokes = given
    },
  }
}

/** `goesOn()`: whether a stroke adds to what is on the board; else it begins a new drawing, and undo brings the old one back. */
function follow(canvas, board, pen, goesOn) {
  let live = null
  let before = []
  const add = event => {
    const longer = extendStroke(live, ...fraction(canvas, event))
    const changed = longer !== live
    live = longer
    return changed
  }
  canvas.addEventListener('pointerdown', event => {
    if (event.button || live) return
    event.preventDefault()
    canvas.focus({ preventScroll: true })
    canvas.setPointerCapture(event.pointerId)
    board.begin()
    before = goesOn() ? board.now : []
    live = { pen: Number(pen.value), points: [] }
    add(event)
    board.put([...before, live], false)
  })
  canvas.addEventListener('pointermove', event => {
    if (!live) return
    const points = event.getCoalescedEvents?.() ?? []
    const changed = (points.length ? points : [event]).map(add).some(Boolean)
    if (changed) board.put([...before, live], false)
  })
  const end = () => {
    if (live) {
      live = null
      board.put(board.now, true)
    }
  }
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) canvas.addEventListener(name, end)
}

/** @param {Instrument} parts */
export function mount({ element, $, t, bus }) {
  const canvas = $('canvas')
  const own = new WeakSet()
  const board = drawing((strokes, settled) => {
    const source = backToDrawing({ strokes: encode(strokes) })
    own.add(source)
    bus.set('source', source)
    if (settled) bus.set('strokes', toText(source.strokes ?? new Uint8Array()))
    shown()
  })
  const draw = fitCanvas(canvas, (ctx, width) => paintStrokes(ctx, board.now, width, styleOf(canvas).of('ink')))
  function shown() {
    $('.place').classList.toggle('empty', !board.now.length)
    $('[data-do=undo]').disabled = !board.undoable
    $('[data-do=clear]').disabled = !board.now.length
    draw()
  }
  follow(canvas, board, $('input'), () => !bus.get('source')?.file)
  for (const what of ['undo', 'clear']) $(`[data-do=${what}]`).onclick = board[what]
  const here = f => () => (canvas.offsetParent ? f() : false)
  onKeys({ 'mod+z': here(board.undo), Delete: here(board.clear), Backspace: here(board.clear) })

  bus.on('source', source => $('.place').classList.toggle('aside', !!source?.file)) // a picture is looked at, and not this drawing
  bus.on('source', source => {
    if (own.has(source) || !source?.strokes) return
    board.show(decode(source.strokes) ?? [])
    bus.set('strokes', toText(source.strokes ?? new Uint8Array()))
    shown()
  })
  bus.on('network', network => {
    $('.invite').textContent = network.drawing ? t.invite_digit : t.invite
  })
  element.classList.add('ready')
  shown()
}
