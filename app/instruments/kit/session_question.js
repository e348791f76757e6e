// What the session asks the server, and what stands in where nobody named a network or a layer. Pure.
import { isHere } from './network_cards.js'
import { START } from './permalink.js'

/** @typedef {import('./types.js').NetworkCard} NetworkCard */
/** @typedef {import('./types.js').Network} Network */
/** @typedef {import('./types.js').Source} Source */
/** @typedef {{ what: 'forward' | 'feature_maps', network: Network, source: Source, layer: string, side: number, edited: string }} Question what the bus lacks */

/**
 * The layer that is chosen at first: the first convolution, where a picture is still to be seen.
 * @param {Network} network
 */
export const firstLayer = network => (network.layers.find(l => l.kind.startsWith('conv')) ?? network.layers[1] ?? network.layers[0]).name
/**
 * Key of the network to open when nobody named one: the usual one, else one that is on this machine and takes drawings; none of `but`.
 * @param {Map<string, NetworkCard>} networks
 * @param {Set<string | null>} but
 */
export const defaultNetwork = (networks, but = new Set()) => {
  const here = [...networks.values()].filter(c => isHere(c) && !but.has(c.key))
  return (here.find(c => c.key === START.network) ?? here.find(c => c.drawing) ?? here[0])?.key
}
/**
 * @param {Network} network
 * @param {string | null | undefined} name
 */
export const layerNamed = (network, name) => network.layers.find(l => l.name === name)
/** @param {Source} source */
export const bodyForm = source => (source.strokes ? 'strokes' : 'picture')
/**
 * @param {Question | null} a
 * @param {Question | null} b
 */
export const sameQuestion = (a, b) =>
  a && b && /** @type {(keyof Question)[]} */ (['what', 'network', 'source', 'layer', 'side', 'edited']).every(k => a[k] === b[k])
