// The code of what is on the screen, one click away.
import { paintPicture } from '../../kit/canvas.js'
import { lines } from './lines.js'

const SAID = 2000 // ms a button says that it is done

/** The picture as it was convolved, as a file that loses nothing. */
function save({ values, shape }) {
  const canvas = document.createElement('canvas')
  paintPicture(canvas, values, shape)
  canvas.toBlob(file => {
    const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(file), download: 'picture.png' })
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), SAID)
  }, 'image/png')
}

export function mount({ $, t, bus }) {
  const dialog = $('dialog')
  const button = $('[data-do=copy]')
  let shown = null
  const say = text => ($('.said').textContent = text)
  $('[data-do=show]').onclick = () => {
    shown = bus.get('convolve.done')
    if (!shown) return
    say('')
    $('code').textContent = lines(shown, bus.get('convolve.at'))
    dialog.showModal()
  }
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText($('code').textContent)
      button.textContent = t.copied
      say(t.copied)
      setTimeout(() => (button.textContent = t.copy), SAID)
    } catch {
      say(t.not_copied)
    }
  }
  $('[data-do=save]').onclick = () => save(shown.picture)
  dialog.addEventListener('click', event => {
    if (event.target === dialog) dialog.close()
  })
}
