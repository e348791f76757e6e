// Right answers on the gallery, before and after, and a pair of bars for each class.
import { fitted, style } from '../../kit/canvas.js'
import { counted } from '../filters.js'
import { write } from '../../kit/language.js'
import { fill } from '../../kit/numbers.js'
import { term } from '../../kit/term.js'

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

function bars(element, now, put) {
  return (g, width, height) => {
    const d = now()
    if (!d) return
    const look = style(element)
    g.font = look.font()
    const { named, widths } = columnsOf(d.columns.map(({ label }) => label), width, label => g.measureText(label).width)
    put(widths)
    const high = height - (named ? LINE : 0)
    g.textAlign = 'center'
    g.textBaseline = 'alphabetic'
    let x = 0
    d.columns.forEach(({ label, before, after }, i) => {
      const each = widths[i]
      g.fillStyle = look.of('line')
      g.fillRect(x + 2, high - 1, each - 4, 1)
      g.fillStyle = look.of('edge')
      g.fillRect(x + each * 0.18, high - high * before, each * 0.2, high * before)
      g.fillStyle = look.of(after < before ? 'accent' : 'edge')
      g.fillRect(x + each * 0.42, high - high * after, each * 0.4, high * after)
      g.fillStyle = look.of('ink-2')
      if (named) g.fillText(label, x + each / 2, height - 4)
      x += each
    })
  }
}

export function rightness({ element, $, t, bus }) {
  const canvas = $('.right canvas')
  const now = () => {
    const found = bus.get('filters.tally')
    const network = bus.get('network')
    if (!found || found.network !== network?.key) return null
    const columns = counted(found.pictures, MOST).map(index => {
      const n = found.pictures[index]
      return { label: network.classes[index] ?? String(index), n, before: found.before[index] / n, after: found.after[index] / n, index }
    })
    return { ...found, columns }
  }
  let widths = []
  const paint = fitted(canvas, bars(element, now, found => (widths = found)))
  const what = $('.right .what')
  const word = document.createElement('span')
  what.append(word)
  term(word, () => (!now()?.labelled ? t.same_help : bus.get('network').drawing ? t.right_help : t.right_photographs_help))
  bus.on(['filters.tally', 'filters.edits', 'network'], () => {
    const d = now()
    $('.right').classList.toggle('old', !d || d.edits !== bus.get('filters.edits'))
    if (!d) return
    const drawn = bus.get('network').drawing
    word.textContent = fill(d.labelled ? (drawn ? t.right : t.right_photographs) : t.same, { n: write.count(d.total) })
    const [before, after] = [d.before, d.after].map(values => write.percent(total(values) / d.done))
    const change = fill(d.edits.length ? t.change : t.alone, { before, after })
    const stay = d.edits.length && d.labelled ? ` · ${fill(t.stay, { n: write.percent(d.stayed / d.done) })}` : ''
    const far = d.done < d.total ? fill(t.so_far, { change, done: write.count(d.done), total: write.count(d.total) }) : `${change}${stay}`
    $('.right .sum').textContent = far
    const say = ({ label, n, index }) => fill(t.class, { label, before: d.before[index], after: d.after[index], n })
    canvas.ariaLabel = d.columns.map(say).join('; ')
    paint()
  })
  canvas.addEventListener('pointermove', event => {
    const d = now()
    if (!d) return
    let left = event.clientX - canvas.getBoundingClientRect().left
    const one = d.columns[widths.findIndex(width => (left -= width) < 0)]
    canvas.title = one ? fill(t.class, { label: one.label, before: d.before[one.index], after: d.after[one.index], n: one.n }) : ''
  })
}
