// From scratch against transfer, measured while one watches.
import { tabKeys } from '../../kit/bus.js'
import { styleOf } from '../../kit/canvas.js'
import { RequestError } from '../../kit/ask.js'
import { parseBinary } from '../../kit/binary.js'
import { askJob } from '../../kit/streamed_answers.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { bindReading } from '../../kit/plot_reading.js'
import { startTransfer } from '../controller.js'
import { KEYS, whatIsMissing } from '../settings.js'
import { viewTitles } from '../view_titles.js'
import { ending, LANES, paint, pOf, describePoint, tellsApart, verdict } from './chart.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, t, bus } = parts
  const own = startTransfer(bus)
  /** @type {Record<string, any>} */
  const now = { points: [], progress: null, ended: '', stop: null, of: null, due: 0, plot: null, read: null }
  const show = () => {
    now.due ||= requestAnimationFrame(() => {
      now.due = 0
      draw(parts, own, now)
    })
  }
  viewTitles($('.words'), bus, 'scratch', { run: t.run, changed: t.changed, scratch: t.scratch })
  $('[data-do=go]').onclick = () => {
    if (!now.stop) return startComparison(parts, own, now, show)
    now.ended = 'stopped'
    now.stop.abort()
  }
  bus.on(
    ['transfer.classes', 'transfer.view', 'network', 'theme', 'augmentation', 'transfer.freezePoints', ...tabKeys('transfer', ...KEYS)],
    show,
  )
  new ResizeObserver(show).observe($('.body'))
  bindReading($('.lanes'), {
    plot: () => now.plot,
    stops: () => countsOf(now.points),
    at: () => now.read,
    put(count) {
      now.read = count
      show()
    },
  })
}

const countsOf = points => [...new Set(points.map(({ count }) => count))].sort((a, b) => a - b)

async function startComparison({ $, bus }, own, now, show) {
  Object.assign(now, {
    points: [],
    progress: null,
    ended: '',
    stop: new AbortController(),
    of: own.signature(),
    chance: 100 / own.classes.filter(({ enabled }) => enabled).length,
  })
  $('.failed').textContent = ''
  show()
  const heard = part => {
    const { head } = parseBinary(part)
    if (head.error) throw new RequestError('refused', head.error)
    if (head.ended) now.ended = head.ended
    if (head.right === undefined) now.progress = head
    else now.points = [...now.points, head]
    show()
  }
  try {
    await askJob('fine_tune_compare', {}, JSON.stringify(own.plan()), heard, now.stop.signal)
  } catch (thrown) {
    const error = /** @type {import('../../kit/types.js').Failure} */ (thrown)
    $('.failed').textContent = error.kind === 'unreachable' ? (bus.get('words')?.gone ?? '') : error.message
  }
  Object.assign(now, { stop: null, progress: null })
  show()
}

function draw({ element, $, t }, own, now) {
  const svg = $('.lanes')
  const { clientWidth: width, clientHeight: height } = svg
  if (!width || !height) return
  const measured = countsOf(now.points)
  const counts = measured.length ? measured : [1, 10]
  const read = now.points.filter(({ count }) => count === now.read)
  const { size } = styleOf(element)
  now.plot = paint(svg, {
    points: now.points,
    counts,
    read: read.length ? now.read : null,
    chance: now.chance,
    width,
    height,
    size,
    write,
    t,
  })
  svg.setAttribute(
    'aria-label',
    fillTemplate(t.chart, { points: now.points.map(point => describePoint(point, write, t)).join('; ') || '–' }),
  )
  const stale = now.points.length && !now.stop && now.of !== own.signature()
  $('.body').classList.toggle('stale', !!stale)
  const points = read.map(point => describePoint(point, write, t)).join('; ')
  $('.says').textContent = stale
    ? t.stale
    : points ||
      [now.stop ? '' : ending(now, { t, write, seconds: own.get('menu')?.most.seconds }), describeComparison(now, t)]
        .filter(Boolean)
        .join(' ')
  const button = $('[data-do=go]')
  button.textContent = now.stop ? t.stop : now.points.length ? t.again : t.go
  button.disabled = !now.stop && !!whatIsMissing(own.classes)
  $('.state').textContent = stateOf(now, t)
}

function describeComparison(now, t) {
  const found = verdict(now.points)
  if (!found) return t.explained
  const { count, of, only } = found
  const words = {
    count,
    of: write.count(of),
    transfer: write.fixed(found.transfer, 1),
    scratch: write.fixed(found.scratch, 1),
    a: write.count(only[0]),
    b: write.count(only[1]),
    p: pOf(found.p, write),
  }
  return `${fillTemplate(t.paired, words)} ${tellsApart(found) ? t.apart : t.level}`
}

function stateOf({ progress, stop }, t) {
  if (!stop || !progress) return ''
  if (!LANES.includes(progress.lane)) return fillTemplate(t.queued, { before: progress.before })
  return fillTemplate(t.running, {
    lane: progress.lane === 'transfer' ? t.transfer : t.zero,
    count: progress.count,
    share: write.count(100 * progress.share),
  })
}
