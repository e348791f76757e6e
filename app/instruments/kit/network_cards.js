// What the cards of the networks say: which one is on this machine, and which one opens for a kind of picture when nobody has chosen.

/** @typedef {import('./types.js').NetworkCard} NetworkCard */

/**
 * Whether a network answers at once: its weights are here, or it needs none.
 * @param {{ weights: string }} card
 */
export const isHere = card => !['download', 'install'].includes(card.weights)

/**
 * Whether a network answers with classes; else its answer is a picture.
 * @param {{ answer: string } | null | undefined} network
 */
export const namesClasses = network => !!network && network.answer !== 'picture'

/**
 * The usual network for drawings or for photographs, else the first of that kind that is here; undefined where there is none.
 * @param {Map<string, NetworkCard>} networks
 * @param {boolean} drawing
 */
export function usualNetwork(networks, drawing) {
  const here = [...networks.values()].filter(
    card => card.drawing === drawing && namesClasses(card) && isHere(card) && card.weights !== 'random',
  )
  return here.find(card => card.usual) ?? here[0]
}

/**
 * Whether two networks have the same classes in the same order; a network and its untrained twin always do.
 * @param {NetworkCard} a
 * @param {NetworkCard} b
 */
export const haveSameClasses = (a, b) => (a.task !== '' && a.task === b.task) || trainedKey(a) === trainedKey(b)
/** @param {NetworkCard} card */
const trainedKey = card => card.key.replace(/@random$/, '')
