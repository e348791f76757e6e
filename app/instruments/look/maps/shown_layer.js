// What is shown: the maps that have come, with everything that belongs to them.
import { channelName } from '../../kit/channels.js'
import { asMaps, isVector } from '../../kit/geometry.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */

/**
 * → { network, seen, maps, layer, vector, count, height, width, called(channel), names (classes of the units, or null), pin, scope,
 * temperature }, null before the
 * first answer and while network and maps do not belong together.
 * @param {Bus} bus
 */
export function shownLayer(bus) {
  const network = bus.get('network')
  const seen = bus.get('forward')
  const maps = bus.get('maps')
  if (!network || seen?.network !== network.key || maps?.network !== network.key) return null
  const at = network.layers.findIndex(l => l.name === maps.layer)
  if (at < 0) return null
  const [count, height, width] = asMaps(maps.shape)
  const vector = isVector(maps.shape)
  const named = network.classes.some((name, i) => name !== String(i))
  const answers = named && vector && count === network.classes.length && at >= network.layers.length - 2 // the logits and their softmax
  const pin = bus.get('selectedChannel') ?? null
  return {
    network,
    seen,
    maps,
    layer: network.layers[at],
    vector,
    count,
    height,
    width,
    called: c => channelName(network, maps.layer, c),
    temperature: bus.get('temperature'),
    names: answers ? network.classes : null,
    pin: pin !== null && pin < count ? pin : null,
    scope: bus.get('scope'),
  }
}
