// The dense units of a lane with dropout, a row a layer: those that sit out the present step are hollow. In use all of them answer.
import { styleOf, contextOf } from '../../kit/canvas.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { droppedPerLayer } from '../run_events.js'

const ROW = 6 // px of a layer

/** `shown`: { step, layers: ["0100…", …] } or null; `live`: whether that step is the present one. */
export function paintDropoutUnits(canvas, { shown, live, t }) {
  canvas.hidden = !shown
  if (!shown) return
  const { layers, step } = shown
  canvas.style.height = `${ROW * layers.length}px`
  const { clientWidth: width } = canvas
  if (!width) return
  const ratio = devicePixelRatio || 1
  Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(ROW * layers.length * ratio) })
  const ctx = contextOf(canvas)
  ctx.scale(ratio, ratio)
  const styles = styleOf(canvas)
  const most = Math.max(...layers.map(one => one.length))
  const pitch = Math.min(ROW, width / most)
  layers.forEach((row, i) =>
    [...row].forEach((unit, k) => {
      ctx.fillStyle = styles.of(live && unit === '1' ? 'line' : 'ink')
      ctx.fillRect(k * pitch, i * ROW + 1, Math.max(1, pitch - 1), ROW - 2)
    }),
  )
  const counts = droppedPerLayer(layers)
  const all = { n: write.count(layers.reduce((a, one) => a + one.length, 0)) }
  canvas.title = live
    ? fillTemplate(t.units_out, { ...all, step: write.count(step), out: write.count(counts.reduce((a, b) => a + b, 0)) })
    : fillTemplate(t.units_all, all)
  canvas.setAttribute('aria-label', canvas.title)
}
