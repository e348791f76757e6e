// A picture of the visitor's own: from a file, the clipboard, a drop, or the camera, which is looked through live.
import { chooseDigit } from '../../kit/digit_choice.js'
import { bringPicture, networkFor, offerFor, showPicture } from '../../kit/picture_input.js'
import { liveCamera } from '../../kit/live_camera.js'
import { fillTemplate } from '../../kit/numbers.js'
import { framed, layBoxes } from './digit_boxes.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const LOW = 0.6 // of the picture's height: a digit that reaches further down would lie beneath the words

/** @param {Instrument} parts */
export function mount({ $, $$, t, bus }) {
  const picture = $('img')
  const video = $('video')
  const field = $('input[type=file]')
  let address = null
  const changed = on => {
    video.hidden = !on
    for (const b of $$('[data-do=choose], [data-do=camera]')) b.hidden = on
    for (const b of $$('[data-do=keep], [data-do=stop]')) b.hidden = !on
    $('.modes').hidden = !on
    shown(bus.get('source'))
  }
  const cam = liveCamera(video, t, { name: t.live, stays: true, changed })
  async function keep() {
    const file = await cam.snap()
    cam.stop()
    if (file) bringPicture(file, t.yours)
  }
  function shown(source) {
    if (address) URL.revokeObjectURL(address)
    address = source?.file && !cam.on ? URL.createObjectURL(source.file) : null
    picture.hidden = !address
    if (address) picture.src = address
    else picture.removeAttribute('src')
  }
  function read() {
    const offer = bus.get('networkOffer')
    if (!offer) return
    const { file, drawing } = offer
    showPicture(bus.get('source'), drawing)
    offerFor(file, !drawing, true) // and back again
  }
  const doing = { choose: () => field.click(), camera: cam.start, keep, stop: cam.stop, read }
  for (const b of $$('[data-do]')) b.onclick = doing[b.dataset.do]
  const take = () => {
    const [file] = field.files
    field.value = '' // the same file may be chosen again
    if (file) bringPicture(file)
  }
  field.onchange = take
  take() // what was chosen before anybody listened
  bus.on('source', source => {
    if (!cam.on) shown(source)
  })
  for (const b of $$('[data-mode]')) b.onclick = () => bus.set('wantedNetwork', networkFor(b.dataset.mode === 'digit'))
  bus.on('network', ({ drawing }) => {
    for (const b of $$('[data-mode]')) b.ariaPressed = String((b.dataset.mode === 'digit') === !!drawing)
  })
  bus.on(['forward', 'network', 'source', 'networkOffer'], () => describeFound({ $, t, bus }))
}

/**
 * What was found: the digits framed, and in words where there is something to choose.
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 */
function describeFound({ $, t, bus }) {
  const [seen, network, source, offer] = [bus.get('forward'), bus.get('network'), bus.get('source'), bus.get('networkOffer')]
  if (!seen || seen.network !== network?.key) return
  const found = framed(seen, source, network.drawing)
  layBoxes($('.boxes'), found, t, i => bus.set('source', chooseDigit(/** @type {any} */ (source), i)))
  const [many, offered] = [found?.boxes.length > 1, !!offer && offer.file === source?.file && offer.drawing !== !!network.drawing]
  $('.found').hidden = !many && !offered
  $('.found span').textContent = many
    ? fillTemplate(t.several, { n: found?.boxes.length })
    : network.drawing
      ? t.taken
      : offer?.moved
        ? t.moved
        : t.offer
  const low = found?.boxes.some(([, , , bottom]) => bottom > LOW * found.size[1]) && $('.modes').hidden
  $('.found').classList.toggle('above', !!low) // not over a digit
  const read = $('[data-do=read]')
  read.hidden = !offered
  read.textContent = network.drawing ? t.photograph : t.read
}
