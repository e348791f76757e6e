// Which answers a step breaks: labelled pictures, a row for each class. Pure but for the canvas.

/**
 * [{ row, column, before, after }]: whether each picture's answer is right before and after; those of a class stand in a row.
 * @param {Pick<import('../../kit/types/step.js').LossLine, 'labels' | 'answers'>} line
 */
export function gradePictures({ labels, answers: [before, after] }) {
  const seen = new Map()
  return [...labels].map((label, i) => {
    const column = seen.get(label) ?? 0
    seen.set(label, column + 1)
    return { row: label, column, before: before[i] === label, after: after[i] === label }
  })
}

export const counts = pictures => ({
  n: pictures.length,
  before: pictures.filter(one => one.before).length,
  after: pictures.filter(one => one.after).length,
  lost: pictures.filter(one => one.before && !one.after).length,
  won: pictures.filter(one => !one.before && one.after).length,
})

export function draw(ctx, pictures, { of }, { width, height }) {
  const rows = 1 + Math.max(...pictures.map(({ row }) => row))
  const columns = 1 + Math.max(...pictures.map(({ column }) => column))
  const cell = Math.floor(Math.min(width / columns, height / rows))
  const side = Math.max(2, cell - 2)
  for (const { row, column, before, after } of pictures) {
    const [x, y] = [column * cell, row * cell]
    ctx.fillStyle = after ? of(before ? 'line' : 'accent') : before ? of('danger') : of('edge')
    ctx.fillRect(x, y, side, side)
  }
}
