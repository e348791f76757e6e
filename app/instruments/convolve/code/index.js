// The code of what is on the screen, one click away.
import { createElement } from '../../kit/element.js'
import { paintPicture } from '../../kit/canvas.js'
import { closeOnOutsideClick, copyButton } from '../../kit/copy_button.js'
import { lines } from './lines.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const KEPT = 2000 // ms until the browser has taken the file

/** The picture as it was convolved, as a file that loses nothing. */
function save({ values, shape }) {
  const canvas = createElement('canvas')
  paintPicture(canvas, values, shape)
  canvas.toBlob(file => {
    const link = createElement('a', { href: URL.createObjectURL(/** @type {Blob} */ (file)), download: 'picture.png' })
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), KEPT)
  }, 'image/png')
}

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const dialog = $('dialog')
  let shown = null
  const say = text => ($('.said').textContent = text)
  $('[data-do=show]').onclick = () => {
    shown = bus.get('convolve.done')
    if (!shown) return
    say('')
    $('code').textContent = lines(shown, bus.get('convolve.at'))
    dialog.showModal()
  }
  copyButton($('[data-do=copy]'), () => $('code').textContent, t, say)
  $('[data-do=save]').onclick = () => save(shown.picture)
  closeOnOutsideClick(dialog)
}
