// The exact values of single channels, fetched when somebody looks at one, kept while picture and layer are the same.
import { askBytes } from '../../kit/ask.js'
import { parseChannel } from '../../kit/binary.js'
import { isVector } from '../../kit/geometry.js'
import { latestOnly } from '../../kit/latest_only.js'

const KEPT = 48 // channels: of 112 × 112 cells, 2.4 MB

/** `arrived(channel)` is called when values have come. → { of(maps, channel), want(maps, channel) } */
export function exactValues(arrived) {
  let kept = new Map()
  let subject = null
  const slot = (maps, channel) => (isVector(maps.shape) ? 0 : channel) // a vector comes whole

  const fetchLatest = latestOnly(
    async ({ maps, channel }) => {
      const query = { network: maps.network, layer: maps.layer, channel, form: 'pixels' }
      return parseChannel(await askBytes('channel', query, maps.picture)).values
    },
    ({ maps, channel }, values) => {
      if (maps.picture !== subject?.picture || maps.layer !== subject.layer) return
      if (kept.size >= KEPT) kept.delete(kept.keys().next().value)
      kept.set(channel, values)
      arrived(channel)
    },
    error => {
      if (!error.kind) console.error(error)
    }, // the number stays an approximate one, and says so
  )
  function about(maps) {
    if (subject?.picture === maps.picture && subject.layer === maps.layer && subject.network === maps.network) return
    subject = maps
    kept = new Map()
  }
  return {
    of(maps, channel) {
      about(maps)
      return kept.get(slot(maps, channel)) ?? null
    },
    want(maps, channel) {
      about(maps)
      if (!kept.has(slot(maps, channel))) fetchLatest({ maps, channel: slot(maps, channel) })
    },
  }
}
