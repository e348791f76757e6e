// Keeps Convolve's result true: whatever it is set to, whatever picture the page looks at, one computation a frame at most.
import { askBytes } from '../kit/ask.js'
import { bus as page, tabKeys } from '../kit/bus.js'
import { parseBinary, requiredArray } from '../kit/binary.js'
import { middle, nearest } from './settings.js'
import { latestOnly } from '../kit/latest_only.js'
import { isTransient } from '../kit/retry.js'
import { body, createConvolution, question, strongest } from './result.js'

/** @typedef {import('../kit/bus.js').Bus} Bus */

const REST_MS = 250 // ms without a change before PyTorch is asked
const RETRY_MS = 3000 // ms until it is asked once more, where nobody answered

const within = ([row, col], [height, width]) => [Math.min(height - 1, row), Math.min(width - 1, col)]
const same = (a, b) => a && b && a[0] === b[0] && a[1] === b[1]
const geometry = ({ size, kernel, rule }) => [...size, kernel.rows, kernel.columns, rule.stride, rule.padding, rule.dilation].join(' ')

/** @param {Bus} bus */
function followTorchResult(bus) {
  const told = (of, opinion) => {
    if (bus.get('convolve.done') === of) bus.set('convolve.torch', { of, ...opinion })
  }
  const askLatest = latestOnly(
    async done => requiredArray(parseBinary(await askBytes('convolve', question(done), body(done))).arrays, 'values'),
    (done, { values, shape }) => told(done, { values, size: shape }),
    (error, done) => {
      told(done, { error: error.message || error.kind })
      if (isTransient(error)) setTimeout(() => bus.get('convolve.done') === done && askLatest(done), RETRY_MS)
    },
  )
  let due = 0
  bus.on('convolve.done', done => {
    clearTimeout(due)
    if (!done.picture.live) due = setTimeout(() => askLatest(done), REST_MS)
  })
}

/**
 * The window keeps its place on the picture when kernel or rule change.
 * @param {Bus} bus
 * @param {any} before
 * @param {any} done
 */
function keepWindow(bus, before, done) {
  const cell = bus.get('convolve.window')
  if (!cell || !before || geometry(before) === geometry(done)) return
  const fractions = middle(cell, before).map((v, axis) => (v / before.size[axis]) * done.size[axis])
  bus.set('convolve.window', nearest(fractions, done, done.result.size))
}

/** Whether the picture is a photograph that a network of drawings reads as ink: then it is convolved as it is. */
const isMisread = (network, source) => Boolean(network?.drawing && source?.file && (source.after ?? network.key) === network.key)

/** @returns {import('../kit/types/convolve.js').ConvolvePicture} a picture is sent as bytes */
const squareOf = answer => /** @type {any} */ (requiredArray(parseBinary(answer).arrays, 'picture'))

/**
 * What is convolved: the camera's picture, a photograph as it is, else what the network in use reads.
 * @param {Bus} bus
 */
function followPicture(bus) {
  const askLatest = latestOnly(
    async source => squareOf(await askBytes('center_crop', { form: 'picture' }, source.file)),
    (source, picture) => bus.set('convolve.square', { source, picture }),
    (error, source) => {
      if (!error.kind) console.error(error)
      bus.set('convolve.square', { source, picture: null }) // what the network reads is better than nothing
    },
  )
  let asked = null
  const choose = () => {
    const [live, seen, source, square] = [bus.get('convolve.live'), bus.get('forward'), bus.get('source'), bus.get('convolve.square')]
    if (live) return bus.set('convolve.picture', live)
    if (!seen) return
    const own = isMisread(bus.get('network'), source)
    if (!own || square?.source === source) return bus.set('convolve.picture', (own && square.picture) || seen.picture)
    if (bus.get('tab') === 'convolve' && asked !== source) askLatest((asked = source))
  }
  bus.on(['tab', 'network', 'source', 'forward', 'convolve.live', 'convolve.square'], choose)
}

let started = false
/**
 * Starts it when the first of the tab's instruments is there; calling it again does nothing.
 * @param {Bus} [bus]
 */
export function startConvolve(bus = page) {
  if (started) return
  started = true
  const compute = createConvolution()
  let due = 0
  let home = null
  function place() {
    const done = bus.get('convolve.done')
    if (!done) return
    const wanted = bus.get('convolve.pointed') ?? bus.get('convolve.window') ?? home
    if (!wanted) return
    const cell = within(wanted, done.result.size)
    if (!same(cell, bus.get('convolve.at'))) bus.set('convolve.at', cell)
  }
  function go() {
    due = 0
    const picture = bus.get('convolve.picture')
    const kernel = bus.get('convolve.kernel')
    if (!picture || !kernel?.planes || bus.get('tab') !== 'convolve') return
    const before = bus.get('convolve.done')
    const set = { rule: bus.get('convolve.rule'), read: bus.get('convolve.read'), pooling: bus.get('convolve.pooling') }
    const done = compute({ picture, kernel, ...set })
    const other = before?.picture !== picture && !(picture.live && before?.picture.live)
    if (other || !home) home = strongest(done.result)
    else if (geometry(before) !== geometry(done)) home = nearest(middle(home, before), done, done.result.size)
    keepWindow(bus, before, done)
    if (!other && before && !bus.get('convolve.window') && !same(home, strongest(done.result))) bus.set('convolve.window', home)
    if (done.kernel !== kernel) bus.set('convolve.kernel', done.kernel)
    if (done.rule !== set.rule) bus.set('convolve.rule', done.rule)
    bus.set('convolve.done', done)
    place()
  }
  const soon = () => {
    due ||= requestAnimationFrame(go)
  }
  bus.on('tab', tab => {
    if (tab === null) home = null // another link is gone to: where most happens is found anew
  })
  followPicture(bus)
  bus.on(['tab', ...tabKeys('convolve', 'picture', 'kernel', 'rule', 'read', 'pooling')], soon)
  bus.on(['convolve.pointed', 'convolve.window'], place)
  followTorchResult(bus)
}
