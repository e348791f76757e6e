// Surgery: one number for a filter's weights, and what the network answers before and after.
import { ask } from '../../kit/ask.js'
import { closeOnOutsideClick, copyButton } from '../../kit/copy_button.js'
import { radioGroup } from '../../kit/radio_group.js'
import { startFilters, currentSubject } from '../controller.js'
import { targetOf, bodyOf, editOf } from '../settings.js'
import { write } from '../../kit/language.js'
import { showCode, downloadCodeButton } from '../../kit/code_view.js'
import { fillTemplate } from '../../kit/numbers.js'
import { tooltip } from '../../kit/tooltip.js'
import { answers } from './answers.js'
import { correctCounts } from './correct_counts.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const PRESETS = [1, 0, -1]

function bindFactor({ $, t, page, now }) {
  const input = $('.factor input')
  const preset = radioGroup($('.presets'), value => {
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
  tooltip($('.factor .word'), t.weights_help)
  return () => {
    const d = now()
    if (!d) return
    const { factor, kernel } = d.own
    if (Number(input.value) !== factor) input.value = factor
    input.ariaValueText = write.fixed(factor)
    $('.factor b').textContent = `× ${PRESETS.includes(factor) ? write.short(factor) : write.fixed(factor)}`
    preset(kernel && factor === 1 ? null : factor)
    $('.about').textContent = fillTemplate(t.about, { n: d.unit })
  }
}

/** @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts */
function code({ $, t, bus, now }) {
  const dialog = $('dialog')
  const copy = $('[data-do=copy]')
  let asked = null
  const say = text => ($('.said').textContent = text)
  $('[data-do=code]').onclick = async () => {
    const d = now()
    const seen = bus.get('forward')
    if (!d || seen?.network !== d.network.key) return
    say('')
    try {
      const aim = targetOf(bus.get('filters.aim'), d.unit, d.network.classes.length)
      const query = { network: d.network.key, layer: d.layer.name, ...aim, seed: bus.get('filters.seed') ?? 0, form: 'pixels' }
      asked = { path: 'filter_code', name: `${d.layer.name}-${d.unit}`, query, body: bodyOf(bus.get('filters.edits'), seen.picture.values) }
      showCode($('code'), await (await ask(asked.path, query, asked.body)).text())
    } catch (thrown) {
      const error = /** @type {import('../../kit/types.js').Failure} */ (thrown)
      asked = null
      $('code').textContent = ''
      say(error.message || bus.get('words')?.gone)
    }
    dialog.showModal()
  }
  copyButton(copy, () => $('code').textContent, t, say)
  downloadCodeButton($('[data-do=take]'), () => asked, say)
  closeOnOutsideClick(dialog)
}

/** @param {Instrument} parts */
export function mount({ element, $, t, bus }) {
  const page = startFilters(bus)
  const now = () => {
    const d = currentSubject(bus)
    return d && { ...d, own: editOf(bus.get('filters.edits'), d.layer.name, d.unit) }
  }
  const renew = bindFactor({ $, t, page, now })
  answers({ $, t, bus })
  correctCounts({ element, $, t, bus })
  code({ $, t, bus, now })
  $('[data-do=undo]').onclick = page.undo
  $('[data-do=restore]').onclick = page.restore
  $('[data-do=restore]').title = t.restore_help
  $('.time').title = t.time_help
  bus.on(['filters.unit', 'filters.tiles', 'filters.edits', 'network'], renew)
  bus.on(['filters.edits', 'filters.undoCount'], () => {
    const n = bus.get('filters.edits')?.length ?? 0
    $('[data-do=undo]').disabled = !bus.get('filters.undoCount')
    $('[data-do=restore]').disabled = n === 0
    $('[data-do=restore]').textContent = n ? fillTemplate(t.restore_n, { n }) : t.restore
  })
  bus.on('filters.answer', ({ milliseconds }) => {
    $('.time').textContent = milliseconds === null ? '' : fillTemplate(t.time, { ms: write.short(milliseconds, milliseconds < 10 ? 2 : 3) })
  })
  bus.on('filters.error', sentence => ($('.trouble').textContent = sentence ?? ''))
}
