// The one menu of networks, in every tab: a combobox with a listbox by families, searched, sorted, walked by keys (WAI-ARIA APG, "Combobox").
import { askJson, RequestError } from './ask.js'
import { createElement } from './element.js'
import { fillTemplate } from './numbers.js'
import { write } from './language.js'
import { grouped, isUntrained, listed, SORTS } from './network_list.js'
import { costsOf, describeOption } from './network_option.js'

/** @typedef {import('./types.js').NetworkCard} NetworkCard */
/** @typedef {import('./types.js').Words} Words */
/** @typedef {import('./bus.js').Bus} Bus */
/** @typedef {ReturnType<typeof partsOf>} Parts */
/** @typedef {{ bus: Bus, fits: (card: NetworkCard) => boolean }} Means */
/** @typedef {{ open: boolean, typed: boolean, active: HTMLElement | null }} Now */

const PAGE = 10 // options that PageUp and PageDown pass
const MARGIN = 8 // px between the list and the end of the window
const WIDE = 52 // font sizes, where the window has them
let count = 0

/**
 * Makes `place` a menu of the networks; what is chosen is `wantedNetwork`. `fits`: which of them this tab offers.
 * @param {HTMLElement} place
 * @param {Bus} bus
 * @param {{ label: string, fits?: (card: NetworkCard) => boolean }} options
 */
export function networkMenu(place, bus, { label, fits = () => true }) {
  const parts = partsOf(place, label)
  const means = { bus, fits }
  /** @type {Now} */
  const now = { open: false, typed: false, active: null }
  const name = () => {
    if (!now.open) parts.input.value = nameOf(bus)
  }
  bus.on(['networks', 'network', 'wantedNetwork', 'networkListChanged'], () => {
    name()
    if (now.open) fill(parts, means, now)
  })
  bus.on('weightsHosts', () => now.open && describe(parts, bus, now))
  bindField(parts, means, now, name)
  bindSheet(parts, means, now, name)
}

/** @param {Bus} bus */
const nameOf = bus => bus.get('networks')?.get(bus.get('wantedNetwork') ?? '')?.title ?? bus.get('network')?.title ?? ''

/**
 * @param {HTMLElement} place
 * @param {string} label
 */
function partsOf(place, label) {
  const id = `network-menu-${++count}`
  const input = createElement('input', { type: 'text', autocomplete: 'off', spellcheck: false, role: 'combobox' })
  const list = createElement('div', { className: 'list', id, role: 'listbox', ariaLabel: label })
  const attributes = { 'aria-label': label, 'aria-expanded': 'false', 'aria-controls': id, 'aria-autocomplete': 'list' }
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value)
  const sort = createElement('select')
  const untrained = createElement('input', { type: 'checkbox' })
  const sortLabel = createElement('span')
  const untrainedLabel = createElement('span')
  const close = createElement('button', { type: 'button', className: 'close', textContent: '×' })
  const found = createElement('span', { className: 'found', role: 'status' })
  const tools = createElement(
    'div',
    'tools',
    createElement('label', '', sortLabel, sort),
    createElement('label', '', untrained, untrainedLabel),
    found,
    close,
  )
  const takes = createElement('p', 'takes')
  const sheet = createElement('div', { className: 'sheet', popover: 'manual' }, tools, list, takes)
  place.classList.add('network-menu')
  place.replaceChildren(input, sheet)
  return { place, input, sheet, list, sort, sortLabel, untrained, untrainedLabel, found, takes, close, id }
}

/**
 * @param {Parts} parts
 * @param {Words} words
 */
function nameTools({ sort, sortLabel, untrainedLabel, close, input }, words) {
  if (sort.options.length) return
  sort.append(...['family', ...Object.keys(SORTS)].map(key => new Option(words.menu_sorts[key], key)))
  sortLabel.textContent = words.menu_sort
  untrainedLabel.textContent = words.menu_untrained
  close.ariaLabel = words.close
  input.placeholder = words.menu_search
}

/**
 * @param {Parts} parts
 * @param {Means} means
 * @param {Now} now
 */
function show(parts, means, now) {
  const words = means.bus.get('words')
  if (now.open || !words || !means.bus.get('networks')) return
  const { input, sheet, untrained } = parts
  nameTools(parts, words)
  Object.assign(now, { open: true, typed: false })
  untrained.checked = isUntrained({ key: means.bus.get('wantedNetwork') ?? '' })
  input.ariaExpanded = 'true'
  input.select()
  if (matchMedia('(max-width: 900px)').matches) parts.place.scrollIntoView({ block: 'start' })
  sheet.showPopover()
  placeSheet(parts)
  fill(parts, means, now)
  void askHosts(means.bus)
}

/**
 * @param {Parts} parts
 * @param {Now} now
 * @param {() => void} name
 */
function hide({ input, sheet }, now, name) {
  if (!now.open) return
  Object.assign(now, { open: false, active: null })
  if (sheet.contains(document.activeElement)) input.focus()
  sheet.hidePopover()
  input.ariaExpanded = 'false'
  input.removeAttribute('aria-activedescendant')
  name()
}

/**
 * Right below the field, or above it where there is more room; on a narrow page from the field to the end of the window, as wide as this.
 * @param {Parts} parts
 */
function placeSheet({ input, sheet }) {
  const { left, top, bottom } = input.getBoundingClientRect()
  const narrow = innerWidth <= 900
  const below = innerHeight - bottom
  const up = !narrow && below < 300 && top > below
  const width = narrow ? innerWidth : Math.min(WIDE * parseFloat(getComputedStyle(input).fontSize), innerWidth - 2 * MARGIN)
  const style = {
    width: `${width}px`,
    left: `${narrow ? 0 : Math.max(MARGIN, Math.min(left, innerWidth - width - MARGIN))}px`,
    top: up ? 'auto' : `${bottom + 2}px`,
    bottom: up ? `${innerHeight - top + 2}px` : narrow ? '0' : 'auto',
    maxHeight: narrow ? 'none' : `${(up ? top : below) - MARGIN}px`,
  }
  Object.assign(sheet.style, style)
}

/**
 * @param {Parts} parts
 * @param {Means} means
 * @param {Now} now
 */
function fill(parts, { bus, fits }, now) {
  const { input, list, sort, untrained, found, id } = parts
  const words = bus.get('words')
  const cards = [...bus.get('networks').values()].filter(card => fits(card) || card.key === bus.get('network')?.key)
  const wanted = listed(cards, { question: now.typed ? input.value : '', untrained: untrained.checked })
  const groups = grouped(wanted, sort.value, { here: words.menu_here, sorted: words.menu_sorts[sort.value] })
  let n = 0
  list.replaceChildren(
    ...groups.map(({ title, cards: inside }, i) => {
      const heading = createElement('div', { className: 'family', id: `${id}-family-${i}`, role: 'presentation', textContent: title })
      const group = createElement('div', { role: 'group' }, heading, ...inside.map(card => option(card, `${id}-${n++}`, bus)))
      group.setAttribute('aria-labelledby', heading.id)
      return group
    }),
  )
  found.textContent = n ? fillTemplate(words.menu_found, { n: write.count(n) }) : words.menu_none
  const options = optionsOf(list)
  activate(parts, bus, now, (now.typed ? null : options.find(one => one.ariaSelected === 'true')) ?? options[0] ?? null)
}

/**
 * @param {HTMLElement} list
 * @returns {HTMLElement[]}
 */
const optionsOf = list => [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll('[role=option]'))]

/**
 * @param {NetworkCard} card
 * @param {string} id
 * @param {Bus} bus
 */
function option(card, id, bus) {
  const made = createElement('div', { id, role: 'option', ariaSelected: String(card.key === bus.get('wantedNetwork')) })
  made.dataset.key = card.key
  describeOption(made, card, bus.get('words'), bus.get('weightsHosts'))
  return made
}

/**
 * @param {Parts} parts
 * @param {Bus} bus
 * @param {Now} now
 * @param {HTMLElement | null} to
 */
function activate({ input, takes }, bus, now, to) {
  now.active?.classList.remove('active')
  now.active = to
  if (!to) {
    input.removeAttribute('aria-activedescendant')
    takes.textContent = ''
    return
  }
  to.classList.add('active')
  input.setAttribute('aria-activedescendant', to.id)
  to.scrollIntoView({ block: 'nearest' })
  takes.textContent = costsOf(bus.get('networks').get(to.dataset.key ?? ''), bus.get('words'), bus.get('weightsHosts'))
}

/**
 * Says of every network that is listed whether it can be had, in its place: nothing moves under the pointer.
 * @param {Parts} parts
 * @param {Bus} bus
 * @param {Now} now
 */
function describe({ list, takes }, bus, now) {
  const cardOf = (/** @type {HTMLElement} */ one) => bus.get('networks').get(one.dataset.key ?? '')
  for (const one of optionsOf(list)) {
    const card = cardOf(one)
    if (card) describeOption(one, card, bus.get('words'), bus.get('weightsHosts'))
  }
  if (now.active) takes.textContent = costsOf(cardOf(now.active), bus.get('words'), bus.get('weightsHosts'))
}

/**
 * Whether weights that are not here can be had now. Without an answer the menu says what it said before.
 * @param {Bus} bus
 */
async function askHosts(bus) {
  if (![...bus.get('networks').values()].some(card => card.weights === 'download')) return
  try {
    bus.set('weightsHosts', (await askJson('weights_hosts', {})).answer)
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
  }
}

/**
 * @param {Parts} parts
 * @param {Means} means
 * @param {Now} now
 * @param {HTMLElement | null | undefined} made
 * @param {() => void} name
 */
function choose(parts, { bus }, now, made, name) {
  if (!made) return
  parts.input.focus()
  bus.set('wantedNetwork', made.dataset.key)
  hide(parts, now, name)
}

/**
 * @param {Parts} parts
 * @param {Means} means
 * @param {Now} now
 * @param {string} key
 */
function walk(parts, { bus }, now, key) {
  const options = optionsOf(parts.list)
  const at = now.active ? options.indexOf(now.active) : -1
  /** @type {Record<string, number>} */
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + PAGE, PageUp: at - PAGE, Home: 0, End: options.length - 1 }
  activate(parts, bus, now, options[Math.max(0, Math.min(options.length - 1, to[key]))] ?? null)
}

const WALKS = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End']

/**
 * @param {Parts} parts
 * @param {Means} means
 * @param {Now} now
 * @param {() => void} name
 */
function bindField(parts, means, now, name) {
  const { input } = parts
  input.addEventListener('click', () => show(parts, means, now))
  input.addEventListener('input', () => {
    show(parts, means, now)
    now.typed = true
    fill(parts, means, now)
  })
  input.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey) return
    const { key } = event
    if (now.open && WALKS.includes(key)) walk(parts, means, now, key)
    else if (now.open && key === 'Enter') choose(parts, means, now, now.active, name)
    else if (['ArrowDown', 'ArrowUp', 'Enter'].includes(key)) show(parts, means, now)
    else if (now.open && key === 'Escape') hide(parts, now, name)
    else return
    event.preventDefault()
    event.stopPropagation()
  })
}

/**
 * @param {Parts} parts
 * @param {Means} means
 * @param {Now} now
 * @param {() => void} name
 */
function bindSheet(parts, means, now, name) {
  const { place, sheet, list, sort, untrained, close } = parts
  const optionAt = (/** @type {Event} */ event) =>
    /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[role=option]'))
  list.addEventListener('pointerdown', event => event.pointerType === 'mouse' && event.preventDefault()) // the field keeps the focus
  list.addEventListener('click', event => choose(parts, means, now, optionAt(event), name))
  list.addEventListener('pointermove', event => {
    const over = optionAt(event)
    if (over && over !== now.active && event.pointerType === 'mouse') activate(parts, means.bus, now, over)
  })
  sort.onchange = untrained.onchange = () => fill(parts, means, now)
  close.onclick = () => hide(parts, now, name)
  sheet.addEventListener('keydown', event => {
    event.stopPropagation()
    if (event.key === 'Escape') hide(parts, now, name)
  })
  place.addEventListener('focusout', event => {
    if (event.relatedTarget && !place.contains(/** @type {Node} */ (event.relatedTarget))) hide(parts, now, name)
  })
  addEventListener('pointerdown', event => !place.contains(/** @type {Node} */ (event.target)) && hide(parts, now, name))
  addEventListener('resize', () => now.open && placeSheet(parts))
  addEventListener('scroll', event => now.open && !sheet.contains(/** @type {Node} */ (event.target)) && placeSheet(parts), true)
}
