// A normalisation: γ (x − μ) / √(σ² + ε) + β with its numbers, and the same as one straight line a · x + b.
import { createElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { graph } from './function_graph.js'
import { fraction } from './elements.js'

const plus = v => (v < 0 ? `− ${write.short(-v, 4)}` : `+ ${write.short(v, 4)}`)
const minus = v => plus(-v)

function formula({ gamma, mean, variance, epsilon, beta, x }) {
  const short = v => write.short(v, 4)
  return [
    createElement('p', 'formula', createElement('span', '', 'γ'), fraction(['x − μ'], ['√(σ² + ε)']), createElement('span', '', '+ β')),
    createElement(
      'p',
      'formula',
      createElement('span', '', `= ${short(gamma)} ·`),
      fraction([`${short(x)} ${minus(mean)}`], [`√(${short(variance)} + ${short(epsilon)})`]),
      createElement('span', '', plus(beta)),
    ),
  ]
}

/** x / (k + α/n · Σ x²)^β */
function response({ k, alpha, size, beta, divisor }) {
  const short = v => write.short(v, 4)
  return createElement(
    'p',
    'formula',
    fraction(['x'], [`(${short(k)} + ${short(alpha)}/${short(size)} · Σ x²)`, createElement('sup', '', short(beta))]),
    createElement('span', '', '='),
    fraction(['x'], [short(divisor)]),
  )
}

/** → { nodes, mark } */
export function normalizationOf(context) {
  const { receipt, t } = context
  const { facts } = receipt
  if ('divisor' in facts) return { nodes: [response(facts)], aside: t.response, mark() {} }
  const own = receipt.terms.length > 1
  const straight = createElement(
    'p',
    'formula',
    `= ${write.short(facts.a, 4)} · x ${plus(facts.b)}`,
    createElement('span', 'how', ` ${t.one_line}`),
  )
  const say = own ? fillTemplate(t.own_statistics, { n: write.count(receipt.terms.length) }) : t.kept_statistics
  return { nodes: [...formula(facts), straight, graph(context, facts.x, 118)], aside: say, mark() {} }
}
