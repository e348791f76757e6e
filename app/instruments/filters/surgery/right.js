// Right answers on the gallery, before and after, and a pair of bars for each class.
import { fitted, style } from '../../kit/canvas.js'
import { counted } from '../filters.js'
import { write } from '../../kit/language.js'
import { fill } from '../../kit/numbers.js'
import { term } from '../../kit/term.js'

const MOST = 12 // classes that have room
const LINE = 16 // px below the bars, for the names

const total = values => values.reduce((a, b) => a + b, 0)

function bars(element, now) {
  return (g, width, height) => {
    const d = now()
    if (!d) return
    const look = style(element)
    const each = width / d.columns.length
    const short = d.columns.every(({ label }) => label.length <= 2)
    const high = height - (short ? LINE : 0)
    g.font = look.font()
    g.textAlign = 'center'
    g.textBaseline = 'alphabetic'
    d.columns.forEach(({ label, before, after }, i) => {
      const x = i * each
      g.fillStyle = look.of('line')
      g.fillRect(x + 2, high - 1, each - 4, 1)
      g.fillStyle = look.of('edge')
      g.fillRect(x + each * 0.18, high - high * before, each * 0.2, high * before)
      g.fillStyle = look.of(after < before ? 'accent' : 'edge')
      g.fillRect(x + each * 0.42, high - high * after, each * 0.4, high * after)
      g.fillStyle = look.of('ink-2')
      if (short) g.fillText(label, x + each / 2, height - 2)
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
  const paint = fitted(canvas, bars(element, now))
  const what = $('.right .what')
  const word = document.createElement('span')
  what.append(word)
  term(word, () => (now()?.labelled ? t.right_help : t.same_help))
  bus.on(['filters.tally', 'filters.edits', 'network'], () => {
    const d = now()
    $('.right').classList.toggle('old', !d || d.edits !== bus.get('filters.edits'))
    if (!d) return
    word.textContent = fill(d.labelled ? t.right : t.same, { n: write.count(d.total) })
    const [before, after] = [d.before, d.after].map(values => write.percent(total(values) / d.done))
    const change = fill(d.edits.length ? t.change : t.alone, { before, after })
    $('.right .sum').textContent = d.done < d.total ? fill(t.so_far, { change, done: write.count(d.done), total: write.count(d.total) }) : change
    const say = ({ label, n, index }) => fill(t.class, { label, before: d.before[index], after: d.after[index], n })
    canvas.ariaLabel = d.columns.map(say).join('; ')
    paint()
  })
  canvas.addEventListener('pointermove', event => {
    const d = now()
    if (!d) return
    const box = canvas.getBoundingClientRect()
    const one = d.columns[Math.min(d.columns.length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * d.columns.length)))]
    canvas.title = one ? fill(t.class, { label: one.label, before: d.before[one.index], after: d.after[one.index], n: one.n }) : ''
  })
}
