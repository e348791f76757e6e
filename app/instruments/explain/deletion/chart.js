// The probability of A while pixels go, or come: four lines, and what is read of them. A pure function of data and size.
import { write } from '../../kit/language.js'
import { axisName, columns, createPlot, dots, levels, lineThrough, showPlot, upright } from '../../kit/plot.js'

const LINES = { random_deleted: 'random', random_inserted: 'random', deleted: 'deleted', inserted: 'accented' } // from the back to the front
const WIDE = 0.6 // of the size of type: a letter
const percent = share => write.short(100 * share)
const pointsOf = ({ fractions }, values) => Array.from(values, (p, i) => [fractions[i], p])

/** What was measured at a share of the pixels: a probability for each line; NaN where nothing was. */
export function valuesAt(found, share) {
  const i = Array.from(found?.fractions ?? []).indexOf(share)
  return Object.fromEntries(Object.keys(LINES).map(name => [name, found?.[name]?.[i] ?? NaN]))
}

/** `found`: the curves so far, or null; `read`: the share of the pixels that is pointed at, or null. Returns the plot. */
export function paint(svg, found, { room: { width, height, size }, read, word }) {
  const margin = { left: 2.5 * size, right: 0.3 * size, top: 0.5 * size, bottom: 1.6 * size }
  const plot = createPlot({ width, height, size, margin, x: { low: 0, high: 1 }, y: { low: 0, high: 1 } })
  const lines = Object.entries(LINES).filter(([name]) => found?.[name])
  const values = read === null ? {} : valuesAt(found, read)
  const there = ['deleted', 'inserted'].filter(name => Number.isFinite(values[name]))
  const fits = plot.right - plot.left > (WIDE * word.length + 3) * size // between 0 and 100
  showPlot(svg, plot, [
    ...levels(plot, [0, 0.5, 1], percent),
    ...columns(plot, [0, 1], percent),
    ...(there.length || fits ? [axisName(plot, there.length ? `${percent(read)} % ${word}` : word, true)] : []),
    ...lines.flatMap(([name, kind]) => lineThrough(plot, pointsOf(found, found[name]), kind)),
    ...(there.length ? [upright(plot, read, 'reading')] : []),
    ...there.flatMap(name => dots(plot, [[read, values[name]]], 3.5, `dot ${LINES[name]}`)),
  ])
  return plot
}
