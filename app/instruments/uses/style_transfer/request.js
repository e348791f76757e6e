// Asks for a picture in another's style and hands it over as it forms; a new question stops the one before.
import { askParts } from '../../kit/streamed_answers.js'
import { filesBody, parseBinary } from '../../kit/binary.js'
import { askBytes } from '../../kit/ask.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */

const PHOTOGRAPHS = 'resnet109' // ours, and always on this machine: for who is looking at a network of drawings

/**
 * A result that comes with the project; null where it is another network's than the one that is asked.
 * @param {Bus} bus
 * @returns {Promise<Record<string, any> | null>}
 */
export async function styleExample(bus) {
  const { head, arrays } = parseBinary(await askBytes('style_example'))
  const network = networkOf(bus)
  return network?.key === head.network ? { ...head, title: network.title, picture: arrays.get('picture') } : null
}

/**
 * → { begin(content, manner), stop(), running() }; `part` hears each picture, `ended` a sentence where it went wrong, else null.
 * @param {Bus} bus
 * @param {any} more1
 */
export function createStyleTransfer(bus, { begun, part, ended }) {
  let control = null
  const stop = () => {
    control?.abort()
    control = null
    ended(null)
  }
  async function begin(content, manner) {
    control?.abort()
    const mine = (control = new AbortController())
    const network = networkOf(bus)
    const asked = { content, manner, share: bus.get('uses.share') }
    begun()
    const heard = buffer => {
      const { head, arrays } = parseBinary(buffer)
      if (control !== mine) return
      if (head.error) ended(head.error)
      else part({ ...head, asked, title: network.title, picture: arrays.get('picture') })
    }
    try {
      const body = await filesBody([content.file, manner.file])
      await askParts('style_transfer', { network: network.key, share: asked.share }, body, heard, mine.signal)
      if (control === mine) stop()
    } catch (thrown) {
      const error = /** @type {import('../../kit/types.js').Failure} */ (thrown)
      if (control !== mine) return
      control = null
      if (!error.kind) console.error(error)
      ended(error.kind ? error.message || bus.get('words')?.gone : bus.get('words')?.unreadable)
    }
  }
  return { begin, stop, running: () => control !== null }
}

/** @param {Bus} bus */
function networkOf(bus) {
  const chosen = bus.get('network')
  return chosen && !chosen.drawing ? chosen : (bus.get('networks')?.get(PHOTOGRAPHS) ?? chosen)
}
