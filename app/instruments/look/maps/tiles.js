// All channels side by side.
import { colours, coloursOfCodes } from '../../kit/colour.js'
import { imageOf, theme } from '../../kit/canvas.js'
import { tileCorner } from '../../kit/geometry.js'

const FRAMED = 14 // px: smaller tiles have no line around them

/** All channels in one picture, `across` tiles in a row: one upload instead of hundreds. `ends[c]`: where the scale of channel c ends. */
function atlas({ codes, size: [count, height, width], low, step }, ends) {
  const across = Math.ceil(Math.sqrt(count))
  const row = across * width
  const table = colours(theme())
  const pixels = new Uint32Array(row * Math.ceil(count / across) * height)
  for (let c = 0, from = 0; c < count; c++) {
    const styles = coloursOfCodes(table, low[c], step[c], ends(c))
    const start = Math.floor(c / across) * height * row + (c % across) * width
    for (let y = 0; y < height; y++) for (let at = start + y * row, x = 0; x < width; x++) pixels[at + x] = styles[codes[from++]]
  }
  return { image: imageOf(pixels, row, pixels.length / row), across }
}

/** Paints the tiles of `view` (see geometry.arrange). */
export function paintTiles(ctx, { maps, called, view, ends, ratio, styles }) {
  const { image, across } = atlas(maps, ends)
  const [count, height, width] = maps.size
  const k = view.cell
  const shownHigh = Math.min(height * maps.factor, view.height)
  const shownWide = Math.min(width * maps.factor, view.width)
  ctx.imageSmoothingEnabled = k * maps.factor * ratio < 2
  ctx.imageSmoothingQuality = 'high'
  ctx.font = styles.font()
  ctx.textBaseline = 'alphabetic'
  ctx.strokeStyle = styles.of('line')
  ctx.fillStyle = styles.of('ink-2')
  ctx.lineWidth = 1
  for (let c = 0; c < count; c++) {
    const { x, y } = tileCorner(view, c)
    const left = (c % across) * width
    const top = Math.floor(c / across) * height
    ctx.drawImage(image, left, top, shownWide / maps.factor, shownHigh / maps.factor, x, y, shownWide * k, shownHigh * k)
    if (view.width * k > FRAMED) ctx.strokeRect(x + 0.5, y + 0.5, view.width * k - 1, view.height * k - 1)
    if (view.label) ctx.fillText(called(c), x, y - 6)
  }
}
