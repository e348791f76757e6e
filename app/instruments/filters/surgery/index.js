// Surgery: one number for a filter's weights, and what the network answers before and after.
import { ask } from '../../kit/ask.js'
import { closesBeside, copying } from '../../kit/copying.js'
import { choices } from '../../kit/choices.js'
import { filtering, present } from '../filtering.js'
import { aimOf, bodyOf, editOf } from '../filters.js'
import { write } from '../../kit/language.js'
import { showCode, taking } from '../../kit/shown.js'
import { fill } from '../../kit/numbers.js'
import { term } from '../../kit/term.js'
import { answers } from './answers.js'
import { rightness } from './right.js'

const PRESETS = [1, 0, -1]

function lever({ $, t, page, now }) {
  const input = $('.factor input')
  const preset = choices($('.presets'), value => {
    const d = now()
    if (d) page.edit({ ...d.own, factor: Number(value), ...(Number(value) === 1 ? { kernel: null } : {}) })
  })
  let dragging = false
  input.oninput = () => {
    const d = now()
    if (!d) return
    if (!dragging) page.begin()
    dragging = true
    page.edit({ ...d.own, factor: Number(input.value) }, { gesture: true })
  }
  input.onchange = () => (dragging = false)
  input.ondblclick = () => {
    const d = now()
    if (d) page.edit({ ...d.own, factor: 1 })
  }
  term($('.factor .word'), t.weights_help)
  return () => {
    const d = now()
    if (!d) return
    const { factor, kernel } = d.own
    if (Number(input.value) !== factor) input.value = factor
    input.ariaValueText = write.fixed(factor)
    $('.factor b').textContent = `× ${PRESETS.includes(factor) ? write.short(factor) : write.fixed(factor)}`
    preset(kernel && factor === 1 ? null : factor)
    $('.about').textContent = fill(t.about, { n: d.unit })
  }
}

function code({ $, t, bus, now }) {
  const dialog = $('dialog')
  const copy = $('[data-do=copy]')
  let asked = null
  const say = text => ($('.said').textContent = text)
  $('[data-do=code]').onclick = async () => {
    const d = now()
    const seen = bus.get('seen')
    if (!d || seen?.network !== d.network.key) return
    say('')
    try {
      const aim = aimOf(bus.get('filters.aim'), d.unit, d.network.classes.length)
      const query = { network: d.network.key, layer: d.layer.name, ...aim, seed: bus.get('filters.seed') ?? 0, form: 'pixels' }
      asked = { path: 'unit_code', name: `${d.layer.name}-${d.unit}`, query, body: bodyOf(bus.get('filters.edits'), seen.picture.values) }
      showCode($('code'), await (await ask(asked.path, query, asked.body)).text())
    } catch (error) {
      asked = null
      $('code').textContent = ''
      say(error.message || bus.get('words')?.gone)
    }
    dialog.showModal()
  }
  copying(copy, () => $('code').textContent, t, say)
  taking($('[data-do=take]'), () => asked, say)
  closesBeside(dialog)
}

export function mount({ element, $, t, bus }) {
  const page = filtering(bus)
  const now = () => {
    const d = present(bus)
    return d && { ...d, own: editOf(bus.get('filters.edits'), d.layer.name, d.unit) }
  }
  const renew = lever({ $, t, bus, page, now })
  answers({ $, t, bus })
  rightness({ element, $, t, bus })
  code({ $, t, bus, now })
  $('[data-do=undo]').onclick = page.undo
  $('[data-do=restore]').onclick = page.restore
  $('[data-do=restore]').title = t.restore_help
  $('.time').title = t.time_help
  bus.on(['filters.unit', 'filters.tiles', 'filters.edits', 'network'], renew)
  bus.on(['filters.edits', 'filters.past'], () => {
    const n = bus.get('filters.edits')?.length ?? 0
    $('[data-do=undo]').disabled = !bus.get('filters.past')
    $('[data-do=restore]').disabled = n === 0
    $('[data-do=restore]').textContent = n ? fill(t.restore_n, { n }) : t.restore
  })
  bus.on('filters.answer', ({ milliseconds }) => {
    $('.time').textContent = milliseconds === null ? '' : fill(t.time, { ms: write.short(milliseconds, milliseconds < 10 ? 2 : 3) })
  })
  bus.on('filters.trouble', sentence => ($('.trouble').textContent = sentence ?? ''))
}
