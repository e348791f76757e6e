// All layers in the order in which they run; a deep network shows its stages first, and what is in them when they are opened.
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { onKeys } from '../../kit/shortcuts.js'
import { isTyping } from '../../kit/typing.js'
import { drawBrackets } from './brackets.js'
import { cardsOf, layerCard } from './cards.js'
import { findLayers } from './finder.js'
import { createView, groupNamed, placeOf, reveal, unsaid } from './opening.js'
import { createThumbnails } from './thumbnails.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

function cardsShown({ network, tree, opened, found }, t) {
  const { layers } = network
  if (found) return found.map(place => layerCard(layers[place], place, t))
  return tree ? cardsOf(tree, layers, opened, t) : layers.map((layer, place) => layerCard(layer, place, t))
}

/** Marks the chosen card and brings it into sight. */
function choose(list, chosen) {
  for (const o of list.querySelectorAll('[aria-selected=true]')) if (o !== chosen) Object.assign(o, { ariaSelected: 'false', tabIndex: -1 })
  if (!chosen) return
  Object.assign(chosen, { ariaSelected: 'true', tabIndex: 0 })
  const box = chosen.getBoundingClientRect()
  const left = list.scrollLeft + box.left - list.getBoundingClientRect().left - list.clientWidth / 2 + box.width / 2
  const far = Math.abs(left - list.scrollLeft) > 3 * list.clientWidth
  if (list.scrollWidth > list.clientWidth) list.scrollTo({ left, behavior: far ? 'auto' : 'smooth' })
}

/**
 * What is open is the page's: a link says it, Back brings it again. → tells what is open now
 * @param {Bus} bus
 * @param {{ view: () => any, place: () => number }} now
 * @param {(said: any) => void} open shows what a link said
 */
function shareOpened(bus, { view, place }, open) {
  bus.on('look.opened', said => {
    if (!view()?.tree || (said && said.network !== view().network.key)) return
    if (unsaid(view(), place(), said) !== undefined) open(said)
  })
  return () => {
    const said = unsaid(view(), place(), bus.get('look.opened'))
    if (said !== undefined) bus.set('look.opened', said)
  }
}

/**
 * The list as it stands: it is drawn anew when something opens or folds, and keeps where it was scrolled to.
 * @param {any} $
 * @param {import('../../kit/types.js').Words} t
 * @param {Bus} bus
 */
function createList($, t, bus) {
  const list = $('.items')
  const thumbnails = createThumbnails(list, t, bus)
  /** @type {any} */
  let view = null
  let cards = []
  const at = name => cards.find(card => card.dataset.name === name)
  const place = () => placeOf(view, bus.get('layer'))
  const brackets = () => {
    for (const frame of list.querySelectorAll('.group'))
      drawBrackets(frame, groupNamed(view.tree, frame.dataset.group), view.network.layers, t)
  }
  function draw() {
    const [focused, left] = [list.contains(document.activeElement), list.scrollLeft]
    list.replaceChildren(...cardsShown(view, t))
    cards = [...list.querySelectorAll('[role=option]')]
    cards.forEach(card => Object.assign(card, { ariaSelected: 'false', tabIndex: -1 }))
    thumbnails.watch(cards)
    list.scrollLeft = left
    brackets()
    const chosen = at(bus.get('layer'))
    choose(list, chosen)
    if (focused) chosen?.focus({ preventScroll: true })
  }
  const tell = shareOpened(bus, { view: () => view, place }, said => {
    view = { ...createView(view.network, said), found: view.found }
    redraw()
  })
  function redraw() {
    if (!view.found) reveal(view, place())
    draw()
  }
  new ResizeObserver(() => view?.tree && brackets()).observe(list)
  return {
    list,
    at,
    draw,
    tell,
    repaint: thumbnails.repaint,
    place,
    redraw,
    get cards() {
      return cards
    },
    get view() {
      return view
    },
    show(network) {
      if (view?.network.key !== network.key) list.scrollLeft = 0
      view = createView(network, bus.get('look.opened'))
      redraw()
      tell()
    },
    chosen(name) {
      if (!view) return
      if (reveal(view, placeOf(view, name)) && !view.found) draw()
      else choose(list, at(name))
      tell()
    },
  }
}

/** What Enter and a click do to a group: it opens in place, or folds again. */
function createFolding(strip, go) {
  return {
    open(card) {
      const key = card?.dataset.group
      if (!key) return false
      strip.view.opened.add(key)
      const first = groupNamed(strip.view.tree, key)?.first ?? 0
      strip.draw()
      strip.tell()
      go(strip.cards.find(one => Number(one.dataset.place) >= first))
      return true
    },
    fold(key) {
      if (!key) return false
      const group = groupNamed(strip.view.tree, key)
      if (!group) return false
      for (const open of strip.view.opened) if (open === key || groupNamed(group, open)) strip.view.opened.delete(open)
      strip.draw()
      strip.tell()
      go(strip.cards.find(one => one.dataset.group === key))
      return true
    },
  }
}

/** ↑ goes from a card to the frame around it and from there to the next one; ↓ goes back to the cards. */
function createFrameKeys(strip, go) {
  const frameOf = element => element.closest('.group')
  return {
    up(event) {
      const { target } = event
      const frame = frameOf(target === frameOf(target) ? target.parentElement : target)
      frame?.focus()
      return !!frame
    },
    down(event) {
      const frame = event.target
      if (frame !== frameOf(frame)) return false
      const inside = [...frame.querySelectorAll('[role=option]')]
      go(inside.find(card => card.ariaSelected === 'true') ?? inside[0])
      return true
    },
  }
}

/** The row above a deep network: how many layers, everything folded again, and the search. */
function listenToFinder($, t, strip, go) {
  const input = $('.finder input')
  const say = () => {
    const { found, network } = strip.view
    const n = { n: write.count(network.layers.length), k: write.count(found?.length ?? 0) }
    $('.finder .count').textContent = found ? fillTemplate(t.found, n) : ''
  }
  const search = () => {
    strip.view.found = input.value.trim() ? findLayers(strip.view.network.layers, input.value) : null
    strip.redraw()
    say()
  }
  input.oninput = search
  input.onkeydown = event => {
    if (event.key === 'Enter' && strip.view.found) go(strip.cards[0], true)
    else if (event.key === 'Escape' && input.value) {
      input.value = ''
      search()
    } else return
    event.preventDefault()
  }
  $('[data-do=fold]').onclick = () => {
    strip.view.opened.clear()
    input.value = ''
    strip.view.found = null
    strip.draw()
    strip.tell()
    go(strip.cards.find(card => Number(card.dataset.place) >= strip.place())) // the folded group stands for the layer in it
    search()
  }
  return () => {
    $('.finder').hidden = !strip.view.tree
    input.placeholder = fillTemplate(t.find, { n: write.count(strip.view.network.layers.length) })
    if (isTyping(input)) return search() // in the layers of the network that has come
    input.value = ''
    say()
  }
}

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const strip = createList($, t, bus)
  const { list, at } = strip
  const go = (target, focus) => {
    if (!target) return
    bus.set('layer', target.dataset.name)
    if (focus) target.focus({ preventScroll: true })
  }
  const folding = createFolding(strip, target => go(target, true))
  const step = by => event => {
    const { cards } = strip
    if (!list.offsetParent || !cards.length) return false
    const to = Math.min(cards.length - 1, Math.max(0, cards.indexOf(at(bus.get('layer'))) + by))
    go(cards[to], event.target === document.body || list.contains(event.target))
  }
  const shown = listenToFinder($, t, strip, go)
  bus.on('network', network => {
    strip.show(network)
    shown()
  })
  bus.on('layer', name => strip.chosen(name))
  bus.on(['forward', 'theme', 'pixel'], strip.repaint)
  list.addEventListener('click', event => {
    const head = event.target.closest('.head')
    if (head) return folding.fold(head.dataset.fold)
    const card = event.target.closest('[role=option]')
    if (!folding.open(card)) go(card, true)
  })
  const frames = createFrameKeys(strip, target => go(target, true))
  const doing = { ArrowLeft: step(-1), ArrowRight: step(1), Home: step(-Infinity), End: step(Infinity) }
  onKeys(doing)
  const inList = {
    ...doing,
    ArrowUp: frames.up,
    ArrowDown: frames.down,
    Enter: event => folding.open(event.target.closest('[role=option]')) || folding.fold(event.target.dataset.group),
    Backspace: event => folding.fold(event.target.closest('.group')?.dataset.group),
  }
  list.addEventListener('keydown', event => {
    // the page's own keys keep out of lists
    const f = !event.ctrlKey && !event.altKey && !event.metaKey && inList[event.key]
    if (f && f(event) !== false) event.preventDefault()
  })
}
