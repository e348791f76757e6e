// The same section patch by patch, as one watches: what the one pass saves.
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { askMarked } from './requests.js'
import { kindColours, patchesLayer } from './stage.js'

/**
 * @param {import('../../kit/types.js').Instrument} parts
 * @param {import('./index.js').Now} now
 */
export function createPatches({ $, t }, now) {
  const button = $('[data-do=patches]')
  /** @type {AbortController | null} */
  let control = null
  /** @type {OffscreenCanvas | null} */
  let layer = null
  const describe = () => {
    button.textContent = control ? t.stop : t.patches
    button.ariaPressed = String(!!control)
  }
  const stop = () => {
    control?.abort()
    control = layer = null
    $('.score .patches').textContent = ''
    describe()
    now.paint()
  }
  async function begin() {
    const mine = (control = new AbortController())
    const made = patchesLayer(now.found.probabilities.shape)
    layer = made.canvas
    describe()
    const shades = kindColours($('canvas'))
    const names = now.names()
    const marks = now.marks().filter(({ kind }) => kind < names.length)
    try {
      await askMarked('tissue_patches', now.slide, { marks, kinds: names.length }, (head, arrays) => heard(head, arrays), mine.signal)
    } catch (error) {
      if (control === mine) now.failed(error)
    }
    if (control !== mine) return
    control = layer = null
    describe()
    now.paint()
    function heard(head, arrays) {
      made.add({ rows: arrays.get('rows'), columns: arrays.get('columns'), probabilities: arrays.get('probabilities') }, shades)
      const done = head.first + arrays.get('rows').values.length
      $('.score .patches').textContent = fillTemplate(t.patches_done, {
        done: write.short(done, 6),
        total: write.short(head.total, 6),
        seconds: write.short(head.seconds, 2),
        one: write.short(head.one_pass_seconds, 2),
        difference: head.largest_difference ? write.short(head.largest_difference, 2) : '0',
      })
      now.paint()
    }
  }
  button.onclick = () => (control ? stop() : now.found && begin())
  describe()
  return {
    stop,
    get layer() {
      return layer
    },
  }
}
