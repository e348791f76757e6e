// The plan: transforms ticked, set by their handles and put in an order; the seed that they draw from.
import { tabState } from '../../kit/bus.js'
import { createElement, focusedElement } from '../../kit/element.js'
import { cardOf, withStep, completeStep, moved, planToText } from '../settings.js'
import { startAugment } from '../controller.js'
import { showEditedNotice } from '../../kit/edited_notice.js'
import { onKeys } from '../../kit/shortcuts.js'
import { write } from '../../kit/language.js'
import { isTyping } from '../../kit/typing.js'
import { samples } from '../../kit/samples.js'
import { toReadableFile } from '../../kit/heic.js'
import { fillTemplate } from '../../kit/numbers.js'
import { rangeSlider } from './range_slider.js'
import { describeStep, describeValue } from './describe.js'
import { bindUndo } from './undo.js'
import { isHere } from '../../kit/network_cards.js'
import { networkMenu } from '../../kit/network_menu.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const SEEDS = 2 ** 32
const FILE = '-'

/** @param {Instrument} parts */
export function mount({ element, $, t, bus }) {
  const { get, set } = tabState(bus, 'augment')
  const put = steps => set('plan', planToText(steps, get('cards')))
  networkMenu($('.network'), bus, { label: t.network, fits: isHere })
  showEditedNotice($('.edits'), bus)
  const list = stepList({ $, t, bus, get, set, put })
  bus.on(['augment.steps', 'augment.partner'], () => get('steps') && list.show(get('steps'), get('cards')))
  bindAddMenu({ $, t, bus, get, put })
  bindUndo({ $, element, bus, get, set })
  seeds({ element, $, t, bus, get, set })
  bus.on('augment.error', trouble => ($('.failed').textContent = trouble ?? ''))
  startAugment()
}

/** @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts */
function stepList({ $, t, bus, get, set, put }) {
  const list = $('.steps')
  const open = new Set() // keys of steps whose settings are all shown
  let built = ''
  let rows = []
  const hold = on => set('dragging', on)
  const at = key => get('steps').findIndex(step => step.key === key)
  const change = (key, what) => put(withStep(get('steps'), at(key), what))
  const values = (key, more) => change(key, { values: { ...get('steps')[at(key)].values, ...more } })
  const move = (key, by) => {
    const from = at(key)
    const to = Math.max(0, Math.min(get('steps').length - 1, from + by))
    if (to !== from) put(moved(get('steps'), from, to))
    return to !== from
  }
  const act = { change, values, move, hold, put, get, set, open, rebuild: () => show(get('steps'), get('cards')) }
  function build(steps, cards) {
    const focused = /** @type {HTMLElement | null | undefined} */ (focusedElement()?.closest('#cnn-plan .step'))?.dataset.key
    const place = focusedElement()?.dataset.part
    built = steps.map(({ key }) => `${key}${open.has(key) ? '+' : ''}`).join()
    rows = steps.map(({ key }) => row(cardOf(cards, key), { t, bus, act, list }))
    list.replaceChildren(...rows.map(({ element }) => element))
    if (focused) list.querySelector(`[data-key=${focused}] [data-part=${place ?? 'tick'}]`)?.focus({ preventScroll: true })
  }
  function show(steps, cards) {
    if (steps.map(({ key }) => `${key}${open.has(key) ? '+' : ''}`).join() !== built) build(steps, cards)
    rows.forEach((one, i) => one.show(steps[i]))
  }
  return { show }
}

/**
 * @param {any} card
 * @param {Pick<Instrument, 't' | 'bus'> & Record<string, any>} parts
 */
function row(card, { t, bus, act, list }) {
  const { key } = card
  const element = createElement('li', 'step')
  element.dataset.key = key
  const grip = createElement('button', { className: 'grip', type: 'button', ariaLabel: fillTemplate(t.move, { title: card.title }) })
  grip.dataset.part = 'grip'
  const tick = createElement('input', { type: 'checkbox' })
  tick.dataset.part = 'tick'
  const name = createElement('label', 'name')
  name.append(tick, createElement('span', '', card.title))
  name.title = card.about
  const more = createElement('button', {
    className: 'value',
    type: 'button',
    ariaExpanded: String(act.open.has(key)),
    title: fillTemplate(t.more, { title: card.title }),
  })
  more.dataset.part = 'value'
  const main = card.settings.find(setting => setting.name === card.handle[0])
  const describe = setting => end =>
    Array.isArray(setting.default)
      ? fillTemplate(end ? t.most : t.least, { title: `${card.title}, ${setting.title}` })
      : `${card.title}, ${setting.title}`
  const handle = rangeSlider(main, describe(main), v => act.values(key, Object.fromEntries(card.handle.map(one => [one, v]))), act.hold)
  element.append(grip, name, more, handle.element)
  const details = act.open.has(key) ? settings(card, { t, bus, act, says: describe }) : null
  if (details) element.append(details.element)
  tick.onchange = () => act.change(key, { on: tick.checked })
  more.onclick = () => {
    act.open[act.open.has(key) ? 'delete' : 'add'](key)
    act.rebuild()
  }
  element.addEventListener('keydown', event => {
    const by = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!by) return
    event.preventDefault()
    event.stopPropagation()
    act.move(key, by)
  })
  bindDrag(grip, key, act, list)
  return {
    element,
    show({ on, values }) {
      tick.checked = on
      element.classList.toggle('off', !on)
      more.textContent = describeStep(card, values, write.short)
      handle.show(values[main.name], more.textContent)
      details?.show(values)
    },
  }
}

/** A row follows the hand: it changes places with the one whose middle it has passed. */
function bindDrag(grip, key, act, list) {
  grip.addEventListener('pointerdown', event => {
    if (event.button) return
    event.preventDefault()
    const move = ({ clientY }) => {
      const all = [...list.children]
      const now = all.findIndex(one => one.dataset.key === key)
      const middle = one => one.getBoundingClientRect().top + one.offsetHeight / 2
      if (now > 0 && clientY < middle(all[now - 1])) act.move(key, -1)
      else if (now < all.length - 1 && clientY > middle(all[now + 1])) act.move(key, 1)
    }
    const end = () => {
      removeEventListener('pointermove', move)
      list.classList.remove('moving')
      act.hold(false)
    }
    list.classList.add('moving')
    act.hold(true)
    addEventListener('pointermove', move)
    addEventListener('pointerup', end, { once: true })
    addEventListener('pointercancel', end, { once: true })
  })
}

/**
 * Every setting of a step, each with its own rail; who it is mixed with; and the way out of the list.
 * @param {any} card
 * @param {Pick<Instrument, 't' | 'bus'> & Record<string, any>} parts
 */
function settings(card, { t, bus, act, says: describe }) {
  const element = createElement('div', 'settings')
  element.append(createElement('p', '', card.about))
  const parts = card.settings.map(setting => {
    const line = createElement('div', 'setting')
    const value = createElement('span', 'number')
    const one = rangeSlider(setting, describe(setting), v => act.values(card.key, { [setting.name]: v }), act.hold)
    line.append(createElement('span', 'what', setting.title), value, one.element)
    element.append(line)
    return { setting, value, one }
  })
  if (card.mixes) element.append(partner(t, bus))
  const out = createElement('button', { className: 'remove', type: 'button' }, t.remove)
  out.onclick = () => {
    act.open.delete(card.key)
    act.put(act.get('steps').filter(({ key }) => key !== card.key))
  }
  element.append(out)
  return {
    element,
    show(values) {
      for (const { setting, value, one } of parts) {
        value.textContent = describeValue(setting, values[setting.name], write.short)
        one.show(values[setting.name], value.textContent)
      }
    },
  }
}

/**
 * @param {import('../../kit/types.js').Words} t
 * @param {Bus} bus
 */
function partner(t, bus) {
  const line = createElement('label', 'partner')
  const menu = createElement('select')
  const picker = createElement('input', { type: 'file', accept: 'image/*', hidden: true })
  line.append(createElement('span', '', t.partner), menu, picker)
  samples().then(list => {
    const fit = list.filter(sample => sample.drawing === bus.get('network').drawing)
    menu.replaceChildren(...fit.map(sample => new Option(sample.title, sample.key)), new Option(t.file, FILE))
    const chosen = bus.get('augment.partner')
    menu.value = typeof chosen === 'string' ? chosen : chosen ? FILE : bus.get('network').drawing ? 'digit-8' : 'coffee'
  }, console.error)
  menu.onchange = () => (menu.value === FILE ? picker.click() : bus.set('augment.partner', menu.value))
  picker.onchange = async () => {
    const file = picker.files?.[0]
    if (file) bus.set('augment.partner', { file: await toReadableFile(file) })
  }
  return line
}

/** @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts */
function bindAddMenu({ $, t, bus, get, put }) {
  const menu = $('.add')
  bus.on('augment.steps', () => {
    const [steps, cards] = [get('steps'), get('cards')]
    if (!steps) return
    const free = cards.transforms.filter(card => !steps.some(({ key }) => key === card.key))
    menu.replaceChildren(new Option(t.add_short, ''), ...free.map(card => new Option(card.title, card.key)))
    menu.hidden = !free.length
  })
  menu.onchange = () => {
    const cards = get('cards')
    if (menu.value) put([...get('steps'), completeStep({ key: menu.value, on: true }, cards)])
    $('.steps').lastElementChild?.scrollIntoView({ block: 'nearest' })
  }
}

/** @param {Pick<Instrument, 'element' | '$' | 't' | 'bus'> & Record<string, any>} parts */
function seeds({ element, $, t, bus, get, set }) {
  const field = $('.seed')
  const code = $('[data-do=code]')
  const roll = () => set('seed', (get('seed') + 1) % SEEDS)
  field.onchange = () => {
    const given = Number(field.value)
    if (/^\d+$/.test(field.value) && given < SEEDS) set('seed', given)
    else field.value = get('seed')
  }
  $('[data-do=roll]').onclick = roll
  const toggle = () => set('drawer', get('drawer') === 'code' ? null : 'code')
  code.onclick = toggle
  bus.on('augment.seed', seed => !isTyping(field) && (field.value = seed))
  bus.on('augment.drawer', drawer => {
    code.ariaPressed = String(drawer === 'code')
    code.textContent = drawer === 'code' ? t.code_hide : t.code
  })
  const here = f => () => (element.offsetParent ? f() : false)
  onKeys({ r: here(roll), c: here(toggle) })
}
