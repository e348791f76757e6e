// The foot of every receipt: bias, our sum in float64, PyTorch's own float32, and whether rounding explains the difference.
import { fill } from '../../kit/numbers.js'
import { part } from './parts.js'
import { gap } from './figures.js'

/** The tick, or a cross with the difference: computed by who made the receipt, never taken for granted. */
export function verdict(receipt, shown, t, { bias = null, sum }) {
  const difference = receipt.sum - receipt.torch_value
  const tick = part(receipt.agrees ? 'span.tick.yes' : 'span.tick.no', receipt.agrees ? '✓' : '✗')
  tick.setAttribute('role', 'img')
  tick.setAttribute('aria-label', receipt.agrees ? t.agrees : t.disagrees)
  const differs = Number.isFinite(difference) ? fill(difference === 0 ? t.equal : t.differs, { gap: gap(difference) }) : t.no_number
  const how = part('span.how', ` ${differs}`)
  how.title = fill(t.bound, { bound: gap(receipt.bound) })
  return part(
    'div.verdict',
    bias === null ? null : part('p.bias', part('span', bias), part('b', shown.signed(receipt.bias))),
    part('p.ours', part('span', ...sum), part('b', shown.long(receipt.sum))),
    part('p.theirs', part('span', part('b', 'PyTorch'), how), part('span', part('b', shown.long(receipt.torch_value)), ' ', tick)),
  )
}
