// Faces, found by MTCNN: the picture with what each step says on it, the pyramid with P-Net's maps, and the cascade with its counts.
import { latestOnly } from '../../kit/latest_only.js'
import { openTab } from '../../kit/gradio_tabs.js'
import { tooltip } from '../../kit/tooltip.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { askFaces, askWindow } from '../face_answer.js'
import { boxesOf, landmarksOf, left } from './steps.js'
import { bindBoxes, layBoxes, stagePainter } from './stage.js'
import { cascadeColumn } from './cascade.js'
import { pyramidRow } from './pyramid.js'
import { chosenPicture, faceCamera, openWindow, pictureChoice, travelling } from './picture.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */
/** @typedef {import('../../kit/types.js').Source} Source */
/** @typedef {import('../face_answer.js').Found} Found */
/** @typedef {import('./steps.js').Box} Box */
/** @typedef {{ file: Blob, picture: ImageBitmap, found: Found }} Shown a picture, and what was found in it */
/**
 * @typedef {object} Now
 * @property {Source | null} source what faces are looked for in, without the camera
 * @property {Shown | null} shown
 * @property {Box[]} boxes that lie on the picture
 * @property {boolean} live
 * @property {number[]} times ms at which the last pictures of the camera were painted
 */

const CAMERA_SMALLEST = 40 // px: so small a pyramid keeps a camera moving
const RATED_PICTURES = 8 // pictures of the camera over which their rate is a mean

/** @param {Bus} bus */
const visible = bus => bus.get('tab') === 'uses' && bus.get('uses.view') === 'faces'

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, t, bus } = parts
  /** @type {Now} */
  const now = { source: null, shown: null, boxes: [], live: false, times: [] }
  const level = () => now.shown?.found.levels[bus.get('uses.level') ?? -1] ?? null
  const paint = stagePainter($('.frame canvas'), () => now.shown && { picture: now.shown.picture, level: level() })
  const shows = {
    paint,
    steps: cascadeColumn($('.steps'), t, bus),
    pyramid: pyramidRow({ levels: $('.levels'), scales: $('.scales'), legend: $('.legend') }, t, at => bus.set('uses.level', at)),
    choice: pictureChoice(parts),
  }
  const trouble = (/** @type {string | null} */ sentence) => ($('.trouble').textContent = sentence ?? '')
  const show = () => showAll(parts, now, shows)
  const search = searcher(parts, now, show, trouble)
  const renew = async () => {
    if (!visible(bus)) return
    now.source = await chosenPicture(bus, now.source)
    shows.choice(now.live ? null : now.source)
    if (now.source?.file && !now.live) search(now.source.file)
  }
  faceCamera(parts, {
    look: file => look(parts, now, file).then(show, error => trouble(errorText(bus, error))),
    onMessage: trouble,
    changed(on) {
      Object.assign(now, { live: on, times: [] })
      if (!on) renew()
    },
  })
  bindOpening(parts, now, trouble)
  bindSmallest($('[data-handle=smallest]'), $('.handle b'), bus, t)
  tooltip($('.pyramid .term'), t.about_pyramid)
  bus.on(['tab', 'uses.view', 'source', 'uses.smallest', 'uses.overlap', 'uses.sure'], renew)
  bus.on(['uses.cascade', 'uses.level', 'theme'], show)
  new ResizeObserver(show).observe($('.picture'))
}

/**
 * @param {HTMLInputElement} slider
 * @param {HTMLElement} value
 * @param {Bus} bus
 * @param {Instrument['t']} t
 */
function bindSmallest(slider, value, bus, t) {
  slider.setAttribute('aria-label', t.smallest)
  slider.oninput = () => bus.set('uses.smallest', Number(slider.value))
  bus.on('uses.smallest', px => {
    slider.value = String(px)
    value.textContent = `${write.count(px)} px`
  })
}

/** @param {Bus} bus */
const handles = bus => ({ smallest: bus.get('uses.smallest'), overlap: bus.get('uses.overlap'), sure: bus.get('uses.sure') })

/**
 * Looks for faces in a file; the newest question wins, and what was found stays until the next answer.
 * @param {Instrument} parts
 * @param {Now} now
 * @param {() => void} show
 * @param {(sentence: string | null) => void} trouble
 */
function searcher({ bus }, now, show, trouble) {
  const ask = latestOnly(
    async (/** @type {{ given: Blob } & ReturnType<typeof handles>} */ question) => {
      const file = await travelling(question.given, bus.get('words')?.picture_megapixels ?? 40)
      const found = await askFaces(file, question)
      return { file, found, picture: await bitmapOf(file, found) }
    },
    (_, shown) => {
      if (now.live) return
      now.shown = shown
      trouble(null)
      show()
    },
    error => trouble(errorText(bus, error)),
  )
  return (/** @type {Blob} */ given) => ask({ given, ...handles(bus) })
}

/**
 * One picture of the camera.
 * @param {Instrument} parts
 * @param {Now} now
 * @param {Blob} file
 */
async function look({ bus }, now, file) {
  const asked = handles(bus)
  const found = await askFaces(file, { ...asked, smallest: Math.max(CAMERA_SMALLEST, asked.smallest) })
  now.shown = { file, found, picture: await bitmapOf(file, found) }
  now.times = [...now.times.slice(1 - RATED_PICTURES), performance.now()]
}

/**
 * The picture as the server had it, in its pixels.
 * @param {Blob} file
 * @param {Found} found
 */
const bitmapOf = (file, { width, height }) => createImageBitmap(file, { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' })

/**
 * @param {Bus} bus
 * @param {any} error
 */
function errorText(bus, error) {
  if (!error.kind) console.error(error)
  return error.kind ? error.message || bus.get('words')?.gone : bus.get('words')?.unreadable
}

/**
 * Everything that is on the screen, from what was found.
 * @param {Instrument} parts
 * @param {Now} now
 * @param {{ paint: () => void, steps: (found: Found) => void, pyramid: (found: Found, picture: CanvasImageSource, level: number | null) => void }} shows
 */
function showAll(parts, now, { paint, steps, pyramid }) {
  const { $, t, bus } = parts
  if (!now.shown || !visible(bus)) return
  const { found, picture } = now.shown
  const [step, level] = [bus.get('uses.cascade'), bus.get('uses.level')]
  const at = level !== null && level < found.levels.length ? level : null
  fit($('.picture'), $('.frame'), found)
  now.boxes = boxesOf(found, step, at)
  layBoxes($('.boxes'), {
    width: found.width,
    height: found.height,
    boxes: now.boxes,
    marks: step === 'onet' ? landmarksOf(found) : [],
    names: now.boxes.map(box => boxText(found, box, t)),
    label: t[`step_${step}`],
  })
  paint()
  steps(found)
  pyramid(found, picture, at)
  const windows = { n: write.count(found.stages[0].read), scales: write.count(found.levels.length) }
  $('.cascade .read span').textContent = fillTemplate(t.read, windows)
  $('.verdict').textContent = verdict(found, t)
  $('.said').textContent = resting(now, t)
}

/**
 * The frame as large as the picture fits.
 * @param {HTMLElement} place
 * @param {HTMLElement} frame
 * @param {Found} found
 */
function fit(place, frame, { width, height }) {
  const k = Math.min(place.clientWidth / width, place.clientHeight / height)
  if (!(k > 0)) return
  Object.assign(frame.style, { width: `${Math.floor(width * k)}px`, height: `${Math.floor(height * k)}px` })
}

/**
 * One honest sentence about what is left in the end.
 * @param {Found} found
 * @param {Instrument['t']} t
 */
function verdict(found, t) {
  const faces = left(found, 'onet')
  const words = { n: write.count(faces), px: write.count(found.smallest), read: write.count(found.stages[0].read) }
  if (!found.levels.length) return fillTemplate(t.too_small, words)
  return fillTemplate(faces === 0 ? t.none : faces === 1 ? t.one : t.several, words)
}

/**
 * What stands under the picture while no box is pointed at.
 * @param {Now} now
 * @param {Instrument['t']} t
 */
function resting(now, t) {
  if (!now.live) return now.boxes.length ? t.point : ''
  if (now.times.length < RATED_PICTURES) return t.live
  const rate = (1000 * (RATED_PICTURES - 1)) / (now.times[RATED_PICTURES - 1] - now.times[0])
  return fillTemplate(t.rate, { n: write.short(rate, 2) })
}

/**
 * A box in words.
 * @param {Found} found
 * @param {Box} box
 * @param {Instrument['t']} t
 */
function boxText(found, { at, corners: [l, top, r, bottom], score, kept }, t) {
  const size = `${write.count(r - l)} × ${write.count(bottom - top)} px`
  const words = { network: t[found.stages[at].network], part: write.percent(score), size }
  return fillTemplate(kept ? t.box : t.box_out, words)
}

/**
 * A box that is pointed at is said, one that is clicked opens in Look with the network that read it.
 * @param {Instrument} parts
 * @param {Now} now
 * @param {(sentence: string | null) => void} trouble
 */
function bindOpening({ $, t, bus }, now, trouble) {
  bindBoxes($('.boxes'), {
    shown: () => now.boxes,
    over: box => {
      if (!now.shown) return
      $('.said').textContent = box ? `${boxText(now.shown.found, box, t)} · ${t.click}` : resting(now, t)
    },
    async open({ at, i }) {
      if (!now.shown) return
      const { file, found } = now.shown
      const { network } = found.stages[at]
      try {
        openWindow(bus, await askWindow(file, found, at, i), network, fillTemplate(t.window, { network: t[network] }))
        openTab('main', 'tab-look')
        openTab('input', 'input-picture')
      } catch (error) {
        trouble(errorText(bus, error))
      }
    },
  })
}
