// Time and chance: the epoch that is looked at, and what became of every seed.
import { tabState } from '../../kit/bus.js'
import { createElement } from '../../kit/element.js'
import { ask } from '../../kit/ask.js'
import { explosion } from '../../kit/exploded.js'
import { closeOnOutsideClick, copyButton } from '../../kit/copy_button.js'
import { styleOf } from '../../kit/canvas.js'
import { radioGroup, radioButtons } from '../../kit/radio_group.js'
import { onKeys } from '../../kit/shortcuts.js'
import { language, write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { openTab } from '../../kit/gradio_tabs.js'
import { endEpochs, ends, reached, visibleRun } from '../run_events.js'
import { changed, jsonOf, settingsOf } from '../settings.js'
import { startTrain } from '../controller.js'
import { paint, place as placeOf } from './seed_dots.js'
import { showCode, downloadCodeButton } from '../../kit/code_view.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const BEAT = 90 // ms an epoch is shown while it plays
const BOTH = 'both'

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, t, bus } = parts
  const { get, set } = tabState(bus, 'train')
  const race = () => visibleRun(key => bus.get(key))
  const front = () => (race() ? Math.max(0, reached(race())) : 0)
  const epoch = () => Math.min(get('epoch') ?? front(), front())
  const to = wanted => set('epoch', Math.min(front(), Math.max(0, wanted)))
  /** @type {Instrument & Record<string, any>} */
  const own = { ...parts, get, set, race, front, epoch, to }
  const group = measures(own)
  const player = play(own)
  own.playing = player.on
  const show = () => {
    if (!get('settings') || !get('shown')) return
    group(get('shown').lanes === 'one' ? BOTH : get('shown').measure)
    time(own)
    seeds(own)
  }
  let due = 0
  const soon = () => {
    due ||= requestAnimationFrame(() => {
      due = 0
      show()
    })
  }
  bus.on(
    ['train.settings', 'train.shown', 'train.race', 'train.epoch', 'train.error', 'train.view', 'tab', 'theme', 'lecture.masked'],
    soon,
  )
  new ResizeObserver(soon).observe($('.dots'))
  keys(own, player)
  code(own)
  $('input').oninput = event => {
    player.stop()
    to(Number(event.target.value))
  }
  $('.live').onclick = () => set('epoch', null)
  $('.live').textContent = t.live
  startTrain()
}

/**
 * accuracy, loss, or the left lane alone in both.
 * @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts
 */
function measures({ $, t, bus, get }) {
  const list = radioButtons([
    ['accuracy', t.accuracy],
    ['loss', t.loss],
    [BOTH, t.both],
  ])
  list[2].title = t.both_title
  $('.measure').append(...list)
  return radioGroup($('.measure'), value => {
    const now = get('settings')
    const untouched = get('left') === null && get('right') === null
    const lanes = value === BOTH ? 'one' : 'two'
    const measure = value === BOTH ? get('shown').measure : value
    bus.set('train.looked', measure)
    if (untouched || lanes === now.lanes) {
      bus.set('train.measure', measure)
      return bus.set('train.lanes', lanes)
    }
    tabState(bus, 'train').assign({ ...changed(now, { measure, lanes }, settingsOf(get('menu').usual)), epoch: get('epoch') })
  })
}

/** @param {any} own */
function play({ $, t, epoch, front, to, race }) {
  let timer = 0
  const button = $('.play')
  const say = () => {
    button.textContent = timer ? t.pause : t.play
    button.classList.toggle('on', !!timer)
  }
  const stop = () => {
    clearInterval(timer)
    timer = 0
    say()
  }
  const start = () => {
    if (!race()?.lanes[0]?.standings.length) return
    if (epoch() >= front()) to(0)
    timer = setInterval(() => {
      if (epoch() >= front()) return stop()
      to(epoch() + 1)
    }, BEAT)
    say()
  }
  const toggle = () => (timer ? stop() : start())
  button.onclick = toggle
  say()
  return { toggle, stop, on: () => !!timer }
}

const epochsOf = ({ left: one, right, lanes }) => Math.max(one.epochs, lanes === 'one' ? 0 : right.epochs)

function slide(input, { all, any, epoch, front }, t) {
  Object.assign(input, { max: all, disabled: !any })
  input.value = epoch
  input.setAttribute('aria-valuetext', fillTemplate(t.epoch, { n: epoch, all }))
  input.style.setProperty('--front', `${(100 * front) / all}%`)
}

/** @param {any} own */
function time({ $, t, get, race, front, epoch }) {
  const now = get('shown')
  const all = epochsOf(now)
  const { state = 'none', queued = null, lanes = [], kept = '' } = race() ?? {}
  const any = !!lanes[0]?.standings.length
  const runs = state === 'running' || state === 'stopping'
  slide($('input'), { all, any, epoch: epoch(), front: front() }, t)
  $('.play').hidden = runs || !any
  $('.live').hidden = state !== 'running' || get('epoch') === null
  const cut = lanes.find(one => ['stopped', 'time'].includes(one.ended?.how))
  const line = $('.epoch')
  line.title = recordedTitle(any && kept, t)
  if (queued) line.textContent = queued.before ? fillTemplate(t.queued, { n: queued.before }) : t.queued_next
  else if (runs && !any) line.textContent = t.preparing
  else if (cut && !runs && get('epoch') === null) line.textContent = fillTemplate(t[cut.ended.how], { n: front(), all })
  else nameEpoch(line, { epoch: epoch(), all, more: any && (runs ? left(race(), all, t) : origin(kept, t)) }, t)
}

const recordedTitle = (kept, t) => (kept ? fillTemplate(t.recorded_title, { when: when(kept) }) : '')
/** Where a finished race is from: recorded on a day, or run here. */
const origin = (kept, t) => (kept ? fillTemplate(t.recorded, { when: when(kept, true) }) : t.one_by_one)

function nameEpoch(line, { epoch, all, more }, t) {
  const bold = createElement('b', '', epoch)
  const [before, after] = fillTemplate(t.epoch, { n: '\0', all }).split('\0')
  line.replaceChildren(before, bold, `${after}${more ? ` · ${more}` : ''}`)
}

/** How long it still takes, by what it has taken. */
function left(race, all, t) {
  if (race.seeds.size > 1) return fillTemplate(t.seed_of, { n: race.seeds.size, all: race.now.repeats })
  const done = race.lanes.reduce((a, lane) => a + Math.max(0, lane.standings.length - 1), 0) / (all * race.lanes.length)
  const seconds = ((performance.now() - race.began) / 1000) * ((1 - done) / Math.max(done, 0.01))
  return done > 0.03 ? fillTemplate(t.left, { seconds: write.count(Math.max(1, Math.ceil(seconds))) }) : t.preparing.toLowerCase()
}

/** "27 Nov 2026", with the time of day where it is known; `short`: then without the year. */
function when(kept, short = false) {
  const date = new Date(kept)
  /** @type {Intl.DateTimeFormatOptions} */
  const day = { day: 'numeric', month: 'short', ...(short && kept.length > 10 ? {} : { year: 'numeric' }) }
  return date.toLocaleString(
    language === 'pt' ? 'pt-BR' : 'en-GB',
    kept.length > 10 ? { ...day, hour: '2-digit', minute: '2-digit' } : { ...day, timeZone: 'UTC' },
  )
}

/** What is said above the dots: a loss that exploded, the seeds that follow, or that nothing has run. */
function seedsText({ now, shown, known }, t) {
  const exploded = (shown?.lanes ?? [])
    .map((lane, i) => [[t.plain, t.yours][i], explosion(lane.ended ?? {}, t, write)].join(' · '))
    .filter((_, i) => shown.lanes[i].ended?.exploded)
  if (exploded.length || known) return exploded.join(' ')
  if (shown?.state !== 'running') return t.empty
  return now.repeats > 1 ? fillTemplate(t.follow, { from: now.left.seed + 1, to: now.left.seed + now.repeats - 1 }) : ''
}

/** @param {Pick<Instrument, 'element' | '$' | 't'> & Record<string, any>} parts */
function seeds({ element, $, t, get, race }) {
  const now = get('shown')
  const shown = race()
  const lanes = shown?.lanes.length // of the race that is still shown, which may not be the one that is asked for
  const list = shown ? ends(shown, now.lanes === 'one' ? 'accuracy' : now.measure) : []
  const measure = now.lanes === 'one' ? 'accuracy' : now.measure
  const trouble = get('error')
  $('.said').textContent = trouble || seedsText({ now, shown, known: list.length > 0 }, t)
  $('.said').classList.toggle('danger', !!trouble)
  $('.said').hidden = !$('.said').textContent
  const place = $('.dots')
  place.style.height = ''
  place.hidden = !list.length || !list.every(one => one.values.every(Number.isFinite)) || !!trouble
  for (const old of place.querySelectorAll('button')) old.remove()
  const { clientWidth: width, clientHeight: height } = place
  if (place.hidden || !width) return
  const digits = measure === 'loss' ? 2 : 1
  const said = (v, tick) => (tick ? write.short(v) : write.fixed(v, digits))
  const signed = v => `${v > 0 ? '+' : ''}${write.fixed(v, digits)}`
  const last = Math.max(now.left.epochs, lanes > 1 ? now.right.epochs : 0)
  /** @type {Record<string, any>} */
  const given = { seeds: list, names: [t.plain, t.yours].slice(0, lanes), first: now.left.seed, said, signed }
  given.title = fillTemplate(t[`axis_${measure}`], { n: endEpochs(shown, last).join(' / ') })
  given.note = ` (${fillTemplate(t.difference, { n: list.length })})`
  given.about = t.plus_minus
  $('.dots svg').setAttribute('aria-label', t.dots)
  const styles = styleOf(element)
  const { narrow, under } = placeOf({ width, styles, lanes: given.names.length, letters: given.title.length })
  place.classList.toggle('narrow', narrow)
  if (narrow) place.style.height = `${under + styles.size}px`
  const rows = paint($('.dots svg'), { ...given, styles, width, height: narrow ? under + styles.size : height })
  rows.forEach((y, i) => place.append(opener({ t, get, shown, i, y })))
}

/** "Open in Look": the lane's network becomes the visitor's own. */
function opener({ t, get, shown, i, y }) {
  const settings = i ? shown.now.right : shown.now.left
  const name = [t.name_plain, t.name_choice][i]
  const button = createElement('button', { type: 'button', className: 'open', textContent: t.open })
  button.style.top = `${y}px`
  const recorded = shown.kept.length === 10 // a day without a time: it came with the playground, and its weights did not
  button.disabled = recorded
  button.title = recorded ? t.open_not : fillTemplate(t.open_title, { name: `mine/${name}` })
  button.onclick = async () => {
    button.disabled = true
    if (await get('actions').open(settings, name)) openTab('main', 'tab-look')
    button.disabled = false
  }
  return button
}

/**
 * @param {Pick<Instrument, 'bus'> & Record<string, any>} parts
 * @param {any} player
 */
function keys({ get, set, bus, epoch, front, to }, player) {
  const here = f => event => {
    if (
      bus.get('tab') !== 'train' ||
      get('view') !== 'race' ||
      event?.target?.closest?.('button, select, input, summary') ||
      document.querySelector('dialog[open]')
    )
      return false
    f()
    return true
  }
  const step = wanted =>
    here(() => {
      player.stop()
      to(wanted())
    })
  onKeys({
    ' ': here(player.toggle),
    ArrowLeft: step(() => epoch() - 1),
    ArrowRight: step(() => epoch() + 1),
    Home: step(() => 0),
    End: step(front),
    a: here(() => {
      if (!get('shown')) return
      const measure = get('shown').measure === 'loss' ? 'accuracy' : 'loss'
      set('looked', measure)
      set('measure', measure)
    }),
  })
}

/** @param {any} own */
function code({ $, t, get }) {
  const dialog = $('dialog')
  let asked = null
  $('button.code').onclick = async () => {
    const now = get('settings')
    if (!now) return
    try {
      const lane = JSON.stringify(jsonOf(now.lanes === 'one' ? now.left : now.right))
      asked = { path: 'train_code', name: 'training', query: { lane } }
      showCode($('pre code'), await (await ask(asked.path, asked.query)).text())
      dialog.showModal()
    } catch (thrown) {
      const error = /** @type {import('../../kit/types.js').Failure} */ (thrown)
      $('.said').hidden = false
      $('.said').textContent = error.message
    }
  }
  copyButton($('.copy'), () => $('pre code').textContent, t)
  downloadCodeButton(
    $('[data-do=take]'),
    () => asked,
    text => ($('dialog .about').textContent = text),
  )
  closeOnOutsideClick(dialog)
}
