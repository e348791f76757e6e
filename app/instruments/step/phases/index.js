// The phases of a step, one after the other; the playback that runs through the columns; taking a step, and taking it back.
import { tabState } from '../../kit/bus.js'
import { radioGroup, radioButtons } from '../../kit/radio_group.js'
import { onKeys } from '../../kit/shortcuts.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { createPlayback as run } from './playback.js'
import { DROPOUTS, PHASES } from '../settings.js'
import { currentPass, startStep, subject } from '../controller.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const OTHER = 'button:not([role=radio]), summary, a' // parts that do something of their own with Space and Enter

/** @param {Instrument} parts */
export function mount({ element, $, t, bus }) {
  const { get, set } = tabState(bus, 'step')
  const group = radioGroup($('.choices'), value => set('phase', Number(value)))
  $('.choices').append(...radioButtons(PHASES.map((name, i) => [i + 1, `${i + 1} ${t[`phase_${name}`]}`])))
  bus.on('step.phase', phase => group(phase))
  const playback = run({ bus, get, set })
  const next = () => {
    if (get('phase') === PHASES.length) set('command', 'take')
    set('phase', (get('phase') % PHASES.length) + 1)
  }
  const back = () => set('phase', Math.max(1, get('phase') - 1))
  $('[data-do=next]').onclick = next
  for (const act of /** @type {const} */ (['take', 'undo', 'again'])) $(`[data-do=${act}]`).onclick = () => set('command', act)
  const here = f => event => (subject(bus) && element.offsetParent ? f(event) : false)
  const own = f => here(event => (event.target?.closest?.(OTHER) ? false : f(event)))
  onKeys({
    ' ': own(event => (event.shiftKey ? back() : next())),
    Enter: own(() => set('command', 'take')),
    ArrowLeft: here(() => playback.move(-1)),
    ArrowRight: here(() => playback.move(1)),
  })
  dropout({ $, t, bus, get, set })
  bus.on(['step.forwardBackward', 'forward', 'network'], () => {
    const now = currentPass(bus)
    $('[data-do=take]').disabled = !now
    $('[data-do=undo]').disabled = !now?.undoable
    $('[data-do=again]').disabled = !now?.taken
    $('[data-do=undo]').textContent = now?.taken ? fillTemplate(t.undo_count, { n: write.count(now.taken) }) : t.undo
  })
  startStep()
}

/** @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts */
function dropout({ $, t, bus, get, set }) {
  const menu = $('.rate')
  const maps = $('.maps input')
  const passes = $('[data-do=passes]')
  menu.replaceChildren(...DROPOUTS.map(rate => new Option(rate ? write.short(rate) : t.none, String(rate))))
  menu.onchange = () => set('dropout', Number(menu.value))
  maps.onchange = () => set('maps', maps.checked)
  passes.onclick = () => set(get('passes') ? 'passes' : 'passesWanted', get('passes') ? null : Symbol())
  bus.on(['step.dropout', 'step.maps', 'step.forwardBackward', 'step.passes'], () => {
    menu.value = get('dropout')
    maps.checked = get('maps')
    $('.maps').hidden = !get('dropout') || !currentPass(bus)?.droppable
    passes.hidden = !get('dropout')
    passes.ariaPressed = String(!!get('passes'))
  })
}
