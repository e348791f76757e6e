// Which picture it is: a sample, or one of the visitor's own, which stays the page's picture.
import { createElement } from '../../kit/element.js'
import { toReadableFile } from '../../kit/heic.js'
import { showPicture } from '../../kit/picture_input.js'
import { OWN } from '../marks.js'

/**
 * The file of a picture that is the visitor's own, else null.
 * @param {import('../../kit/types.js').Source | null | undefined} source
 */
export const fileOf = source => (source?.file && !source.sample ? source.file : null)

/** @param {import('../../kit/bus.js').Bus} bus */
export const visible = bus => bus.get('tab') === 'uses' && bus.get('uses.view') === 'tissue'

/**
 * @param {import('../../kit/types.js').Instrument} parts
 * @param {import('./index.js').Now} now
 */
export function bindSlides({ $, t, bus }, now) {
  const input = $('.in input[type=file]')
  const go = slide => bus.set('uses.slide', slide)
  const buttonOf = ([key, title]) => {
    const made = createElement('button', { type: 'button', textContent: title })
    made.dataset.slide = key
    made.onclick = () => (key === OWN && (now.slide?.slide === OWN || !fileOf(bus.get('source'))) ? input.click() : go(key))
    return made
  }
  const show = () => {
    const list = $('.slides')
    const all = [...now.samples.map(({ key, title }) => [key, title]), [OWN, t.own]]
    if (list.children.length !== all.length) list.replaceChildren(...all.map(buttonOf)) // else they stay, and with them the focus
    for (const button of list.children) button.ariaPressed = String(button.dataset.slide === now.slide?.slide)
    $('.credit').textContent = now.samples.find(({ key }) => key === now.slide?.slide)?.credit ?? ''
  }
  input.onchange = async () => {
    const [given] = input.files
    input.value = ''
    if (!given) return
    const file = await toReadableFile(given)
    showPicture({ file, name: given.name })
    go(OWN)
  }
  takeDropped(bus, () => go(OWN))
  now.showSlides = show
}

/**
 * A picture that is dropped or pasted while the view is open is meant for it: the page makes it its own, and `take()` shows it here.
 * @param {import('../../kit/bus.js').Bus} bus
 * @param {() => void} take
 */
function takeDropped(bus, take) {
  let meant = false
  const given = transfer => {
    if (visible(bus) && transfer?.files.length) meant = true
  }
  document.addEventListener('drop', event => given(event.dataTransfer), true)
  document.addEventListener('paste', event => given(event.clipboardData), true)
  bus.on('source', source => {
    if (!meant || !fileOf(source)) return
    meant = false
    if (visible(bus)) take()
  })
}
