// Keeps what Filters shows true: tiles of the layer, how much the picture excites each unit, patches, the picture that is made, the
// surgery's answers. Whatever is asked for anew stops what was asked for before.
import { ask as request, askBytes, tell } from '../kit/ask.js'
import { askParts } from '../kit/parts.js'
import { bus as page } from '../kit/bus.js'
import { filesBody, parse } from '../kit/bytes.js'
import { aimOf, bodyOf, convolutionOf, editOf, namedUnit, order, withEdit } from './filters.js'
import { onKeys } from '../kit/keys.js'
import { latest } from '../kit/latest.js'
import { wireOf } from '../kit/edited.js'

const REST = 300 // ms without a change before what takes long is asked for
const STEPS = 128
const MINE = 'mine/' // how the key of a network of the visitor's own begins

const sentence = (error, bus) => (error.kind ? error.message || bus.get('words')?.gone : bus.get('words')?.unreadable)

/** Runs the newest question only: `start(question, signal, still)`; an older one is aborted. */
function newest(run) {
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

/** What is on the screen, or null where something of it is still missing. */
export function present(bus) {
  const network = bus.get('network')
  const tiles = bus.get('filters.tiles')
  const layer = network?.layers.find(one => one.name === tiles?.layer)
  if (!network || !layer || tiles.network !== network.key) return null
  const strengths = bus.get('filters.strengths')
  const fresh = strengths && strengths.network === network.key && strengths.layer === layer.name ? strengths : null
  return { network, layer, tiles, strengths: fresh, unit: Math.min(bus.get('filters.unit') ?? 0, tiles.shape[0] - 1) }
}

/** Whether strengths are of the same layer and the same picture, however often the network has looked at it. */
const alike = (was, { network, layer, seen }) =>
  was?.network === network && was.layer === layer && String(was.seen.picture.values) === String(seen.picture.values)

const tilesOf = buffer => {
  const { head, arrays } = parse(buffer)
  const [tiles, norms, largest] = ['tiles', 'norms', 'largest'].map(name => arrays.get(name))
  return { ...head, tiles: tiles.values, size: tiles.shape, norms: norms.values, largest: largest.values }
}

function asking(bus) {
  const failed = error => {
    if (!error.kind) console.error(error)
    bus.set('filters.trouble', sentence(error, bus))
  }
  const fine = () => bus.set('filters.trouble', null)
  const tiles = latest(
    async q => tilesOf(await askBytes('tiles', q)),
    (_, found) => {
      fine()
      bus.set('filters.tiles', found)
    },
    failed,
  )
  const strengths = latest(
    async ({ seen, ...q }) => parse(await askBytes('strengths', { ...q, form: 'pixels' }, seen.picture.values)),
    ({ seen, network }, { head, arrays }) => {
      fine()
      const highest = arrays.get('highest').values
      const was = bus.get('filters.strengths')
      // an edit moves no tile: their order is that of the filters as trained, where it is known
      const untouched = seen.edited === network || !alike(was, { network, layer: head.layer, seen }) ? highest : was.untouched
      bus.set('filters.strengths', { ...head, network, seen, map: arrays.get('map'), highest, untouched })
    },
    failed,
  )
  const operate = latest(
    async ({ seen, edits, network }) => parse(await askBytes('operate', { network, form: 'pixels' }, bodyOf(edits, seen.picture.values))),
    ({ seen, edits, network }, { head, arrays }) => {
      fine()
      if (edits !== bus.get('filters.edits')) return // taken back meanwhile, which needs no answer
      const [before, after] = ['before', 'after'].map(name => arrays.get(name).values)
      bus.set('filters.answer', { network, seen, edits, before, after, milliseconds: head.milliseconds })
    },
    failed,
  )
  const edited = latest(
    async ({ network, edits }) => (await request('edited', { network }, bodyOf(edits))).json(),
    ({ network, edits }, { network: wire }) => {
      fine()
      if (edits === bus.get('filters.edits')) bus.set('edited', { key: network, wire, edits })
    },
    failed,
  )
  const kernel = latest(
    async q => parse(await askBytes('kernel', q)),
    ({ network, layer, unit }, { head, arrays }) => bus.set('filters.kernel', { network, layer, unit, bias: head.bias, ...arrays.get('kernel') }),
    failed,
  )
  return { tiles, strengths, operate, edited, kernel }
}

function streaming(bus) {
  const told = (error, still) => {
    if (!still()) return
    if (!error.kind) console.error(error)
    bus.set('filters.trouble', sentence(error, bus))
  }
  const read = (buffer, take) => {
    const { head, arrays } = parse(buffer)
    if (head.error) bus.set('filters.trouble', head.error)
    else take(head, arrays)
  }
  const patches = newest(async ({ own, ...q }, signal, still) => {
    try {
      const body = own?.length ? await filesBody(own) : new Uint8Array(0)
      let patches = []
      const part = buffer =>
        still() &&
        read(buffer, (head, arrays) => {
          if (arrays.size) patches = head.sizes.map((_, i) => arrays.get(`patch:${i}`))
          bus.set('filters.patches', { ...q, ...head, own: own?.length ?? 0, patches })
        })
      await askParts('exciting', q, body, part, signal)
    } catch (error) {
      told(error, still)
    }
  })
  const made = newest(async (q, signal, still) => {
    const show = more => still() && bus.set('filters.made', { ...q, ...more })
    try {
      const part = buffer =>
        read(buffer, (head, arrays) => show({ ...head, picture: arrays.get('picture'), running: head.step < head.steps }))
      const { layer, ...rest } = q
      await askParts('ascend', { ...rest, ...(layer ? { layer } : {}), steps: STEPS }, undefined, part, signal)
    } catch (error) {
      told(error, still)
    }
  })
  const tally = newest(async ({ network, edits }, signal, still) => {
    try {
      const part = buffer =>
        still() &&
        read(buffer, (head, arrays) => {
          const counts = Object.fromEntries(['pictures', 'before', 'after'].map(name => [name, arrays.get(name).values]))
          bus.set('filters.tally', { network, edits, ...head, ...counts })
        })
      await askParts('tally', { network }, bodyOf(edits), part, signal)
    } catch (error) {
      told(error, still)
    }
  })
  return { patches, made, tally }
}

const same = (a, b, keys) => a && b && keys.every(key => a[key] === b[key])

let machine = null
/** Starts it when the first of the tab's instruments is there. → { choose, edit, begin, undo, restore, stop } */
export function filtering(bus = page) {
  return (machine ??= start(bus))
}

function start(bus) {
  const ask = asking(bus)
  const stream = streaming(bus)
  const kept = new Map() // key of a network → its edits
  const past = []
  const asked = {}
  let own = null // is the unit the visitor's own choice?
  let wish = null // { edits, named } of a link, each null once it is granted: edits with the network, the unit with its layer

  const here = () => bus.get('tab') === 'filters'
  /** Asks once for each new question: the same one is not asked twice. */
  const fresh = (name, question) => {
    const keys = Object.keys(question)
    if (same(asked[name], question, keys)) return false
    asked[name] = question
    return true
  }

  function layerOf() {
    const network = bus.get('network')
    const layer = network && convolutionOf(network, bus.get('layer'))
    bus.set('filters.layer', layer?.name ?? null)
    return layer
  }

  function go() {
    if (!here()) return
    const network = bus.get('network')
    const layer = network && layerOf()
    if (!layer) return
    const q = { network: network.key, layer: layer.name }
    if (fresh('tiles', q)) ask.tiles(q)
    const unit = Math.min(bus.get('filters.unit') ?? 0, layer.shape[0] - 1)
    const seen = bus.get('seen')
    if (seen?.network === network.key && fresh('strengths', { ...q, unit, seen })) ask.strengths({ ...q, unit, seen })
    if (own === null) return settle() // first the strongest is found
    if (fresh('kernel', { ...q, unit })) ask.kernel({ ...q, unit })
    const gallery = bus.get('filters.own') ?? null
    const wire = wireOf(bus, network.key)
    const off = editOf(bus.get('filters.edits'), layer.name, unit).factor === 0
    if (fresh('patches', { ...q, unit, gallery, wire })) stream.patches.ask({ ...q, unit, own: gallery })
    const aim = aimOf(bus.get('filters.aim'), unit, network.classes.length)
    const seed = bus.get('filters.seed') ?? 0
    const made = { network: network.key, layer: aim.aimed === 'class' ? null : layer.name, ...aim, seed } // a class has no layer
    if (!fresh('made', { ...made, wire, off })) return
    if (!off || aim.aimed === 'class') return stream.made.ask(made)
    stream.made.stop() // nothing excites what is off
    bus.set('filters.made', { ...made, off: true, running: false })
  }

  function operate() {
    const network = bus.get('network')
    const seen = bus.get('seen')
    if (!here() || !network || seen?.network !== network.key) return
    const edits = bus.get('filters.edits')
    if (!edits.length && seen.edited !== network.key) return // what it answers as trained is on its way
    if (!edits.length) bus.set('filters.answer', { network: network.key, seen, edits, before: seen.logits, after: seen.logits, milliseconds: null })
    else if (fresh('operate', { network: network.key, seen, edits })) ask.operate({ network: network.key, seen, edits })
    if (fresh('tally', { network: network.key, edits })) stream.tally.ask({ network: network.key, edits })
  }

  const firstOf = ({ tiles, strengths }) => order(bus.get('filters.sort'), tiles.norms, strengths.untouched)[0]
  /** The strongest unit for the picture is the one that is shown until somebody, or a link, chooses another. */
  function settle() {
    const shown = present(bus)
    if (!here() || own !== null || !shown?.strengths || shown.strengths.seen !== bus.get('seen')) return
    if (shown.layer.name !== bus.get('filters.layer') || shown.network.key !== bus.get('choose')) return // another is on its way
    const linked = wish?.named?.layer === shown.layer.name ? wish.named.unit : null
    if (wish) wish.named = null
    own = linked !== null
    bus.set('filters.unit', linked ?? firstOf(shown))
    name()
    go()
  }
  /** `filters.named`: what a link must say of the unit. */
  function name() {
    if (wish?.named || own === null) return bus.set('filters.named', wish?.named ?? null)
    const shown = present(bus)
    if (!shown?.strengths) return
    const layer = shown.layer.name
    const channel = bus.get('layer') === layer ? bus.get('pin') : null
    const named = namedUnit({ layer, unit: shown.unit, first: firstOf(shown), channel })
    if (JSON.stringify(named) !== JSON.stringify(bus.get('filters.named'))) bus.set('filters.named', named)
  }

  /** Somebody has chosen a unit: what a link wished no longer counts. */
  function chosen() {
    own = true
    if (wish) wish.named = null
  }
  function choose(unit) {
    chosen()
    bus.set('filters.unit', unit)
    if (bus.get('layer') === bus.get('filters.layer')) bus.set('pin', unit)
  }
  const put = edits => {
    kept.set(bus.get('network').key, edits)
    bus.set('filters.edits', edits)
    bus.set('filters.past', past.length)
  }
  function edit(change, { gesture = false } = {}) {
    const before = bus.get('filters.edits')
    const after = withEdit(before, change)
    if (!gesture) past.push({ network: bus.get('network').key, edits: before })
    put(after)
  }
  /** A gesture is one step back, however many values it passes through. */
  const begin = () => past.push({ network: bus.get('network').key, edits: bus.get('filters.edits') })
  function undo() {
    if (!here()) return false
    const key = bus.get('network')?.key
    const at = past.findLastIndex(step => step.network === key)
    if (at < 0) return false
    put(past.splice(at, 1)[0].edits)
    return true
  }
  const restore = () => {
    if (!bus.get('filters.edits').length) return
    begin()
    put([])
  }
  function stop() {
    stream.made.stop()
    const made = bus.get('filters.made')
    if (made) bus.set('filters.made', { ...made, running: false })
  }

  bus.set('filters.edits', [])
  bus.on('filters.wish', said => {
    wish = { ...said }
    own = null
    past.length = 0
    kept.clear()
    grant()
  })
  bus.on('network', grant)
  bus.on(['network', 'filters.edits'], () => {
    const network = bus.get('network')
    const edits = bus.get('filters.edits')
    if (!network) return
    if (!edits.length) {
      delete asked.edited
      bus.set('edited', null)
    } else if (fresh('edited', { network: network.key, edits })) ask.edited({ network: network.key, edits })
  })
  bus.on('visitor', visitor => visitor?.fresh && again(visitor))
  bus.on('filters.back', restore)
  /** The server knows the page anew, and not what was edited: it hears of that before it is asked about the network again. */
  function again({ first }) {
    const edited = bus.get('edited')
    delete asked.edited
    if (!edited) return
    const forgotten = () => bus.get('edited') === edited && bus.set('edited', null)
    if (edited.key.startsWith(MINE)) forgotten() // until the network itself is back, which is opened anew then
    else first(tell('edited', { network: edited.key }, bodyOf(edited.edits)).catch(forgotten))
  }
  function grant() {
    const network = bus.get('network')
    if (!network) return
    if (wish?.edits && network.key === bus.get('choose')) {
      kept.set(network.key, wish.edits)
      wish.edits = null
    }
    bus.set('filters.edits', kept.get(network.key) ?? [])
    bus.set('filters.past', past.length)
  }
  bus.on(['network', 'layer'], () => {
    const network = bus.get('network')
    const before = bus.get('filters.layer')
    if (!network) return
    const layer = layerOf()
    if (layer && layer.name !== before && own !== true) own = null
    if (layer && layer.name !== before && bus.get('pin') === null) own = null
  })
  bus.on('pin', unit => {
    if (typeof unit !== 'number' || bus.get('layer') !== bus.get('filters.layer')) return
    chosen()
    bus.set('filters.unit', unit)
  })
  bus.on(['network', 'layer', 'seen', 'tab', 'edited', 'filters.unit', 'filters.own', 'filters.seed', 'filters.aim'], go)
  bus.on(['filters.strengths', 'filters.tiles'], settle)
  const naming = ['wish', 'strengths', 'tiles', 'unit', 'sort', 'layer'].map(key => `filters.${key}`)
  bus.on([...naming, 'network', 'layer', 'pin'], name)
  bus.on(['network', 'seen', 'tab', 'filters.edits'], operate)
  bus.on('tab', tab => {
    if (tab === 'filters') return
    // What had not ended begins anew when somebody comes back; what had is still there.
    const open = {
      patches: bus.get('filters.patches')?.done !== bus.get('filters.patches')?.total,
      made: bus.get('filters.made')?.running,
      tally: bus.get('filters.tally')?.done !== bus.get('filters.tally')?.total,
    }
    for (const name of Object.keys(open)) {
      stream[name].stop()
      if (open[name]) delete asked[name]
    }
  })
  onKeys({ 'mod+z': undo })
  return { choose, edit, begin, undo, restore, stop }
}
