// Head, augmentation, epochs, rate; and the one button.
import { tabKeys } from '../../kit/bus.js'
import { createElement } from '../../kit/element.js'
import { augmentation } from '../../kit/augmentation.js'
import { radioGroup } from '../../kit/radio_group.js'
import { onKeys } from '../../kit/shortcuts.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { openTab } from '../../kit/gradio_tabs.js'
import { startTransfer } from '../controller.js'
import { takes } from '../heads.js'
import { BOUNDS, FIRST, KEYS, whatIsMissing, legal, placeOf } from '../settings.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const VIEWS = 4
const TICKS = /** @type {const} */ (['weigh', 'untouched'])
const INSIDE = ['hidden', 'dropout', 'views', 'batch', 'seed', ...TICKS] // behind the button that says more
const FIELDS = ['epochs', 'rate', 'hidden', 'dropout', 'views', 'batch', 'seed']

/** @param {Instrument} parts */
export function mount(parts) {
  const { element, $, t, bus } = parts
  const own = startTransfer(bus)
  augmentation()
  const group = heads(parts, own)
  const show = () => {
    group()
    numbers(parts, own)
    button(parts, own)
  }
  for (const name of FIELDS) field(parts, own, name)
  $('.name').onchange = () => {
    own.set('name', $('.name').value.trim() || own.get('name'))
    $('.name').value = own.get('name')
  }
  for (const tick of TICKS) $(`.${tick}`).onchange = () => own.set(tick, Number($(`.${tick}`).checked))
  $('.tick.test').title = t.untouched_help
  bus.on('transfer.refused', refused => ($('.failed').textContent = refused ?? ''))
  $('.augment').onclick = () => own.set('views', own.get('views') ? 0 : VIEWS)
  $('[data-do=plan]').onclick = () => openTab('main', 'tab-augment')
  $('[data-do=more]').onclick = () => {
    const open = $('.details').hidden
    $('.details').hidden = !open
    $('[data-do=more]').ariaExpanded = String(open)
  }
  const go = () => (own.running ? own.run.stop() : own.run.train())
  $('[data-do=go]').onclick = go
  const here = f => () => (element.offsetParent ? f() : false)
  onKeys({
    Escape: here(() => (own.running ? own.run.stop() : false)),
    Enter: here(() =>
      document.activeElement === document.body && !$('.go').disabled ? (own.running ? own.run.queue() : own.run.train()) : false,
    ),
  })
  /** @type {import('../../kit/state.js').StateKey[]} */
  const wanted = [
    ...tabKeys('transfer', ...KEYS),
    'transfer.menu',
    'transfer.freezePoints',
    'transfer.trials',
    'transfer.run',
    'transfer.classes',
    'transfer.name',
    'augmentation',
    'augment.cards',
  ]
  bus.on(wanted, show)
}

/**
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 * @param {any} own
 */
function heads({ $, t, bus }, own) {
  const group = $('.heads')
  group.append(
    ...Object.entries(t.choices).map(([key, title]) => {
      const made = createElement('button', { type: 'button', ariaChecked: 'false', tabIndex: -1 })
      made.setAttribute('role', 'radio')
      made.dataset.value = key
      made.append(createElement('span', '', title), createElement('span', 'score'))
      return made
    }),
  )
  const chosen = radioGroup(group, head => own.choose({ head }))
  return () => {
    chosen(bus.get('transfer.head') ?? FIRST.head)
    for (const button of group.children) {
      const head = button.dataset.value
      const trial = own.trial(own.isStepwise(head) ? { head } : { head, line: null })
      button.lastChild.textContent = trial ? write.fixed((100 * trial.right) / trial.of, 1) : ''
      button.title = own.headInfo({ ...own.settings, head })?.about ?? ''
    }
  }
}

/** A field takes what the plan takes; emptied, it is the default again. What it does not take is said, with what it stays at. */
function field({ $, t }, own, name) {
  const input = $(`.${name}`)
  input.onchange = () => {
    const given = input.value.replace(/\s/g, '').replace(',', '.')
    const value = given === '' ? FIRST[name] : legal(name, Number(given))
    if (value !== undefined) own.set(name, value)
    const typed = input.value.trim()
    input.value = shown(own, name)
    const [low, high] = BOUNDS[name]
    const why = Number(given) > high ? t.at_most : Number(given) < low ? t.at_least : t.no_number
    $('.note').textContent =
      value === undefined ? fillTemplate(why, { field: t[name], given: typed, low: plain(low), high: plain(high), now: input.value }) : ''
    $('.note').hidden = value !== undefined
  }
}
function shown(own, name) {
  const set = own.get(name)
  if (set !== null && set !== undefined) return plain(set)
  const places = own.get('freezePoints')?.list
  const at = places?.[placeOf(places, own.get('line'))]
  const usual = at && { epochs: at.epochs, rate: at.learning_rate }[name]
  return usual === undefined ? '' : plain(usual)
}
/**
 * The steps of Augment's plan, as its tab names them.
 * @param {Bus} bus
 */
function titlesOf(bus) {
  const cards = bus.get('augment.cards')?.transforms ?? []
  return (bus.get('augmentation') ?? []).map(({ transform }) => cards.find(({ key }) => key === transform)?.title ?? transform)
}
/** 0.0002 and not 2·10⁻⁴: as it would be typed. */
const plain = v => write.fixed(v, Math.min(9, decimals(v)))
const decimals = v => Number(/e-(\d+)$/.exec(String(v))?.[1] ?? (String(v).split('.')[1] ?? '').length)

/**
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 * @param {any} own
 */
function numbers({ $, t, bus }, own) {
  for (const name of FIELDS) {
    const input = $(`.${name}`)
    if (document.activeElement !== input) input.value = shown(own, name)
    input.classList.toggle('set', own.get(name) !== FIRST[name])
  }
  for (const name of ['epochs', 'rate', 'batch']) $(`.${name}`).disabled = !own.isStepwise()
  const head = own.headInfo()
  $('.hidden').disabled = !takes(own.heads, own.settings.head, 'hidden')
  $('.dropout').disabled = !head?.settings.includes('dropout')
  if (document.activeElement !== $('.name')) $('.name').value = own.get('name') ?? ''
  for (const tick of TICKS) $(`.${tick}`).checked = !!own.get(tick)
  $('.weigh').disabled = !!head?.why_unweighted
  $('.tick.weights').title = head?.why_unweighted ?? t.weigh_help
  const changed = INSIDE.filter(name => (own.get(name) ?? FIRST[name]) !== FIRST[name])
  $('[data-do=more]').textContent = changed.length ? fillTemplate(t.more_changed, { n: changed.length }) : t.more
  $('[data-do=more]').title = changed.length ? fillTemplate(t.changed, { which: changed.map(name => t[name]).join(', ') }) : ''
  const views = own.get('views') ?? 0
  const chip = $('.augment')
  chip.ariaPressed = String(views > 0)
  chip.textContent = views ? fillTemplate(t.augment, { n: views + 1 }) : t.augment_off
  const steps = titlesOf(bus).join(', ')
  chip.title = fillTemplate(t.augment_help, { n: views || VIEWS, steps })
}

function button({ $, t }, own) {
  const run = own.get('run')
  const go = $('.go')
  const missing = whatIsMissing(own.classes)
  go.disabled = !own.running && (!!missing || !own.get('freezePoints'))
  go.textContent = own.running
    ? run.now.state === 'queued'
      ? run.now.before
        ? fillTemplate(t.queued, run.now)
        : t.queued_next
      : t.stop
    : run?.of === own.signature()
      ? t.again
      : t.train
}
