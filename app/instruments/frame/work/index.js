// The visitor's work: a dialog that saves, opens and keeps it, and a line where something of it can come back or is gone.
import { ofFile } from '../../kit/intake.js'
import { write } from '../../kit/language.js'
import { fill } from '../../kit/numbers.js'
import { holdsProject, isZip, startsAsZip } from '../../kit/project.js'
import { came, clock, counts } from './says.js'

const PASSING = ['opened', 'back', 'forgotten'] // what needs nothing of anybody: it goes when another tab is opened

const made = (tag, properties, ...inside) => {
  const one = Object.assign(document.createElement(tag), properties)
  one.append(...inside)
  return one
}
const plainly = key => key.split('/')[1]
const button = (textContent, onclick, className = '') => made('button', { type: 'button', textContent, onclick, className })

export function mount({ $, t, bus }) {
  const get = key => bus.get(`work.${key}`)
  const doing = () => get('do')
  const parts = { $, t, bus, get, doing }
  const mine = $('dialog.mine')
  mine.addEventListener('click', event => event.target === mine && mine.close())
  bus.on('work.show', () => {
    if (!mine.open) mine.showModal()
  })
  $('[data-do=save]').onclick = () => doing().save()
  $('[data-do=open]').onclick = () => $('input[type=file]').click()
  $('[data-do=forget]').onclick = () => doing().forget()
  $('.tick').onchange = () => doing().tick($('.tick').checked)
  $('input[type=file]').onchange = async () => {
    const [file] = $('input[type=file]').files
    $('input[type=file]').value = ''
    if (file && (await doing().open(file))) mine.close()
  }
  bus.on('work.choose', () => $('input[type=file]').click())
  mine.addEventListener('close', () => get('notice')?.what === 'forgotten' && doing().dismiss())
  bus.on(['own', 'ticked', 'kept', 'doing', 'trouble', 'notice'].map(key => `work.${key}`), () => show(parts))
  bus.on('transfer.classes', () => pictures(parts))
  bus.on(['networks', 'work.doing'], () => networks(parts))
  bus.on(['work.notice', 'work.beside', 'work.doing', 'work.trouble'], () => notice(parts))
  bus.on('tab', () => PASSING.includes(get('notice')?.what) && !get('opening') && doing().dismiss())
  asking(parts)
  dropping(parts)
}

const trouble = ({ t, get, bus }) => {
  const { why, says } = get('trouble') ?? {}
  if (!why) return ''
  if (why === 'large') return fill(t.large, { size: write.short(says), most: write.short(bus.get('words')?.keep_mb ?? 0) })
  return t.trouble[why] ?? (why === 'said' || why === 'busy' ? says : t.trouble.other)
}

function show(parts) {
  const { $, t, get } = parts
  const kept = get('kept')
  $('.own').textContent = counts(get('own'), t) || t.nothing
  parts.held ??= $('dialog.mine').contains(document.activeElement) ? document.activeElement : null
  for (const name of ['save', 'open', 'forget']) $(`[data-do=${name}]`).disabled = !!get('doing')
  $('.tick').checked = !!get('ticked')
  $('.kept span').textContent = kept ? fill(t.kept, { at: clock(kept.when), size: write.short(kept.bytes / 1e6) }) : get('ticked') ? t.soon : ''
  $('[data-do=forget]').hidden = !kept && !get('ticked') && get('notice')?.what !== 'offer'
  $('.failed').textContent = get('doing') ? (t.doing[get('doing')] ?? '') : trouble(parts)
  $('.failed').classList.toggle('quiet', !!get('doing'))
  $('.said').textContent = get('notice')?.what === 'forgotten' ? t.forgotten : ''
  if (!get('doing')) holding(parts)
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

/** The pictures of each class, and of all, as zips. */
function pictures({ $, t, bus, doing }) {
  const classes = (bus.get('transfer.classes') ?? []).filter(({ examples }) => examples.length)
  $('.pictures').hidden = !classes.length
  const line = (which, name, n) => {
    const held = fill(n === 1 ? t.pictures_n.one : t.pictures_n.many, { n: write.count(n) })
    const zip = Object.assign(button(t.zip, () => doing().classPictures(which)), { ariaLabel: fill(t.zip_of, { name }) })
    return made('li', {}, made('span', { textContent: `${name}, ${held}` }), zip)
  }
  const all = classes.reduce((sum, { examples }) => sum + examples.length, 0)
  $('.pictures ul').replaceChildren(...classes.map(({ id, name, examples }) => line(id, name, examples.length)), line(null, t.all, all))
}

/** The visitor's own networks, each to be removed by a second press. */
function networks({ $, t, bus, get, doing }) {
  const own = [...(bus.get('networks')?.values() ?? [])].filter(({ weights }) => weights === 'trained')
  $('.networks').hidden = !own.length
  const line = ({ key, title }) => {
    const remove = button(t.remove, () => {
      if (remove.textContent === t.sure) return doing().remove(key)
      remove.textContent = t.sure
    })
    remove.onblur = () => (remove.textContent = t.remove)
    remove.disabled = !!get('doing')
    remove.setAttribute('aria-live', 'polite')
    return made('li', {}, made('span', { textContent: title }), remove)
  }
  $('.networks ul').replaceChildren(...own.map(line))
}

const besideText = (both, t) => (both ? fill(t.beside, { name: plainly(both.name), before: plainly(both.before) }) : '')

/** What there is to say of each kind of notice. */
const sentences = (given, t) => ({
  offer: () => fill(t.offer, { at: clock(given.record.when), what: counts(given.record.work, t) }),
  gone: () => fill(t.gone, { what: counts(given.work, t) }),
  opened: () => `${fill(t.opened, given)} ${came(given.of, t)}`,
  back: () => `${fill(t.back, { at: clock(given.when) })} ${came(given.of, t)}`,
  forgotten: () => t.forgotten,
})

/** What went wrong, unless the dialog says it. */
const unseenTrouble = parts => (!parts.get('doing') && parts.get('trouble')?.why !== undefined && !parts.$('dialog.mine').open ? trouble(parts) : '')

/** What can come back, or is gone; and what goes wrong while nobody looks at the dialog. */
function notice(parts) {
  const { $, t, bus, get, doing } = parts
  const line = $('.notice')
  const given = get('notice')
  const wrong = unseenTrouble(parts)
  const heard = given?.what === 'forgotten' && $('dialog.mine').open // it is said there
  const beside = besideText(get('beside'), t)
  line.hidden = (!given || heard) && !beside && !wrong && get('doing') !== 'bringing' && get('doing') !== 'opening'
  if (line.hidden) return
  line.classList.toggle('offer', given?.what === 'offer' && !wrong)
  const bring = button(t.bring_back, () => doing().bringBack(), 'go')
  const buttons = { offer: [bring, button(t.forget, () => doing().forget())], gone: [button(t.title, () => $('dialog.mine').showModal())] }
  const says = sentences(given, t)
  const busy = t.doing[get('doing')]
  line.querySelector('p').textContent = busy ?? [wrong, beside, given && !heard && says[given.what]()].filter(Boolean).join(' ')
  line.querySelector('.do').replaceChildren(...(busy || !given ? [] : (buttons[given.what] ?? [])))
  line.querySelector('.out').onclick = () => {
    doing().dismiss()
    bus.set('work.beside', null)
    line.hidden = true
  }
}

/** A project meets classes of the visitor's own. */
function asking({ $, t, bus }) {
  const dialog = $('dialog.asks')
  let asks = null
  const answer = choice => {
    asks?.answer(choice)
    asks = null
    dialog.close()
  }
  for (const one of dialog.querySelectorAll('[data-answer]')) one.onclick = () => answer(one.dataset.answer)
  dialog.onclose = () => answer('')
  bus.on('work.asks', given => {
    if (!given) return
    asks = given
    dialog.querySelector('p').textContent = fill(t.asks, { what: counts({ ...given, networks: given.networks, picture: false }, t) })
    dialog.showModal()
  })
}

/** A project that is dropped anywhere is opened; before anybody takes it for a picture, or for a zip of class folders. */
function dropping({ t, bus, doing }) {
  addEventListener(
    'drop',
    async event => {
      const [file] = event.dataTransfer?.files ?? []
      const transfers = bus.get('tab') === 'transfer' && !event.target?.closest?.('#cnn-newpicture')
      if (!file || !isZip(file) || transfers) return // Transfer looks into every zip itself
      event.preventDefault()
      event.stopImmediatePropagation()
      document.body.classList.remove('dropping')
      const folders = (await startsAsZip(file)) && !(await holdsProject(file))
      if (folders) bus.set('trouble', ofFile(file, t.no_project))
      else doing().open(file) // whatever else it may be, the server says
    },
    true,
  )
}
