// What is convolved with what: the channel that is read, a preset or a learned kernel; and how the window walks.
import { radioGroup } from '../../kit/radio_group.js'
import { startConvolve } from '../controller.js'
import { fillTemplate } from '../../kit/numbers.js'
import { bindCamera } from './camera.js'
import { learned } from './learned.js'
import { presets } from './presets.js'
import { bindScan } from './scan.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/**
 * @param {any} parts
 * @param {import('../../kit/types.js').Words} t
 */
function nameOf({ strokes, name }, t) {
  if (strokes) return t.drawing
  return name || t.yours
}

/** @param {Instrument} parts */
export function mount({ element, $, t, bus }) {
  startConvolve(bus)
  const note = $('.note')
  let refused = null
  const say = () => {
    const picture = bus.get('convolve.picture')
    if (!picture) return
    const name = nameOf(bus.get('source') ?? {}, t)
    const trouble = refused ?? bus.get('error')
    const text = trouble ?? (picture.live ? t.from_camera : fillTemplate(t.from_look, { name }))
    note.classList.toggle('failed', !!trouble)
    if (note.textContent !== text) note.textContent = note.title = text
  }
  const read = radioGroup($('.read'), value => bus.set('convolve.read', value))
  bus.on(['convolve.read', 'convolve.picture'], () => {
    const picture = bus.get('convolve.picture')
    const grey = picture?.shape[2] === 1
    read(grey ? 'grey' : bus.get('convolve.read'), value => !grey || value === 'grey', t.one_channel)
    say()
  })
  bus.on(['source', 'error'], say)
  $('[data-do=translate]').onclick = () => bus.set('convolve.moved', [0, 0])
  presets($, t, bus)
  learned($, t, bus)
  bindScan({ $, element, t, bus })
  bindCamera({ $, t, bus }, sentence => {
    refused = sentence
    say()
  })
}
