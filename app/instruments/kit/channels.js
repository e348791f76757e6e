// What a channel is called: R, G, B of a colour picture that goes in, else its number. Pure but for the language.
import { write } from './language.js'

const COLOURS = 'RGB'

/**
 * The name of channel `c` of a layer. `network`: { input: { channels } }
 * @param {{ input?: { channels: number } } | null | undefined} network
 * @param {string} layer
 * @param {number} c
 */
export const channelName = (network, layer, c) =>
  layer === 'input' && network?.input?.channels === COLOURS.length ? COLOURS[c] : write.count(c)
