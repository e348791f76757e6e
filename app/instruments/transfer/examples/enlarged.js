// The selected example, large: beside the classes, at the foot of a phone. It shows, and its one button removes what is selected.
import { closestTo } from '../../kit/element.js'
import { askJson } from '../../kit/ask.js'
import { paintPicture, contextOf } from '../../kit/canvas.js'
import { latestOnly } from '../../kit/latest_only.js'
import { fillTemplate } from '../../kit/numbers.js'
import { examplePictures } from '../example_pictures.js'
import { FIRST } from '../settings.js'

const SIDE = 256 // px of the picture that is asked for
const GAP = 12 // px between the classes and it

/** → { show(class, selection, thumbnail), hide }; `remove()` when its button is pressed, `close()` when it is closed. */
export function enlarged({ $, t, element }, own, { remove, close }) {
  const sheet = $('.enlarged')
  const canvas = sheet.querySelector('canvas')
  let shown = null // the id on the canvas, or on its way there
  const ask = latestOnly(
    async id => {
      const part = { example: id, seed: own.get('seed') ?? FIRST.seed, untouched: own.get('untouched') ?? FIRST.untouched }
      const [pictures, said] = await Promise.all([examplePictures([id], SIDE), askJson('example_split', part)])
      return { picture: pictures.get(id), part: said.part }
    },
    (id, { picture, part }) => {
      if (id !== shown || !picture) return
      paintPicture(canvas, picture.values, picture.shape)
      sheet.querySelector('.part').textContent = t.parts[part || 'none']
    },
    () => (shown = null), // it is asked for again when it is selected again
  )
  sheet.querySelector('[data-do=remove]').onclick = remove
  sheet.querySelector('[data-do=close]').onclick = close
  sheet.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    close()
  })
  const hide = () => {
    shown = null
    if (sheet.matches(':popover-open')) sheet.hidePopover()
  }
  document.addEventListener('pointerdown', event => {
    if (shown !== null && !closestTo(event, '#cnn-examples :is(.enlarged, .example, [data-do])')) close()
  })

  function show(one, { ids, at }, thumbnail) {
    sheet.querySelector('.which').textContent =
      ids.length > 1
        ? fillTemplate(t.selected, { n: ids.length })
        : fillTemplate(t.picture_n, { k: one.examples.indexOf(at) + 1, n: one.examples.length })
    sheet.querySelector('b').textContent = one.name
    sheet.querySelector('[data-do=remove]').textContent = ids.length > 1 ? fillTemplate(t.remove_n, { n: ids.length }) : t.remove_1
    if (at !== shown) {
      shown = at
      sheet.querySelector('.part').textContent = '\u00a0'
      if (thumbnail) {
        Object.assign(canvas, { width: thumbnail.width, height: thumbnail.height })
        contextOf(canvas).drawImage(thumbnail, 0, 0)
      }
      ask(at)
    }
    if (!sheet.matches(':popover-open')) sheet.showPopover()
    const [panel, thumb] = [element.getBoundingClientRect(), thumbnail?.getBoundingClientRect()]
    const beside = panel.right + GAP + sheet.offsetWidth < innerWidth
    sheet.classList.toggle('foot', !beside)
    const top = Math.min(Math.max(GAP, (thumb?.top ?? panel.top) - sheet.offsetHeight / 3), innerHeight - sheet.offsetHeight - GAP)
    Object.assign(sheet.style, beside ? { left: `${panel.right + GAP}px`, top: `${top}px` } : { left: '', top: '' })
  }
  return { show, hide }
}
