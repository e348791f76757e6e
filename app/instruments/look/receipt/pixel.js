// A number of the input: the pixel that it was, and how the weights want it written.
import { fill } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { part } from './parts.js'

/** → { nodes, mark } */
export function pixel({ receipt, shown, t, drawing }) {
  const { pixel: level, mean, std } = receipt.facts
  const short = v => write.short(v, 4)
  const fraction = (above, below) => part('span.fraction', part('span', above), part('span', below))
  return {
    nodes: [
      part('p.say', fill(drawing ? t.pixel_ink : t.pixel_level, { level: write.count(level) })),
      part(
        'p.formula',
        fraction(['p / 255 − μ'], ['σ']),
        part('span', '='),
        fraction([`${write.count(level)} / 255 − ${short(mean)}`], [short(std)]),
        part('span', '='),
        part('b', shown.plain(receipt.torch_value)),
      ),
      part('p.say', t.pixel_end),
    ],
    mark() {},
  }
}
