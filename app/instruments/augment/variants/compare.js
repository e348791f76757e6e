// Before and after on one picture, with a line between them that is dragged.
import { createElement } from '../../kit/element.js'
import { fitCanvas, paintPicture } from '../../kit/canvas.js'

/** → show(before, after), pictures as { values, shape }; the line keeps its place. */
export function compare(element, { drawing, words }) {
  const canvas = element.querySelector('canvas')
  const handle = element.querySelector('[role=slider]')
  let share = 0.5
  let shown = null
  const [before, after] = [createElement('canvas'), createElement('canvas')]
  const repaint = fitCanvas(canvas, (ctx, width, height) => {
    if (!shown) return
    ctx.imageSmoothingEnabled = false
    for (const { from, x, w } of [
      { from: before, x: 0, w: share * width },
      { from: after, x: share * width, w: (1 - share) * width },
    ]) {
      ctx.save()
      ctx.beginPath()
      ctx.rect(x, 0, w, height)
      ctx.clip()
      if (drawing()) ctx.filter = 'invert(1)'
      ctx.drawImage(from, 0, 0, width, height)
      ctx.restore()
    }
    const accent = getComputedStyle(canvas).getPropertyValue('--accent').trim()
    ctx.fillStyle = accent
    ctx.fillRect(share * width - 1, 0, 2, height)
  })
  const put = v => {
    share = Math.min(1, Math.max(0, v))
    handle.style.left = `${100 * share}%`
    handle.ariaValueNow = String(Math.round(100 * share))
    handle.ariaValueText = `${words().before} ${Math.round(100 * share)} %`
    repaint()
  }
  const at = event => {
    const box = canvas.getBoundingClientRect()
    return (event.clientX - box.left) / box.width
  }
  element.addEventListener('pointerdown', event => {
    element.setPointerCapture(event.pointerId)
    put(at(event))
    handle.focus({ preventScroll: true })
    event.preventDefault()
  })
  element.addEventListener('pointermove', event => element.hasPointerCapture(event.pointerId) && put(at(event)))
  handle.addEventListener('keydown', event => {
    const by = { ArrowLeft: -0.02, ArrowRight: 0.02, Home: -1, End: 1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    put(share + by)
  })
  put(share)
  return (first, second) => {
    shown = true
    paintPicture(before, first.values, first.shape)
    paintPicture(after, second.values, second.shape)
    repaint()
  }
}
