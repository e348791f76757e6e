// The visitor's classes, row by row, and the tool that fills the chosen one.
import { createButton, createElement, focusedElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { focusedField, replaceAround } from '../../kit/typing.js'
import { startTransfer } from '../controller.js'
import { counted, uneven } from '../settings.js'
import { bindDrop } from './drop.js'
import { describeRejected } from './rejected_files.js'
import { createExampleLists } from './example_list.js'
import { tools } from './tools.js'
import { bindUndo } from './undo.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const MANY = 5 // classes; more than these have smaller rows

/** @param {Instrument} parts */
export function mount(parts) {
  const { element, $, t, bus } = parts
  bus.set('transfer.words', { class_n: t.class_n })
  bus.set('transfer.name', bus.get('transfer.name') ?? t.name)
  const own = startTransfer(bus)
  tools(parts, own)
  bindDrop(parts, own)
  $('[data-do=add]').onclick = () =>
    own.edits.addClass().then(() => focusedField(document.body) || rename(parts, own, bus.get('transfer.chosen'), again))
  bindUndo(parts, own)
  const again = () => show(parts, own, shelf, again)
  const shelf = createExampleLists(parts, own, again)
  bus.on(['transfer.classes', 'transfer.chosen'], again)
  bus.on(['transfer.weigh', 'transfer.untouched', 'transfer.head', 'transfer.menu'], () => warn(parts, own))
  bus.on('transfer.left_out', brought => {
    const said = describeRejected(brought, t)
    $('.left').hidden = !said
    $('.left').open = false
    $('.left summary').textContent = said?.[0] ?? ''
    $('.left ul').replaceChildren(...(said?.[1] ?? []).map(one => createElement('li', '', one)))
  })
  bus.on(['transfer.error', 'transfer.loading'], () => {
    $('.failed').textContent = bus.get('transfer.error') ?? ''
    element.ariaBusy = String(!!bus.get('transfer.loading'))
  })
}

function show(parts, own, shelf, again) {
  const { $, t } = parts
  const classes = own.classes
  const [learned, checked, untouched] = counted(classes)
  const counts = { learned: write.count(learned), checked: write.count(checked), untouched: write.count(untouched) }
  $('.count').textContent = learned ? fillTemplate(untouched ? t.counts_test : t.counts, counts) : ''
  warn(parts, own)
  const list = $('.classes')
  const focused = /** @type {HTMLElement | null | undefined} */ (focusedElement()?.closest('#cnn-examples .class'))?.dataset.id
  const part = focusedElement()?.dataset.part
  list.classList.toggle('many', classes.length > MANY)
  const typed = focusedField(list)
  replaceAround(
    list,
    classes.map(one => row(parts, own, shelf, one, again)),
    made => made.dataset.id,
  )
  if (classes.length && classes.every(({ examples }) => !examples.length)) list.append(createElement('li', 'hint', t.empty))
  shelf.again()
  if (focused && !typed?.isConnected)
    list.querySelector(`[data-id="${focused}"] [data-part=${part ?? 'name'}]`)?.focus({ preventScroll: true })
}

/** Classes of very different sizes, and the tick that weighs them; a test set that is wanted and has too few pictures. */
function warn({ $, t }, own) {
  const apart = uneven(own.classes)
  const kept = own.get('untouched') && own.classes.length && !counted(own.classes)[2]
  const weigh = apart && !own.get('weigh') && !own.headInfo()?.why_unweighted ? createButton(t.weigh, () => own.set('weigh', 1)) : null
  const says = apart
    ? fillTemplate(t.uneven, {
        most: apart.most.name,
        n: write.count(apart.most.n),
        least: apart.least.name,
        k: write.count(apart.least.n),
      })
    : ''
  $('.uneven').replaceChildren(...[says, says && weigh ? ' ' : '', weigh ?? '', kept ? ` ${t.no_test}` : ''].filter(Boolean))
}

function row(parts, own, shelf, one, again) {
  const { t, bus } = parts
  const chosen = bus.get('transfer.chosen') === one.id
  const made = createElement('li', `class ${chosen ? 'chosen' : ''} ${one.enabled ? '' : 'off'}`)
  made.dataset.id = one.id
  const tick = createElement('input', { type: 'checkbox', checked: one.enabled, ariaLabel: fillTemplate(t.enabled, { name: one.name }) })
  const target = createElement('label', { className: 'tick', title: t.untick }, tick)
  tick.dataset.part = 'tick'
  tick.onchange = () => own.edits.enable(one.id, tick.checked)
  const name = Object.assign(
    createButton(one.name, () => bus.set('transfer.chosen', one.id), 'name'),
    { title: t.rename_help, ariaPressed: String(chosen) },
  )
  name.dataset.part = 'name'
  name.ondblclick = () => rename(parts, own, one.id, again)
  const share = createElement(
    'span',
    'quiet share',
    one.enabled ? [one.learned, one.checked, one.untouched].filter((n, i) => i < 2 || n).join(' + ') : String(one.examples.length),
  )
  share.title = one.enabled ? fillTemplate(one.untouched ? t.share_test : t.share, one) : ''
  const out = Object.assign(
    createButton('×', () => own.edits.removeClass(one.id), 'out'),
    { ariaLabel: fillTemplate(t.remove, one), title: fillTemplate(t.remove, one) },
  )
  made.append(createElement('div', 'line', target, name, share, out), shelf.of(one))
  made.onclick = event => {
    if (event.target === made) bus.set('transfer.chosen', one.id) // nothing is returned: false would take the tick back
  }
  made.onkeydown = event => keys(event, parts, own, one, again)
  return made
}

function keys(event, parts, own, one, again) {
  const { $$, bus } = parts
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches('input:not([type=checkbox])')) return
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (event.key === 'F2') rename(parts, own, one.id, again)
  else if (['Delete', 'Backspace'].includes(event.key) && event.target.dataset.part === 'name') own.edits.removeClass(one.id)
  else if (by) {
    const names = $$('.class .name')
    const to = names[names.findIndex(name => name.closest('.class').dataset.id === String(one.id)) + by]
    if (to) {
      bus.set('transfer.chosen', Number(to.closest('.class').dataset.id))
      $$('.class.chosen .name')[0]?.focus()
    }
  } else return
  event.preventDefault()
  event.stopPropagation()
}

/** The name becomes a field; Enter keeps what was written, Esc what was there. What has come meanwhile is shown `again` when it is done. */
function rename({ $, t }, own, id, again) {
  const line = $(`.class[data-id="${id}"] .name`)
  const one = own.classes.find(each => each.id === id)
  if (!line || !one) return
  const field = createElement('input', { value: one.name, maxLength: 40, ariaLabel: t.rename, className: 'rename' })
  line.replaceWith(field)
  field.focus()
  field.select()
  let done = false
  const end = keep => {
    if (done) return
    done = true
    const name = field.value.trim()
    const given = keep && name && name !== one.name
    if (given) line.textContent = name // until the server has it
    const inside = document.activeElement === field
    field.replaceWith(line)
    if (inside) line.focus({ preventScroll: true })
    if (given) own.edits.rename(id, name).then(taken => taken || again())
    else again()
  }
  field.onblur = () => end(true)
  field.onkeydown = event => {
    if (event.key === 'Enter' || event.key === 'Escape') {
      event.preventDefault()
      end(event.key === 'Enter')
    }
    event.stopPropagation()
  }
}
