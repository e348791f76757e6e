// A number of the input: the pixel that it was, and how the weights want it written.
import { createElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { fraction } from './elements.js'

/** → { nodes, mark } */
export function pixel({ receipt, shown, t, drawing }) {
  const { pixel: level, mean, std } = receipt.facts
  const short = v => write.short(v, 4)
  return {
    nodes: [
      createElement('p', 'say', fillTemplate(drawing ? t.pixel_ink : t.pixel_level, { level: write.count(level) })),
      createElement(
        'p',
        'formula',
        fraction(['p / 255 − μ'], ['σ']),
        createElement('span', '', '='),
        fraction([`${write.count(level)} / 255 − ${short(mean)}`], [short(std)]),
        createElement('span', '', '='),
        createElement('b', '', shown.plain(receipt.torch_value)),
      ),
      createElement('p', 'say', t.pixel_end),
    ],
    mark() {},
  }
}
