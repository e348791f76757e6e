// Which picture it is: a sample, or one of the visitor's own, which stays the page's picture.
import { createElement } from '../../kit/element.js'
import { toReadableFile } from '../../kit/heic.js'
import { showPicture } from '../../kit/picture_input.js'

/**
 * The file of a picture that is the visitor's own, else null.
 * @param {import('../../kit/types.js').Source | null | undefined} source
 */
export const fileOf = source => (source?.file && !source.sample ? source.file : null)

/**
 * @param {import('../../kit/types.js').Instrument} parts
 * @param {import('./index.js').Now} now
 */
export function bindSlides({ $, t, bus }, now) {
  const input = $('.in input[type=file]')
  const show = () => {
    const chosen = bus.get('uses.slide')
    const list = [...now.samples.map(({ key, title }) => [key, title]), ['own', t.own]]
    $('.slides').replaceChildren(
      ...list.map(([key, title]) => {
        const made = createElement('button', { type: 'button', textContent: title, ariaPressed: String(key === chosen) })
        made.onclick = () =>
          key === 'own' && (chosen === 'own' || !fileOf(bus.get('source'))) ? input.click() : bus.set('uses.slide', key)
        return made
      }),
    )
    const sample = now.samples.find(({ key }) => key === now.slide?.slide)
    $('.credit').textContent = sample?.credit ?? ''
  }
  input.onchange = async () => {
    const [given] = input.files
    input.value = ''
    if (!given) return
    const file = await toReadableFile(given)
    showPicture({ file, name: given.name })
    bus.set('uses.slide', 'own')
  }
  now.showSlides = show
}
