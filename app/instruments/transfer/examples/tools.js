// Where examples come from: one tool at a time, chosen by a row of words.
import { createButton, createElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { drawingBoard } from '../drawing_board.js'
import { camera } from '../../kit/camera.js'
import { EACH, OWN, TOOLS } from '../settings.js'
import { takeFiles } from './drop.js'

const EVERY = 150 // ms between two pictures of a burst

export function tools(parts, own) {
  const { $, t, bus } = parts
  /** @type {Record<string, any>} */
  const now = { cam: null }
  const choose = key => bus.set('transfer.tool', key)
  const tool = () => bus.get('transfer.tool')
  const tabs = TOOLS.map(key => {
    const tab = createButton(t[key], () => choose(key))
    tab.dataset.tool = key
    if (key === 'builtin') tab.title = t.builtin_help
    tab.setAttribute('role', 'tab')
    return tab
  })
  $('.words').append(...tabs)
  $('.words').onkeydown = event => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    event.stopPropagation()
    choose(TOOLS[(TOOLS.indexOf(tool()) + by + TOOLS.length) % TOOLS.length])
    tabs[TOOLS.indexOf(tool())].focus()
  }
  function show() {
    for (const tab of tabs) {
      tab.setAttribute('aria-selected', String(tab.dataset.tool === tool()))
      tab.tabIndex = tab.dataset.tool === tool() ? 0 : -1
    }
    now.show()
  }
  bus.on('transfer.tool', key => {
    now.cam?.stop()
    now.show = MADE[key](parts, own, now)
    show()
  })
  bus.on(
    ['transfer.classes', 'transfer.chosen', 'transfer.menu', 'transfer.loading', 'transfer.set', 'transfer.each', 'transfer.dataset'],
    show,
  )
}

const chosen = own => own.classes.find(({ id }) => id === own.get('chosen'))
/** What is on its way, or where the next example goes. */
function status(own, t) {
  const coming = own.get('loading')
  if (coming?.set) return t.coming_set
  if (coming?.zip) return fillTemplate(t.coming_zip, { name: coming.zip })
  if (coming) return fillTemplate(t.coming, coming)
  return chosen(own) ? fillTemplate(t.to, chosen(own)) : ''
}
const put = ($, ...inside) => $('.tool').replaceChildren(...inside)
const picker = (accept, multiple, heard) => {
  const field = createElement('input', { type: 'file', accept, multiple, hidden: true })
  field.onchange = () => {
    const given = [...(field.files ?? [])]
    field.value = ''
    if (given.length) heard(given)
  }
  return field
}

const MADE = {
  builtin({ $, t }, own) {
    const menu = createElement('select', { ariaLabel: t.set, className: 'set' })
    const each = createElement('select', { ariaLabel: t.each, className: 'each', title: t.each })
    each.append(...EACH.map(n => new Option(`${n} ${t.each}`, String(n))))
    const about = createElement('p', 'quiet about')
    menu.onchange = () => (menu.value === OWN ? own.edits.ownClasses() : own.edits.bringSet(menu.value))
    each.onchange = () => {
      own.set('each', Number(each.value))
      if (own.get('dataset')) own.edits.bringSet(own.get('dataset'), { said: own.get('set') !== null })
    }
    put($, createElement('div', 'pair', menu, each), about)
    return () => {
      const sets = own.get('menu')?.sets ?? []
      const line = one => (one.here ? one.title : fillTemplate(t.set_fetch, { title: one.title, megabytes: write.count(one.megabytes) }))
      if (menu.options.length !== sets.length + 1)
        menu.replaceChildren(new Option(t.set_own, OWN), ...sets.map(one => new Option(line(one), one.key)))
      menu.value = own.get('loading')?.set ?? own.get('dataset') ?? OWN
      each.value = own.get('each') ?? 30
      const set = sets.find(({ key }) => key === menu.value)
      about.textContent = own.get('loading')?.set ? t.coming_set : ''
      menu.title = set ? `${set.about} ${set.credit}` : ''
    }
  },
  upload({ $, t }, own) {
    const field = picker('image/png,image/jpeg,image/webp,image/avif,image/gif,image/bmp,image/heic,image/heif,.heic,.heif', true, given =>
      takeFiles(own, given),
    )
    const says = createElement('p', 'quiet says')
    put(
      $,
      createElement(
        'div',
        'pair',
        createButton(t.choose, () => field.click()),
        says,
      ),
      createElement('p', 'quiet', t.drop),
      field,
    )
    return () => (says.textContent = status(own, t))
  },
  zip({ $, t }, own) {
    const field = picker('.zip,application/zip', false, given => own.edits.bringZip(given[0]))
    const says = createElement('p', 'quiet says')
    put(
      $,
      createElement(
        'div',
        'pair',
        createButton(t.zip_choose, () => field.click()),
        says,
      ),
      createElement('p', 'quiet', t.zip_how),
      field,
    )
    return () => (says.textContent = own.get('loading')?.zip ? status(own, t) : '')
  },
  draw({ $, t }, own) {
    const canvas = createElement('canvas', { className: 'board', tabIndex: 0 })
    canvas.setAttribute('role', 'img')
    const pen = drawingBoard(canvas, { rested: () => show(), moved: () => show() })
    const add = createButton(t.keep, () => keep(), 'go')
    const clear = createButton(t.clear, () => pen.clear())
    const says = createElement('p', 'quiet says')
    const keep = async () => {
      if (!pen.strokes.length || !chosen(own)) return
      const drawn = pen.bytes
      pen.renew()
      await own.edits.bring(own.get('chosen'), [drawn], { form: 'strokes' })
    }
    canvas.onkeydown = event => {
      const act = { Enter: keep, Delete: pen.clear, Backspace: pen.clear }[event.key]
      if (!act) return
      event.preventDefault()
      event.stopPropagation()
      act()
    }
    put($, createElement('div', 'drawing', canvas, createElement('div', 'beside', add, clear, says)))
    const show = () => {
      add.disabled = clear.disabled = !pen.strokes.length
      says.textContent = status(own, t)
      canvas.setAttribute('aria-label', fillTemplate(t.board, { name: chosen(own)?.name ?? '' }))
    }
    return show
  },
  camera({ $, t }, own, now) {
    const video = createElement('video', { muted: true, playsInline: true, ariaLabel: t.live })
    const says = createElement('p', 'quiet says')
    const record = createButton(t.record, () => {}, 'record')
    const power = createButton(t.camera_on, () => (now.cam.on ? now.cam.stop() : now.cam.start()))
    const show = () => {
      record.disabled = !now.cam.on || !chosen(own)
      power.textContent = now.cam.on ? t.camera_off : t.camera_on
      says.textContent = status(own, t)
    }
    now.cam = camera(video, t, { tab: 'transfer', onMessage: said => own.set('error', said), changed: () => show() })
    recording(record, now.cam, own)
    put(
      $,
      createElement('div', 'drawing', video, createElement('div', 'beside', power, record, says)),
      createElement('p', 'quiet', t.private),
    )
    return show
  },
}

/** Held by hand or by Space: pictures one after the other, all of one burst, so that near copies stay on one side of the split. */
function recording(record, cam, own) {
  let timer = 0
  const end = () => {
    clearInterval(timer)
    timer = 0
    record.classList.remove('on')
  }
  const begin = () => {
    if (timer || record.disabled) return
    const [which, burst] = [own.get('chosen'), `burst ${Date.now()}`]
    record.classList.add('on')
    const one = async () => {
      const file = await cam.snap()
      if (file && timer) own.edits.bring(which, [file], { burst })
    }
    timer = setInterval(one, EVERY)
    one()
  }
  record.onpointerdown = event => {
    record.setPointerCapture(event.pointerId)
    begin()
  }
  for (const name of ['pointerup', 'pointercancel', 'blur']) record.addEventListener(name, end)
  record.onkeydown = event => {
    if (event.key !== ' ') return
    event.preventDefault()
    begin()
  }
  record.onkeyup = end
}
