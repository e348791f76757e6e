// The variants: what was drawn for each, what the network answers, and where that is another answer than to the picture as it is.
import { tabState } from '../../kit/bus.js'
import { createElement, focusedElement } from '../../kit/element.js'
import { ask } from '../../kit/ask.js'
import { copyButton } from '../../kit/copy_button.js'
import { shortTitle, COUNT, TILES } from '../settings.js'
import { startAugment, codeQuestion } from '../controller.js'
import { paintPicture, styleOf } from '../../kit/canvas.js'
import { write } from '../../kit/language.js'
import { latestOnly } from '../../kit/latest_only.js'
import { showCode, downloadCodeButton } from '../../kit/code_view.js'
import { fillTemplate } from '../../kit/numbers.js'
import { compare } from './compare.js'
import { verdictChanges, signsOf, describeParameters } from './describe.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const percent = p => write.count(100 * p)

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const { get, set } = tabState(bus, 'augment')
  const tiles = grid({ $, t, bus, get, set })
  const drawer = chosen({ $, t, bus, get, set })
  bus.on('augment.shown', shown => {
    tiles.show(shown)
    drawer.show()
    $('.count').textContent = fillTemplate(t.count, { k: TILES, n: COUNT })
    $('.empty').hidden = shown.of.plan.length > 0
  })
  bus.on('augment.locks', () => get('shown') && tiles.show(get('shown')))
  legend({ $, t, bus, get })
  code({ $, t, bus, get })
  startAugment()
}

/**
 * The signs that the tiles may carry, for what is ticked.
 * @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts
 */
function legend({ $, t, bus, get }) {
  bus.on('augment.steps', steps => {
    const marks = new Map(
      steps
        .filter(({ on }) => on)
        .map(({ key }) => get('cards').transforms.find(card => card.key === key).mark)
        .filter(Boolean),
    )
    const parts = [...marks].map(([sign, word]) => createElement('span', '', `${sign} ${word}`))
    const last = createElement('span', 'flips', ` ${t.flips}`)
    last.prepend(createElement('b', '', '≠'))
    $('.legend').replaceChildren(...parts, last)
  })
}

function tile() {
  const element = createElement('div', 'tile')
  element.setAttribute('role', 'option')
  const frame = createElement('span', 'frame')
  const sign = createElement('b', 'sign', '≠')
  const lock = createElement('b', 'lock')
  frame.append(createElement('canvas'), sign, lock)
  const line = createElement('span', 'line')
  line.append(createElement('span', 'label'), createElement('span', 'p'))
  element.append(frame, line, createElement('span', 'signs'))
  return element
}

/** Arrow keys walk over the tiles; the one that a drawer shows moves along. */
function walkByKeys(list, all, { get, set, choose }) {
  list.addEventListener('keydown', event => {
    const now = all.indexOf(document.activeElement)
    const across = getComputedStyle(list).gridTemplateColumns.split(' ').length
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across }[event.key]
    const to = by ? now + by : { Home: 0, End: TILES }[event.key]
    if (all[to]) {
      event.preventDefault()
      all[to].focus()
      if (get('drawer') === 'one' && to > 0) choose(to - 1)
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      focusedElement()?.click()
    } else if (event.key === 'Escape' && get('drawer')) {
      event.preventDefault()
      set('drawer', null)
    }
  })
}

/** @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts */
function grid({ $, t, bus, get, set }) {
  const list = $('.tiles')
  const all = Array.from({ length: TILES + 1 }, (_, i) => {
    const element = tile()
    element.dataset.index = String(i - 1)
    return element
  })
  list.append(...all)
  const choose = index => {
    set('chosen', index)
    if (index !== null) set('drawer', 'one')
  }
  list.addEventListener('click', event => {
    const one = event.target.closest('.tile')
    if (!one) return
    const index = Number(one.dataset.index)
    one.focus({ preventScroll: true })
    if (index < 0 || (get('chosen') === index && get('drawer') === 'one')) set('drawer', null)
    else choose(index)
  })
  walkByKeys(list, all, { get, set, choose })
  list.addEventListener('focusin', event => {
    for (const one of all) one.tabIndex = one === event.target ? 0 : -1
  })
  const mark = () => {
    const at = get('drawer') === 'one' ? get('chosen') : -1
    for (const one of all) one.ariaSelected = String(Number(one.dataset.index) === at)
  }
  bus.on(['augment.chosen', 'augment.drawer'], mark)
  all.forEach((one, i) => (one.tabIndex = i ? -1 : 0))
  /** Pictures leave room for as many lines as the longest signs take. */
  const fit = () =>
    list.style.setProperty(
      '--lines',
      Math.max(1, ...all.map(one => Math.round(/** @type {HTMLElement} */ (one.lastChild).offsetHeight / styleOf(list).line))),
    )
  new ResizeObserver(fit).observe(list)
  function show(shown) {
    const { network } = shown.of
    const original = shown.tiles.get(-1)
    list.classList.toggle('drawing', network.drawing)
    for (const element of all) {
      const one = shown.tiles.get(Number(element.dataset.index))
      paintTile(element, one, { t, network, original, partner: shown.partner[0] ?? null, locked: one.index in (get('locks') ?? {}) })
    }
    fit()
    mark()
  }
  return { show }
}

function paintTile(element, one, { t, network, original, partner, locked }) {
  const [frame, line, signs] = element.children
  paintPicture(frame.querySelector('canvas'), one.picture.values, one.picture.shape)
  const label = network.classes[one.answers[0].best] ?? ''
  const said = one.index < 0 ? t.as_it_is : signsOf(one)
  line.firstChild.textContent = line.firstChild.title = label
  line.lastChild.textContent = percent(one.answers[0].probability)
  signs.textContent = signs.title = said
  const flipped = verdictChanges(one, original, partner)
  element.classList.toggle('flips', flipped)
  element.classList.toggle('locked', locked)
  const name = one.index < 0 ? t.yours : fillTemplate(t.variant, { n: one.index + 1 })
  const words = fillTemplate(t.tile, { name, label, p: percent(one.answers[0].probability), signs: said })
  element.ariaLabel = [words, flipped ? t.flipped : '', locked ? t.locked : ''].filter(Boolean).join(' ')
}

/**
 * The drawer of one variant: before and after, every parameter that was drawn, the answers, a lock.
 * @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts
 */
function chosen({ $, t, bus, get, set }) {
  const section = $('.drawer.one')
  const put = compare($('.compare'), { drawing: () => bus.get('network')?.drawing, words: () => t })
  const variant = () => get('shown')?.tiles.get(get('chosen'))
  const lock = $('[data-do=lock]')
  lock.onclick = () => {
    const { [get('chosen')]: was, ...rest } = get('locks') ?? {}
    set('locks', was === undefined ? { ...rest, [get('chosen')]: variant().seed } : rest)
  }
  $('[data-do=close]').onclick = () => set('drawer', null)
  function show() {
    const one = variant()
    const open = get('drawer') === 'one' && !!one
    section.hidden = !open
    if (!open) return
    const { of, tiles } = get('shown')
    put(tiles.get(-1).picture, one.picture)
    $('.one h3').textContent = `${fillTemplate(t.variant, { n: one.index + 1 })}, ${fillTemplate(t.seed, { seed: one.seed })}`
    $('.one .verdicts').textContent = of.networks
      .map(
        (network, i) =>
          one.answers[i] &&
          `${shortTitle(network)}: ${network.classes?.[one.answers[i].best] ?? of.network.classes[one.answers[i].best]} ${write.percent(one.answers[i].probability)} %`,
      )
      .filter(Boolean)
      .join(' · ')
    $('.one dl').replaceChildren(...one.parameters.flatMap(drawn => entry(drawn, get('cards'), t)))
    const locked = one.index in (get('locks') ?? {})
    lock.ariaPressed = String(locked)
    lock.textContent = locked ? t.unlock : t.lock
  }
  bus.on(['augment.chosen', 'augment.drawer', 'augment.locks', 'theme'], show)
  return { show }
}

function entry(drawn, cards, t) {
  const pairs = describeParameters(drawn, write.short, t.names)
  const text = pairs.map(([name, value]) => `${name} ${value}`).join(', ') || t.nothing
  const what = createElement('dd', '', text)
  what.title = text
  return [createElement('dt', '', cards.transforms.find(card => card.key === drawn.transform).title), what]
}

const PLAN = /^(?:transform|pictures) = /m // where the lines of the plan begin

/** The drawer is low: it opens at the plan, with the imports a little above. */
function toPlan(pre) {
  const nodes = [...pre.firstChild.childNodes].filter(node => node.nodeType === Node.TEXT_NODE)
  const node = nodes.find(one => PLAN.test(one.data))
  if (!node) return
  const range = document.createRange()
  range.setStart(node, node.data.search(PLAN))
  range.setEnd(node, range.startOffset + 1)
  pre.scrollTop += range.getBoundingClientRect().top - pre.getBoundingClientRect().top
}

/**
 * The drawer of the code: the very lines, for the plan and the chosen variant.
 * @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts
 */
function code({ $, t, bus, get }) {
  const section = $('.drawer.code')
  const button = $('[data-do=copy]')
  let shown = null
  const askLatest = latestOnly(
    async ({ index, seed }) => {
      const asked = await codeQuestion(bus, index, seed)
      return { asked, text: await (await ask(asked.path, asked.query, asked.body)).text() }
    },
    (_, made) => {
      shown = made.asked
      showCode($('code'), made.text)
      toPlan($('pre'))
    },
    error => bus.set('augment.error', error.message),
  )
  bus.on(['augment.drawer', 'augment.steps', 'augment.seed', 'augment.chosen', 'augment.partner', 'network', 'forward'], () => {
    const open = get('drawer') === 'code' && !!get('steps')
    section.hidden = !open
    if (!open || bus.get('forward')?.network !== bus.get('network')?.key) return
    const index = Math.max(0, get('chosen') ?? 0)
    const seed = (get('locks') ?? {})[index] ?? get('seed')
    askLatest({ index, seed })
  })
  downloadCodeButton(
    $('[data-do=take]'),
    () => shown,
    said => said && bus.set('augment.error', said),
  )
  copyButton(
    button,
    () => $('code').textContent,
    t,
    said => said === t.not_copied && bus.set('augment.error', said),
  )
}
