// The new picture and what the taught network says to it.
import { tabKeys } from '../../kit/bus.js'
import { createElement } from '../../kit/element.js'
import { askBytes } from '../../kit/ask.js'
import { parseBinary, requiredArray } from '../../kit/binary.js'
import { latestOnly } from '../../kit/latest_only.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { decode } from '../../kit/strokes.js'
import { tooltip } from '../../kit/tooltip.js'
import { drawingBoard } from '../drawing_board.js'
import { toReadableFile } from '../../kit/heic.js'
import { camera } from '../../kit/camera.js'
import { startTransfer } from '../controller.js'
import { calledNow, KEYS, VIEW_SETTINGS, finishedRun } from '../settings.js'
import { softmax } from '../../kit/softmax.js'
import { bindExport } from './export.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const MANY = 6 // classes; more than these stand in two columns
const TOP = 3 // of them are shown where there is little room
const EVERY = 250 // ms between two pictures of the camera
const form = source => (source.strokes ? 'strokes' : 'picture')

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, t, bus } = parts
  const own = startTransfer(bus)
  /** @type {Record<string, any>} */
  const now = { answer: null, stale: '' }
  const pen = sources(parts, now)
  const say = latestOnly(
    async q => {
      const begun = performance.now()
      const { arrays } = parseBinary(
        await askBytes('logits', { network: q.network, form: form(q.source) }, q.source.strokes ?? q.source.file),
      )
      return { logits: requiredArray(arrays, 'values').values, ms: performance.now() - begun }
    },
    (q, answer) => {
      now.answer = { ...answer, ...q }
      answers(parts, now)
    },
    error => error.kind === 'refused' && ($('.failed').textContent = error.message),
  )
  const again = () => {
    const [of, source] = [finishedRun(own.get('run')), bus.get('source')]
    if (!of) now.answer = null // whose answer that was is gone
    if (now.answer) now.answer.classes = calledNow(now.answer.of, own.classes)
    now.stale = staleness(of, own, t)
    answers(parts, now)
    if (!of || !source || bus.get('tab') !== 'transfer') return
    if (now.answer?.of === of && now.answer.source === source) return
    say({ of, network: of.now.network, classes: calledNow(of, own.classes), source, head: of.settings.head })
  }
  bus.on(
    [
      'transfer.run',
      'transfer.classes',
      'network',
      'augmentation',
      'source',
      'tab',
      ...tabKeys('transfer', ...KEYS.filter(key => !VIEW_SETTINGS.includes(key))),
    ],
    again,
  )
  bus.on('source', source => shown(parts, pen, source))
  tooltip($('.heads .term'), () => (own.isStepwise() ? t.probability : t.logits))
  bindExport(parts, own)
}

/** Whose answer it is, where other settings or classes are chosen than it has learned; '' where it is of what is set. */
const staleness = (of, own, t) => (of && of.of !== own.signature() ? (own.running ? t.still_before : t.stale) : '')

function answers({ $, t }, now) {
  const { answer } = now
  $('.answer .whose').textContent = answer ? now.stale : t.empty
  $('.answer').classList.toggle('stale', !!answer && !!now.stale)
  $('.heads .term').hidden = !answer
  $('.time').textContent = answer ? fillTemplate(t.milliseconds, { n: write.count(answer.ms) }) : ''
  if (!answer) return $('.answer ol').replaceChildren()
  const odds = softmax(answer.logits)
  const order = Array.from(odds, (_, k) => k).sort((a, b) => odds[b] - odds[a])
  const rows = [...$('.answer ol').children]
  if (rows.length !== odds.length || rows.some((row, k) => row.title !== answer.classes[k])) {
    $('.answer ol').replaceChildren(
      ...answer.classes.map(name =>
        createElement(
          'li',
          { title: name },
          createElement('span', 'name', name),
          createElement('span', 'bar', createElement('i')),
          createElement('span', 'p'),
        ),
      ),
    )
    $('.answer').classList.toggle('many', odds.length > MANY)
  }
  ;[...$('.answer ol').children].forEach((row, k) => {
    row.classList.toggle('best', k === order[0])
    row.classList.toggle('leads', order.indexOf(k) < TOP)
    row.querySelector('i').style.width = `${100 * odds[k]}%`
    row.querySelector('.p').textContent = write.percent(odds[k])
  })
}

/** The picture as it is: a drawing on the board, a file as an image. */
function shown({ $ }, pen, source) {
  const image = $('.frame img')
  if (image.src) URL.revokeObjectURL(image.src)
  image.hidden = !source?.file
  if (source?.file) image.src = URL.createObjectURL(source.file)
  else image.removeAttribute('src')
  if (source?.strokes && !pen.own.has(source)) pen.board.show(decode(source.strokes) ?? [])
}

function walkByKeys(event, tabs) {
  const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
  if (!by) return
  event.preventDefault()
  event.stopPropagation()
  tabs[(tabs.indexOf(event.currentTarget) + by + tabs.length) % tabs.length].focus()
}

/** A file that was chosen or dropped. */
function takeFiles({ field, place }, put, onMessage) {
  field.onchange = async () => {
    const [file] = field.files
    field.value = ''
    onMessage(null)
    if (file) put({ file: await toReadableFile(file), name: file.name })
  }
  place.addEventListener('drop', async event => {
    const [file] = event.dataTransfer?.files ?? []
    if (!file) return
    event.preventDefault()
    event.stopPropagation()
    document.body.classList.remove('dropping')
    put({ file: await toReadableFile(file), name: file.name })
  })
}

function sources(parts, now) {
  const { $, $$, t, bus } = parts
  const own = new WeakSet()
  const field = $('.place input')
  const video = $('video')
  let kind = 'file'
  const put = source => {
    own.add(source)
    bus.set('source', source)
  }
  const onMessage = said => ($('.failed').textContent = said ?? '')
  const cam = camera(video, t, {
    tab: 'transfer',
    onMessage,
    changed: on => {
      video.hidden = !on
      choose(on ? 'camera' : kind === 'camera' ? 'file' : kind)
      if (on) styles()
    },
  })
  async function styles() {
    if (!cam.on) return
    const answered = now.answer?.source === bus.get('source') || !now.answer
    const file = !document.hidden && answered ? await cam.snap() : null
    if (file) put({ file, name: t.live })
    setTimeout(styles, EVERY)
  }
  const pen = drawingBoard($('.board'), { moved: () => put({ strokes: pen.bytes }), rested: () => put({ strokes: pen.bytes }) })
  const choose = next => {
    kind = next
    for (const tab of $$('[data-kind]')) {
      tab.setAttribute('aria-selected', String(tab.dataset.kind === kind))
      tab.tabIndex = tab.dataset.kind === kind ? 0 : -1
    }
  }
  const doing = {
    file: () => {
      cam.stop()
      field.click()
    },
    camera: () => (cam.on ? cam.stop() : cam.start()),
    draw: () => {
      cam.stop()
      pen.clear()
      $('.board').focus({ preventScroll: true })
    },
  }
  for (const tab of $$('[data-kind]')) {
    tab.onclick = () => {
      choose(tab.dataset.kind)
      doing[tab.dataset.kind]()
    }
    tab.onkeydown = event => walkByKeys(event, $$('[data-kind]'))
  }
  takeFiles({ field, place: $('.place') }, put, onMessage)
  bus.on('source', source => choose(cam.on ? 'camera' : source?.strokes ? 'draw' : 'file'))
  return { board: pen, own }
}
