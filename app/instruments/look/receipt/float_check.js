// The foot of every receipt: bias, our sum in float64, PyTorch's own float32, and whether rounding explains the difference.
import { createElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { differenceText } from './decimals.js'

/**
 * → the element: bias and sum, PyTorch's value, and a tick, or a cross, with the difference. The server says whether they agree (`receipt.agrees`).
 * `shown` writes numbers, `words` stand before the bias and before our sum.
 * @param {any} receipt
 * @param {any} shown
 * @param {import('../../kit/types.js').Words} t
 * @param {{ bias?: string | null, sum: any[] }} words
 */
export function floatCheck(receipt, shown, t, { bias = null, sum }) {
  const difference = receipt.sum - receipt.torch_value
  const tick = createElement('span', receipt.agrees ? 'tick yes' : 'tick no', receipt.agrees ? '✓' : '✗')
  tick.setAttribute('role', 'img')
  tick.setAttribute('aria-label', receipt.agrees ? t.agrees : t.disagrees)
  const differs = Number.isFinite(difference)
    ? fillTemplate(difference === 0 ? t.equal : t.differs, { gap: differenceText(difference) })
    : t.no_number
  const how = createElement('span', 'how', ` ${differs}`)
  how.title = fillTemplate(t.bound, { bound: differenceText(receipt.bound) })
  return createElement(
    'div',
    'verdict',
    bias === null ? null : createElement('p', 'bias', createElement('span', '', bias), createElement('b', '', shown.signed(receipt.bias))),
    createElement('p', 'ours', createElement('span', '', ...sum), createElement('b', '', shown.long(receipt.sum))),
    createElement(
      'p',
      'theirs',
      createElement('span', '', createElement('b', '', 'PyTorch'), how),
      createElement('span', '', createElement('b', '', shown.long(receipt.torch_value)), ' ', tick),
    ),
  )
}
