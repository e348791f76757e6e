// Which network Transfer starts from: photographs are learned on the usual network for them, drawings on the one in use. Pure.
import { usualNetwork } from '../kit/network_cards.js'

/** @typedef {import('../kit/types.js').NetworkCard} NetworkCard */
/** @typedef {{ enabled: boolean, examples: any[], photographs?: number }} ClassOfExamples */
/**
 * `does`: the network is changed, its change is offered, or a change that came by itself is taken back.
 * @typedef {{ does: 'change' | 'offer' | 'return', from: string, to: string }} BaseChange
 */

/**
 * Whether more than half of the pictures that take part are photographs.
 * @param {ClassOfExamples[]} classes
 */
export function arePhotographs(classes) {
  const taking = classes.filter(({ enabled }) => enabled)
  /** @param {(one: ClassOfExamples) => number} size */
  const sum = size => taking.reduce((all, one) => all + size(one), 0)
  return 2 * sum(({ photographs = 0 }) => photographs) > sum(({ examples }) => examples.length)
}

/**
 * Whether a network has learned less of photographs than the usual one for them: it reads drawings, or knows fewer classes. What a visitor has
 * trained and untrained twins were chosen for what they are.
 * @param {NetworkCard} card
 * @param {NetworkCard} usual
 */
const knowsLess = (card, usual) => !['trained', 'random'].includes(card.weights) && (card.drawing || card.classes < usual.classes)

/**
 * What becomes of the network when the classes have changed; null: it stays.
 *   before, after   whether somebody's classes were photographs, and are
 *   key, networks   of the network in use; the cards of all
 *   named           the link or the visitor has named the network: it stays
 *   work            something stands there that was made for this network: a training that was asked for, a place of the freeze line
 *   changed         { from, to } of a change that came by itself and still stands, else null
 * @param {{ before: boolean, after: boolean, key: string, networks: Map<string, NetworkCard>, named: boolean, work: boolean,
 *   changed: { from: string, to: string } | null }} given
 * @returns {BaseChange | null}
 */
export function baseChange({ before, after, key, networks, named, work, changed }) {
  if (before === after) return null
  if (!after) return changed && changed.to === key && !work ? { does: 'return', from: key, to: changed.from } : null
  const [card, usual] = [networks.get(key), usualNetwork(networks, false)]
  if (named || !card || !usual || usual.key === key || !knowsLess(card, usual)) return null
  return { does: work ? 'offer' : 'change', from: key, to: usual.key }
}
