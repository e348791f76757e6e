// The picture, with a square to drag over it; the answer follows. What is painted is what the network reads.
import { softmax } from '../../kit/softmax.js'
import { createElement } from '../../kit/element.js'
import { paintPicture } from '../../kit/canvas.js'
import { percentBox } from '../../kit/geometry.js'
import { radioGroup, radioButtons } from '../../kit/radio_group.js'
import { blurred, occluded, FILLS, occludedShare, clampSquare, classesByLogit } from '../settings.js'
import { liveCamera } from '../../kit/live_camera.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { openTab } from '../../kit/gradio_tabs.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const FINE = 64 // px: smaller pictures are shown pixel by pixel
const PART = 1 / 4 // of the side: a square when it is new
const FAR = 8 // pixels, with Shift

/** Puts text with **one bold piece** into an element. */
function setRichText(element, text) {
  const parts = text.split('**').map((part, i) => (i % 2 ? createElement('b', '', part) : part))
  element.replaceChildren(...parts)
}

/** Pointer and keys on the board. `get()` → { square, size: [h, w] }, `put(square)`. */
function bindPointer(board, square, get, put) {
  let grip = null // { kind, from: [y, x] in pixels, was }
  const at = event => {
    const box = board.getBoundingClientRect()
    const { size } = get()
    return [((event.clientY - box.top) / box.height) * size[0], ((event.clientX - box.left) / box.width) * size[1]]
  }
  board.addEventListener('pointerdown', event => {
    const now = get()
    if (event.button || !now) return
    board.setPointerCapture(event.pointerId)
    const from = at(event)
    const kind = event.target.closest('.corner') ? 'size' : 'move'
    let was = now.square
    if (kind === 'move' && !event.target.closest('.square')) {
      const size = was?.size ?? Math.round(PART * Math.min(...now.size))
      was = { top: from[0] - size / 2, left: from[1] - size / 2, size, fill: was?.fill ?? FILLS[0] }
      put(was)
    }
    grip = { kind, from, was: get().square }
    square.focus({ preventScroll: true })
    event.preventDefault()
  })
  board.addEventListener('pointermove', event => {
    if (!grip) return
    const [dy, dx] = at(event).map((v, axis) => v - grip.from[axis])
    const { top, left, size } = grip.was
    if (grip.kind === 'size') put({ ...grip.was, size: size + Math.max(dy, dx) })
    else put({ ...grip.was, top: top + dy, left: left + dx })
  })
  for (const name of ['pointerup', 'pointercancel']) board.addEventListener(name, () => (grip = null))
  square.addEventListener('keydown', event => {
    const now = get()?.square
    if (!now || event.ctrlKey || event.metaKey || event.altKey) return
    const by = event.shiftKey ? FAR : 1
    const move = { ArrowUp: [-by, 0], ArrowDown: [by, 0], ArrowLeft: [0, -by], ArrowRight: [0, by] }[event.key]
    const grow = { '+': 1, '=': 1, '-': -1 }[event.key]
    if (move) put({ ...now, top: now.top + move[0], left: now.left + move[1] })
    else if (grow) put({ ...now, size: now.size + grow })
    else if (event.key === 'Delete' || event.key === 'Backspace') put(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  })
}

/**
 * The sentence of the test: what the square hides, and what became of A.
 * @param {Pick<Instrument, 't' | 'bus'>} parts
 */
function createStory({ t, bus }) {
  const [square, seen, network, heats, under] = [
    bus.get('explain.square'),
    bus.get('forward'),
    bus.get('network'),
    bus.get('explain.heats'),
    bus.get('explain.covered'),
  ]
  if (!square) return t.invite
  if (!heats || heats.q.picture !== seen.picture || !heats.heats[0].map || under?.picture !== seen.picture) return null
  const { a } = heats.q
  const { picture, heat } = occludedShare(heats.heats[0].map, seen.picture.shape, square)
  const [before, after] = [seen.logits, under.logits].map(logits => softmax(logits)[a])
  const words = {
    part: write.percent(picture),
    heat: write.percent(heat),
    name: network.classes[a],
    before: write.percent(before),
    after: write.percent(after),
  }
  const [now, then] = [classesByLogit(under.logits)[0], classesByLogit(seen.logits)[0]]
  const verdict = now === then ? '' : ` ${fillTemplate(t.verdict, { name: network.classes[now] })}`
  return fillTemplate(Number.isNaN(heat) ? t.told_no_heat : t.told, words) + verdict
}

/** @param {Pick<Instrument, '$' | 't' | 'bus'>} parts */
function offerCamera({ $, t, bus }) {
  const button = $('[data-do=camera]')
  const cam = liveCamera($('video'), t, {
    name: t.live,
    tab: 'explain',
    onMessage: sentence => bus.set('explain.error', sentence),
    changed(on) {
      button.ariaPressed = String(on)
      button.textContent = on ? t.camera_off : t.camera
    },
  })
  button.onclick = () => (cam.on ? cam.stop() : cam.start())
}

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const [canvas, square, range] = [$('canvas'), $('.square'), $('input')]
  const now = () => {
    const seen = bus.get('forward')
    return seen && { square: bus.get('explain.square'), size: seen.picture.shape.slice(0, 2), picture: seen.picture }
  }
  const put = wanted => {
    const next = wanted && clampSquare(wanted, now().size)
    if (JSON.stringify(next) !== JSON.stringify(bus.get('explain.square'))) bus.set('explain.square', next)
  }
  let fog = null
  function paint() {
    const { square: laid, size, picture } = now() ?? {}
    if (!picture) return
    if (laid?.fill === 'blur' && fog?.picture !== picture) fog = { picture, values: blurred(picture.values, picture.shape) }
    const values = laid ? occluded(picture, laid, laid.fill === 'blur' ? fog.values : null) : picture.values
    paintPicture(canvas, values, picture.shape)
    canvas.classList.toggle('fine', Math.max(...size) > FINE)
    place(laid, size)
  }
  /**
   * @param {any} laid
   * @param {any} list
   */
  function place(laid, [height, width]) {
    square.hidden = !laid
    Object.assign(range, { min: 1, max: Math.min(height, width) })
    $('[data-do=remove]').disabled = !laid
    const size = laid?.size ?? Math.round(PART * Math.min(height, width))
    range.value = size
    $('.size').textContent = fillTemplate(t.size, { n: size })
    fills(laid?.fill ?? FILLS[0])
    if (!laid) return
    const { top, left } = clampSquare(laid, [height, width])
    Object.assign(square.style, percentBox({ top, left, bottom: top + size, right: left + size }, [height, width]))
    square.ariaLabel = fillTemplate(t.square, { top, left, n: size })
  }
  $('.choices').append(...radioButtons(FILLS.map(one => [one, t.fills[one]])))
  const centred = size => [now().size[0] - size, now().size[1] - size].map(v => v / 2)
  const fresh = what => {
    const size = Number(range.value)
    const [top, left] = centred(size)
    return { top, left, size, fill: FILLS[0], ...(bus.get('explain.square') ?? {}), ...what }
  }
  const fills = radioGroup($('.choices'), one => now() && put(fresh({ fill: one })))
  bindPointer($('.board'), square, now, put)
  range.oninput = () => now() && put(fresh({ size: Number(range.value) }))
  $('[data-do=remove]').onclick = () => put(null)
  $('[data-do=change]').onclick = () => openTab('main', 'tab-look')
  offerCamera({ $, t, bus })
  const says = () => {
    const text = createStory({ t, bus })
    if (text !== null) setRichText($('.story'), text)
  }
  bus.on('forward', seen => {
    const laid = bus.get('explain.square')
    if (laid) put(laid)
    if (seen) paint()
  })
  bus.on('explain.square', paint)
  bus.on(['explain.square', 'explain.covered', 'explain.heats', 'forward'], says)
}
