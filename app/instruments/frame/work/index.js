// The visitor's work: a dialog that saves, opens and keeps it, and a line where something of it can come back or is gone.
import { tabKeys, tabState } from '../../kit/bus.js'
import { dockNotice } from '../../kit/docked_notice.js'
import { createButton, createElement, closestTo } from '../../kit/element.js'
import { withFileName } from '../../kit/picture_input.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { holdsProject, isZip, startsAsZip } from '../../kit/project.js'
import { came, clock, counts } from './describe.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const PASSING = ['opened', 'back', 'forgotten'] // what needs nothing of anybody: it goes when another tab is opened

const plainly = key => key.split('/')[1]

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const { get } = tabState(bus, 'work')
  const actions = () => get('actions')
  const parts = { $, t, bus, get, doing: actions }
  const mine = $('dialog.mine')
  mine.addEventListener('click', event => event.target === mine && mine.close())
  bus.on('work.show', () => {
    if (!mine.open) mine.showModal()
  })
  $('[data-do=save]').onclick = () => actions().save()
  $('[data-do=open]').onclick = () => $('input[type=file]').click()
  $('[data-do=network]').onclick = () => {
    mine.close()
    bus.set('networkFileChoice', Symbol())
  }
  $('[data-do=bring]').onclick = () => {
    mine.close()
    actions().bringBack()
  }
  $('[data-do=forget]').onclick = () => actions().forget()
  $('.tick').onchange = () => actions().tick($('.tick').checked)
  $('input[type=file]').onchange = async () => {
    const [file] = $('input[type=file]').files
    $('input[type=file]').value = ''
    if (file && (await actions().open(file))) mine.close()
  }
  bus.on('work.choose', () => $('input[type=file]').click())
  mine.addEventListener('close', () => get('notice')?.what === 'forgotten' && actions().dismiss())
  const shown = tabKeys('work', 'own', 'enabled', 'kept', 'earlier', 'busy', 'error', 'notice')
  bus.on(['connection', ...shown], () => show(parts))
  bus.on('transfer.classes', () => pictures(parts))
  bus.on(['networks', 'work.busy'], () => networks(parts))
  dockNotice($('.notice'))
  bus.on(['work.notice', 'work.beside', 'work.busy', 'work.error', 'connection'], () => notice(parts))
  bus.on('tab', () => PASSING.includes(get('notice')?.what ?? '') && !get('opening') && actions().dismiss())
  bindConflictQuestion(parts)
  bindDrop(parts)
}

const away = bus => bus.get('connection')?.state === 'away'
/** What is being done, '' where nothing is: nothing is, while nobody answers. */
const underWay = ({ t, get, bus }) => (get('busy') ? (away(bus) ? t.waits : (t.doing[get('busy')] ?? '')) : '')

/** @param {Pick<Instrument, 't' | 'bus'> & Record<string, any>} parts */
const trouble = ({ t, get, bus }) => {
  const { why, says } = get('error') ?? {}
  if (!why) return ''
  if (why === 'large') return fillTemplate(t.large, { size: write.short(says), most: write.short(bus.get('words')?.keep_mb ?? 0) })
  return t.trouble[why] ?? (why === 'refused' || why === 'busy' ? says : t.trouble.other)
}

function show(parts) {
  const { $, t, get, bus } = parts
  const kept = get('kept')
  $('.own').textContent = counts(get('own'), t) || t.nothing
  parts.held ??= $('dialog.mine').contains(document.activeElement) ? document.activeElement : null
  for (const name of ['save', 'open', 'bring', 'forget']) $(`[data-do=${name}]`).disabled = !!get('busy')
  $('.tick').checked = !!get('enabled')
  $('.kept span').textContent = kept
    ? fillTemplate(t.kept, { at: clock(kept.when), size: write.short(kept.bytes / 1e6) })
    : get('enabled')
      ? away(bus)
        ? t.later
        : t.soon
      : ''
  $('.earlier').hidden = !get('earlier')
  $('.earlier span').textContent = get('earlier') ? offered(get('earlier'), t) : ''
  $('[data-do=forget]').hidden = !kept && !get('enabled') && !get('earlier')
  $('.failed').textContent = underWay(parts) || trouble(parts)
  $('.failed').classList.toggle('quiet', !!get('busy'))
  $('.said').textContent = get('notice')?.what === 'forgotten' ? t.forgotten : ''
  if (!get('busy')) holding(parts)
}

/** A button that could not be pressed for a while, or is gone, had the focus: it comes back, or goes to the next thing to press. */
function holding(parts) {
  const { $ } = parts
  const mine = $('dialog.mine')
  const { held } = parts
  parts.held = null
  if (!held || !mine.open || (mine.contains(document.activeElement) && mine !== document.activeElement)) return
  const there = held.isConnected && !held.hidden && !held.disabled
  ;(there ? held : $('.tick')).focus()
}

/**
 * The pictures of each class, and of all, as zips.
 * @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts
 */
function pictures({ $, t, bus, doing: actions }) {
  const classes = (bus.get('transfer.classes') ?? []).filter(({ examples }) => examples.length)
  $('.pictures').hidden = !classes.length
  const line = (which, name, n) => {
    const held = fillTemplate(n === 1 ? t.pictures_n.one : t.pictures_n.many, { n: write.count(n) })
    const zip = Object.assign(
      createButton(t.zip, () => actions().classPictures(which)),
      { ariaLabel: fillTemplate(t.zip_of, { name }) },
    )
    return createElement('li', '', createElement('span', '', `${name}, ${held}`), zip)
  }
  const all = classes.reduce((sum, { examples }) => sum + examples.length, 0)
  $('.pictures ul').replaceChildren(...classes.map(({ id, name, examples }) => line(id, name, examples.length)), line(null, t.all, all))
}

/**
 * The visitor's own networks, each to be removed by a second press.
 * @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts
 */
function networks({ $, t, bus, get, doing: actions }) {
  const own = [...(bus.get('networks')?.values() ?? [])].filter(({ weights }) => weights === 'trained')
  $('.networks').hidden = !own.length
  const line = ({ key, title }) => {
    const remove = createButton(t.remove, () => {
      if (remove.textContent === t.sure) return actions().remove(key)
      remove.textContent = t.sure
    })
    remove.onblur = () => (remove.textContent = t.remove)
    remove.disabled = !!get('busy')
    remove.setAttribute('aria-live', 'polite')
    return createElement('li', '', createElement('span', '', title), remove)
  }
  $('.networks ul').replaceChildren(...own.map(line))
}

const besideText = (both, t) => (both ? fillTemplate(t.beside, { name: plainly(both.name), before: plainly(both.before) }) : '')

const offered = (record, t) => fillTemplate(t.offer, { at: clock(record.when), what: counts(record.work, t) })

/** What there is to say of each kind of notice. */
const sentences = (given, t) => ({
  offer: () => offered(given.record, t),
  gone: () => fillTemplate(t.gone, { what: counts(given.work, t) }),
  opened: () => `${fillTemplate(t.opened, given)} ${came(given.of, t)}`,
  back: () => `${fillTemplate(t.back, { at: clock(given.when) })} ${came(given.of, t)}`,
  forgotten: () => t.forgotten,
})

/** What went wrong, unless the dialog says it. */
const unseenTrouble = parts =>
  !parts.get('busy') && parts.get('error')?.why !== undefined && !parts.$('dialog.mine').open ? trouble(parts) : ''

/** What can come back, or is gone; and what goes wrong while nobody looks at the dialog. */
function notice(parts) {
  const { $, t, bus, get, doing: actions } = parts
  const line = $('.notice')
  const given = get('notice')
  const wrong = unseenTrouble(parts)
  const heard = given?.what === 'forgotten' && $('dialog.mine').open // it is said there
  const beside = besideText(get('beside'), t)
  line.hidden = (!given || heard) && !beside && !wrong && get('busy') !== 'bringing' && get('busy') !== 'opening'
  if (line.hidden) return
  line.classList.toggle('offer', given?.what === 'offer' && !wrong)
  const bring = createButton(t.bring_back, () => actions().bringBack(), 'go')
  const buttons = {
    offer: [bring, createButton(t.forget, () => actions().forget())],
    gone: [createButton(t.title, () => $('dialog.mine').showModal())],
  }
  const says = sentences(given, t)
  const busy = underWay(parts)
  line.querySelector('p').textContent = busy || [wrong, beside, given && !heard && says[given.what]()].filter(Boolean).join(' ')
  line.querySelector('.do').replaceChildren(...(busy || !given ? [] : (buttons[given.what] ?? [])))
  line.querySelector('.out').onclick = () => {
    actions().dismiss()
    bus.set('work.beside', null)
    line.hidden = true
  }
}

/**
 * A project meets classes of the visitor's own.
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 */
function bindConflictQuestion({ $, t, bus }) {
  const dialog = $('dialog.asks')
  let asks = null
  const answer = choice => {
    asks?.answer(choice)
    asks = null
    dialog.close()
  }
  for (const one of dialog.querySelectorAll('[data-answer]')) one.onclick = () => answer(one.dataset.answer)
  dialog.onclose = () => answer('')
  bus.on('work.question', given => {
    if (!given) return
    asks = given
    dialog.querySelector('p').textContent = fillTemplate(t.asks, {
      what: counts({ ...given, networks: given.networks, picture: false }, t),
    })
    dialog.showModal()
  })
}

/**
 * A project that is dropped anywhere is opened; before anybody takes it for a picture, or for a zip of class folders.
 * @param {Pick<Instrument, 't' | 'bus'> & Record<string, any>} parts
 */
function bindDrop({ t, bus, doing: actions }) {
  addEventListener(
    'drop',
    async event => {
      const [file] = event.dataTransfer?.files ?? []
      const transfers = bus.get('tab') === 'transfer' && !closestTo(event, '#cnn-try_it')
      if (!file || !isZip(file) || transfers) return // Transfer looks into every zip itself
      event.preventDefault()
      event.stopImmediatePropagation()
      document.body.classList.remove('dropping')
      const folders = (await startsAsZip(file)) && !(await holdsProject(file))
      const parks = bus.get('tab') === 'uses' && bus.get('uses.view') === 'parking'
      if (folders && parks) bus.set('pklotFile', file)
      else if (folders) bus.set('error', withFileName(file, t.no_project))
      else actions().open(file) // whatever else it may be, the server says
    },
    true,
  )
}
