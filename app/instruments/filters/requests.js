// What Filters asks the server: short questions, of which the newest wins, and what comes as a stream of parts. Answers go to the bus.
import { ask as request, askBytes } from '../kit/ask.js'
import { askParts } from '../kit/streamed_answers.js'
import { filesBody, parseBinary, requiredArray } from '../kit/binary.js'
import { latestOnly } from '../kit/latest_only.js'
import { bodyOf } from './settings.js'

/** @typedef {import('../kit/bus.js').Bus} Bus */

const REST = 300 // ms without a change before what takes long is asked for
const STEPS = 128

/**
 * @param {import('../kit/types.js').Failure} error
 * @param {Bus} bus
 */
const errorText = (error, bus) => (error.kind ? error.message || bus.get('words')?.gone : bus.get('words')?.unreadable)

/** Runs the newest question only: `start(question, signal, still)`; an older one is aborted. */
function newestOnly(run) {
  let control = null
  let due = 0
  const stop = () => {
    clearTimeout(due)
    control?.abort()
    control = null
  }
  return {
    stop,
    ask(question, wait = REST) {
      stop()
      const mine = (control = new AbortController())
      due = setTimeout(() => run(question, mine.signal, () => control === mine), wait)
    },
  }
}

/** Whether strengths are of the same layer and the same picture, however often the network has looked at it. */
const alike = (was, { network, layer, seen }) =>
  was?.network === network && was.layer === layer && String(was.seen.picture.values) === String(seen.picture.values)

/** @returns {import('../kit/types/filters.js').FilterTiles} */
const tilesOf = buffer => {
  const { head, arrays } = parseBinary(buffer)
  const [tiles, norms, largest] = ['tiles', 'norms', 'largest'].map(name => requiredArray(arrays, name))
  const { network, layer, shape, slices } = head
  return { network, layer, shape, slices, tiles: tiles.values, size: tiles.shape, norms: norms.values, largest: largest.values }
}

/**
 * What each unit of a layer answers to a picture, and what it answered as trained: an edit moves no tile, their order is that of the filters as
 * trained. Before an edit both are the same; after one the second is known from before, or asked for.
 * @returns {Promise<import('../kit/types/filters.js').UnitActivations>}
 */
async function strengthsOf({ seen, ...q }, was) {
  const asked = async query => parseBinary(await askBytes('unit_activations', { ...q, ...query, form: 'pixels' }, seen.picture.values))
  const known = seen.edited === q.network || alike(was, { network: q.network, layer: q.layer, seen })
  const [{ head, arrays }, trained] = await Promise.all([asked({}), known ? null : asked({ trained: true })])
  const highest = requiredArray(arrays, 'highest').values
  const before = seen.edited === q.network ? highest : was?.untouched
  const untouched = trained ? requiredArray(trained.arrays, 'highest').values : before
  const { layer, unit, read, cell } = head
  return { layer, unit, read, cell, network: q.network, seen, map: requiredArray(arrays, 'map'), highest, untouched }
}

/**
 * Short questions, each asked by its name: `tiles`, `strengths`, `operate`, `edited`, `kernel`.
 * @param {Bus} bus
 */
export function filterQuestions(bus) {
  const failed = error => {
    if (!error.kind) console.error(error)
    bus.set('filters.error', errorText(error, bus))
  }
  const fine = () => bus.set('filters.error', null)
  const tiles = latestOnly(
    async q => tilesOf(await askBytes('filter_tiles', q)),
    (_, found) => {
      fine()
      bus.set('filters.tiles', found)
    },
    failed,
  )
  const strengths = latestOnly(
    q => strengthsOf(q, bus.get('filters.strengths')),
    (_, found) => {
      fine()
      bus.set('filters.strengths', found)
    },
    failed,
  )
  const operate = latestOnly(
    async ({ seen, edits, network }) =>
      parseBinary(await askBytes('weight_edits', { network, form: 'pixels' }, bodyOf(edits, seen.picture.values))),
    ({ seen, edits, network }, { head, arrays }) => {
      fine()
      if (edits !== bus.get('filters.edits')) return // taken back meanwhile, which needs no answer
      const [before, after] = ['before', 'after'].map(name => requiredArray(arrays, name).values)
      bus.set('filters.answer', { network, seen, edits, before, after, milliseconds: head.milliseconds })
    },
    failed,
  )
  const edited = latestOnly(
    async ({ network, edits }) => (await request('edited_network', { network }, bodyOf(edits))).json(),
    ({ network, edits }, { network: wire }) => {
      fine()
      if (edits === bus.get('filters.edits')) bus.set('edited', { key: network, wire, edits })
    },
    failed,
  )
  const kernel = latestOnly(
    async q => parseBinary(await askBytes('kernel', q)),
    ({ network, layer, unit }, { head, arrays }) =>
      bus.set('filters.kernel', { network, layer, unit, bias: head.bias, ...requiredArray(arrays, 'kernel') }),
    failed,
  )
  return { tiles, strengths, operate, edited, kernel }
}

/**
 * Streams, each with `ask` and `stop`: `patches`, `made`, `tally`.
 * @param {Bus} bus
 */
export function filterStreams(bus) {
  const told = (error, still) => {
    if (!still()) return
    if (!error.kind) console.error(error)
    bus.set('filters.error', errorText(error, bus))
  }
  const read = (buffer, take) => {
    const { head, arrays } = parseBinary(buffer)
    if (head.error) bus.set('filters.error', head.error)
    else take(head, arrays)
  }
  const patches = newestOnly(async ({ own, ...q }, signal, still) => {
    try {
      const body = own?.length ? await filesBody(own) : new Uint8Array(0)
      let patches = []
      const part = buffer =>
        still() &&
        read(buffer, (head, arrays) => {
          if (arrays.size) patches = head.sizes.map((_, i) => requiredArray(arrays, `patch:${i}`))
          bus.set('filters.patches', { ...q, ...head, own: own?.length ?? 0, patches })
        })
      await askParts('top_patches', q, body, part, signal)
    } catch (error) {
      told(error, still)
    }
  })
  const made = newestOnly(async (q, signal, still) => {
    const show = more => still() && bus.set('filters.made', { ...q, ...more })
    try {
      const part = buffer =>
        read(buffer, (head, arrays) => show({ ...head, picture: requiredArray(arrays, 'picture'), running: head.step < head.steps }))
      const { layer, ...rest } = q
      await askParts('maximize_activation', { ...rest, ...(layer ? { layer } : {}), steps: STEPS }, undefined, part, signal)
    } catch (error) {
      told(error, still)
    }
  })
  const tally = newestOnly(async ({ network, edits }, signal, still) => {
    try {
      const part = buffer =>
        still() &&
        read(buffer, (head, arrays) => {
          const counts = Object.fromEntries(['pictures', 'before', 'after'].map(name => [name, requiredArray(arrays, name).values]))
          bus.set('filters.tally', { network, edits, ...head, ...counts })
        })
      await askParts('count_correct', { network }, bodyOf(edits), part, signal)
    } catch (error) {
      told(error, still)
    }
  })
  return { patches, made, tally }
}
