// What is convolved with what: the channel that is read, a preset or a learned kernel; and how the window walks.
import { choices } from '../../kit/choices.js'
import { convolving } from '../convolving.js'
import { fill } from '../../kit/numbers.js'
import { through } from './camera.js'
import { learned } from './learned.js'
import { presets } from './presets.js'
import { walk } from './walk.js'

function nameOf({ strokes, name }, t) {
  if (strokes) return t.drawing
  return name || t.yours
}

export function mount({ element, $, t, bus }) {
  convolving(bus)
  const note = $('.note')
  let refused = null
  const say = () => {
    const picture = bus.get('convolve.picture')
    if (!picture) return
    const name = nameOf(bus.get('source') ?? {}, t)
    const trouble = refused ?? bus.get('trouble')
    const text = trouble ?? (picture.live ? t.from_camera : fill(t.from_look, { name }))
    note.classList.toggle('failed', !!trouble)
    if (note.textContent !== text) note.textContent = note.title = text
  }
  const read = choices($('.read'), value => bus.set('convolve.read', value))
  bus.on(['convolve.read', 'convolve.picture'], () => {
    const picture = bus.get('convolve.picture')
    const grey = picture?.shape[2] === 1
    read(grey ? 'grey' : bus.get('convolve.read'), value => !grey || value === 'grey', t.one_channel)
    say()
  })
  bus.on(['source', 'trouble'], say)
  $('[data-do=translate]').onclick = () => bus.set('convolve.moved', [0, 0])
  presets($, t, bus)
  learned($, t, bus)
  walk({ $, element, t, bus })
  through({ $, t, bus }, sentence => {
    refused = sentence
    say()
  })
}
