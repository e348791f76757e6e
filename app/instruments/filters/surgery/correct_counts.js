// Right answers on the gallery, before and after, and a pair of bars for each class.
import { createElement, createSvgText } from '../../kit/element.js'
import { styleOf } from '../../kit/canvas.js'
import { bars, createPlot, showPlot, stroke } from '../../kit/plot.js'
import { fitPlot } from '../../kit/plot_reading.js'
import { widthIn } from '../../kit/plot_text.js'
import { galleryColumns } from '../settings.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { tooltip } from '../../kit/tooltip.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const MOST = 12 // classes that have room
const LINE = 18 // px below the bars, for the names

const total = values => values.reduce((a, b) => a + b, 0)

/** How wide each column is: as its name wants it, where all names have room, else all alike and without names. */
function columnsOf(labels, width, measure) {
  const wanted = labels.map(label => measure(label) + 4)
  const spare = (width - total(wanted)) / labels.length
  const alike = width / labels.length
  if (wanted.every(one => one <= alike)) return { named: true, widths: labels.map(() => alike) }
  return spare < 0 ? { named: false, widths: labels.map(() => alike) } : { named: true, widths: wanted.map(one => one + spare) }
}

/** A pair of bars for each class: the share that is right before the edits, and after them. Returns the columns' widths. */
function paint(svg, classes, { width, height, size }, widthOf) {
  const { named, widths } = columnsOf(
    classes.map(({ label }) => label),
    width,
    widthOf,
  )
  const margin = { left: 0, right: 0, top: 0, bottom: named ? LINE : 0 }
  const plot = createPlot({ width, height, size, margin, x: { low: 0, high: width }, y: { low: 0, high: 1 } })
  const from = widths.map((_, i) => total(widths.slice(0, i)))
  const bar = (i, [left, right], value, className) =>
    bars(plot, [[from[i] + left * widths[i], from[i] + right * widths[i], value]], () => className)
  showPlot(svg, plot, [
    ...classes.map((_, i) => stroke(plot, [from[i] + 2, 0], [from[i] + widths[i] - 2, 0], 'rule')),
    ...classes.flatMap(({ before }, i) => bar(i, [0.18, 0.38], before, 'bar')),
    ...classes.flatMap(({ before, after }, i) => bar(i, [0.42, 0.82], after, after < before ? 'bar fewer' : 'bar')),
    ...(named ? classes.map(({ label }, i) => createSvgText(from[i] + widths[i] / 2, height - 4, label, 'quiet', 'middle')) : []),
  ])
  return widths
}

/** @param {Pick<Instrument, 'element' | '$' | 't' | 'bus'>} parts */
export function correctCounts({ element, $, t, bus }) {
  const svg = $('.right svg')
  const now = () => {
    const found = bus.get('filters.tally')
    const network = bus.get('network')
    if (!found || found.network !== network?.key) return null
    const columns = galleryColumns(found.pictures, MOST).map(index => {
      const n = found.pictures[index]
      return { label: network.classes[index] ?? String(index), n, before: found.before[index] / n, after: found.after[index] / n, index }
    })
    return { ...found, columns }
  }
  let widths = []
  const soon = fitPlot(svg, room => {
    const d = now()
    if (d) widths = paint(svg, d.columns, room, widthIn(styleOf(element).font()))
  })
  const what = $('.right .what')
  const word = createElement('span')
  what.append(word)
  tooltip(word, () => (!now()?.labelled ? t.same_help : bus.get('network').drawing ? t.right_help : t.right_photographs_help))
  bus.on(['filters.tally', 'filters.edits', 'network'], () => {
    const d = now()
    $('.right').classList.toggle('old', !d || d.edits !== bus.get('filters.edits'))
    if (!d) return
    const drawn = bus.get('network').drawing
    word.textContent = fillTemplate(d.labelled ? (drawn ? t.right : t.right_photographs) : t.same, { n: write.count(d.total) })
    const [before, after] = [d.before, d.after].map(values => write.percent(total(values) / d.done))
    const change = fillTemplate(d.edits.length ? t.change : t.alone, { before, after })
    const stay = d.edits.length && d.labelled ? ` · ${fillTemplate(t.stay, { n: write.percent(d.stayed / d.done) })}` : ''
    const far =
      d.done < d.total ? fillTemplate(t.so_far, { change, done: write.count(d.done), total: write.count(d.total) }) : `${change}${stay}`
    $('.right .sum').textContent = far
    const say = ({ label, n, index }) => fillTemplate(t.class, { label, before: d.before[index], after: d.after[index], n })
    svg.ariaLabel = d.columns.map(say).join('; ')
    soon()
  })
  svg.addEventListener('pointermove', event => {
    const d = now()
    if (!d) return
    let left = event.clientX - svg.getBoundingClientRect().left
    const one = d.columns[widths.findIndex(width => (left -= width) < 0)]
    const said = one ? fillTemplate(t.class, { label: one.label, before: d.before[one.index], after: d.after[one.index], n: one.n }) : ''
    svg.parentElement.title = said
  })
  svg.addEventListener('pointerleave', () => svg.parentElement.removeAttribute('title'))
}
