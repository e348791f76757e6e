// What faces are looked for in: the picture of the page, or the astronaut where that is a drawing; a sample; or the camera, picture after picture.
import { createElement } from '../../kit/element.js'
import { resolveUrl } from '../../kit/ask.js'
import { samples, sampleSource } from '../../kit/samples.js'
import { bringPicture, showPicture } from '../../kit/picture_input.js'
import { toSmallPicture } from '../../kit/smaller_picture.js'
import { camera } from '../../kit/camera.js'

/** @typedef {import('../../kit/types.js').Source} Source */
/** @typedef {import('../../kit/bus.js').Bus} Bus */

const STAND_IN = 'astronaut'
const OFFERED = [STAND_IN, 'camera', 'gibbon', 'cat-and-dog', 'coffee', 'cathedral']
/** @type {WeakSet<Blob>} */
const ours = new WeakSet() // windows that were opened in Look from here: faces are not looked for in them

/** @param {Blob} file */
export const isOurs = file => ours.has(file)

/**
 * Opens a window as the page's picture, with the network that read it.
 * @param {Bus} bus
 * @param {Blob} file
 * @param {string} network
 * @param {string} name
 */
export function openWindow(bus, file, network, name) {
  ours.add(file)
  bus.set('wantedNetwork', network)
  bus.set('source', { file, name, after: network })
}

/**
 * The picture that faces are looked for in: { file, sample, name }; what it was where there is no other.
 * @param {Bus} bus
 * @param {Source | null} before
 * @returns {Promise<Source | null>}
 */
export async function chosenPicture(bus, before) {
  const source = bus.get('source')
  if (source?.file && ours.has(source.file)) return before ?? standIn(before)
  const all = await photographs()
  const drawing = source?.sample && !all.some(({ key }) => key === source.sample)
  return source?.file && !drawing ? source : standIn(before)
}

const photographs = async () => (await samples().catch(() => [])).filter(sample => sample.url && !sample.drawing)

/** @param {Source | null} before */
async function standIn(before) {
  if (before?.sample === STAND_IN) return before
  const sample = (await photographs()).find(({ key }) => key === STAND_IN)
  return sample ? sampleSource(sample).catch(() => before) : before
}

/**
 * The file as it travels: a large one smaller.
 * @param {Blob} file
 * @param {number} megapixels
 */
export const travelling = (file, megapixels) => toSmallPicture(file, { most: 1e6 * megapixels })

/**
 * Samples, and the field for a file. → show(source): which of them it is
 * @param {Pick<import('../../kit/types.js').Instrument, '$' | 't' | 'bus'>} parts
 */
export function pictureChoice({ $, t }) {
  const field = $('input[type=file]')
  $('[data-do=choose]').onclick = () => field.click()
  field.onchange = () => {
    const [file] = field.files
    field.value = ''
    if (file) bringPicture(file, file.name || t.yours)
  }
  listSamples($('.samples'))
  return (/** @type {Source | null} */ source) => {
    for (const button of $('.samples').children) button.ariaPressed = String(!!source?.sample && button.dataset.key === source.sample)
  }
}

/** @param {HTMLElement} place */
async function listSamples(place) {
  const all = await photographs()
  for (const key of OFFERED) {
    const sample = all.find(one => one.key === key)
    if (!sample) continue
    const made = createElement('button', { type: 'button', title: sample.title, ariaLabel: sample.title, ariaPressed: 'false' })
    made.dataset.key = key
    made.append(Object.assign(new Image(), { src: resolveUrl(sample.url), alt: '', loading: 'lazy', decoding: 'async' }))
    made.onclick = async () => showPicture(await sampleSource(sample))
    place.append(made)
  }
}

/**
 * The camera, looked through: `look(file)` is waited for before the next picture is taken. → { stop, on }
 * @param {Pick<import('../../kit/types.js').Instrument, '$' | 't' | 'bus'>} parts
 * @param {{ look: (file: Blob) => Promise<unknown>, onMessage: (sentence: string | null) => void, changed: (on: boolean) => void }} on
 */
export function faceCamera({ $, t, bus }, { look, onMessage, changed }) {
  const own = Symbol()
  const button = $('[data-do=camera]')
  const cam = camera($('video'), t, {
    tab: 'uses',
    onMessage,
    changed(on) {
      button.ariaPressed = String(on)
      button.textContent = on ? t.camera_off : t.camera
      changed(on)
      if (!on) return
      bus.set('live', own)
      next()
    },
  })
  async function next() {
    while (cam.on) {
      const file = document.hidden ? null : await cam.snap()
      if (file && cam.on) await look(file)
      await new Promise(done => requestAnimationFrame(done)) // painted, and none while nobody looks
    }
  }
  button.onclick = () => (cam.on ? cam.stop() : cam.start())
  bus.on('live', other => other !== own && cam.on && cam.stop())
  bus.on('uses.view', view => view !== 'faces' && cam.on && cam.stop())
  return cam
}
