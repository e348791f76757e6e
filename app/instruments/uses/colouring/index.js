// A grey picture coloured by a U-Net, live: hints by a brush, skip connections that can be cut, the temperature of the mean.
import { createElement } from '../../kit/element.js'
import { paintPicture } from '../../kit/canvas.js'
import { askBytes, resolveUrl } from '../../kit/ask.js'
import { parseBinary } from '../../kit/binary.js'
import { camera } from '../../kit/camera.js'
import { latestOnly } from '../../kit/latest_only.js'
import { samples, sampleSource } from '../../kit/samples.js'
import { showPicture } from '../../kit/picture_input.js'
import { openTab } from '../../kit/gradio_tabs.js'
import { tooltip } from '../../kit/tooltip.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { COLOURS, bindBrush } from './brush.js'
import { fromText } from './hints.js'
import { unet } from './unet.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */
/** @typedef {{ file: Blob, cut: string, hints: string, heat: number }} Question */

const NETWORK = 'colouring'
const SAMPLE = 'rocamadour' // where the visitor's picture is a drawing
const SAMPLES = ['rocamadour', 'clownfish', 'horse', 'castle', 'astronaut', 'viaduct']
const PICTURES = ['grey', 'coloured', 'truth']
const INTERVAL_MS = 100 // from an answer to the camera's next picture

/** @param {Bus} bus */
const visible = bus => bus.get('tab') === 'uses' && bus.get('uses.view') === 'translation'

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, t, bus } = parts
  /** @type {{ file: Blob | null, live: Blob | null, source: any, brush: string, answered: () => void }} */
  const now = { file: null, live: null, source: null, brush: COLOURS.sky, answered: () => {} }
  const paintBlocks = unet($('.unet'), t, bus)
  const ask = latestOnly(
    (/** @type {Question} */ { file, cut, hints, heat }) => askBytes('colour', { form: 'picture', cut, hints, temperature: heat }, file),
    (_, buffer) => {
      const answer = parseBinary(buffer)
      $('.trouble').textContent = ''
      show(parts, answer)
      paintBlocks(answer)
      now.answered()
    },
    error => {
      if (!error.kind) console.error(error)
      $('.trouble').textContent = error.kind ? error.message || bus.get('words')?.gone : bus.get('words')?.unreadable
      now.answered()
    },
  )
  const renew = async () => {
    if (!visible(bus)) return
    const file = now.live ?? (await photograph(bus, now))
    if (file) ask({ file, cut: bus.get('uses.cut'), hints: bus.get('uses.hints'), heat: bus.get('uses.heat') })
  }
  bindBrush($('canvas.brush'), bus, () => now.brush)
  brushes(parts, now)
  controls(parts)
  sampleList(parts)
  bindCamera(parts, now, renew)
  bus.on(['tab', 'uses.view', 'source', 'uses.cut', 'uses.hints', 'uses.heat'], renew)
}

/**
 * The visitor's own photograph, a sample where it is a drawing.
 * @param {Bus} bus
 * @param {any} now
 * @returns {Promise<Blob | null>}
 */
async function photograph(bus, now) {
  const all = (await samples().catch(() => [])).filter(sample => sample.url && !sample.drawing)
  const source = bus.get('source')
  if (source?.file && !(source.sample && !all.some(({ key }) => key === source.sample))) return source.file
  const sample = all.find(({ key }) => key === SAMPLE) ?? all[0]
  if (!now.source && sample) now.source = await sampleSource(sample).catch(() => null)
  return now.source?.file ?? null
}

/**
 * @param {Instrument} parts
 * @param {any} answer
 */
function show({ $, t }, { head, arrays }) {
  for (const name of PICTURES) {
    const { values, shape } = arrays.get(name)
    paintPicture($(`figure.${name} canvas`), values, shape)
  }
  const { shape } = arrays.get('grey')
  $('.pictures').style.setProperty('--ratio', String(shape[1] / shape[0]))
  $('tbody').replaceChildren(
    ...PICTURES.map(name => {
      const { difference, colourfulness } = head.figures[name]
      const heading = Object.assign(createElement('th', '', t[name]), { scope: 'row' })
      return createElement('tr', '', heading, ...[difference, colourfulness].map(n => createElement('td', '', write.fixed(n, 1))))
    }),
  )
  $('.time').textContent = fillTemplate(t.time, { own: write.short(head.milliseconds, 2) })
}

/**
 * The brush's colours, one chosen.
 * @param {Instrument} parts
 * @param {any} now
 */
function brushes({ $, t }, now) {
  const buttons = Object.entries(COLOURS).map(([name, colour]) => {
    const button = createElement('button', { type: 'button', title: t.colours[name], ariaLabel: t.colours[name] })
    button.dataset.colour = colour
    button.style.background = `#${colour}`
    button.onclick = () => choose(button)
    return button
  })
  const choose = (/** @type {HTMLElement} */ chosen) => {
    now.brush = chosen.dataset.colour
    for (const button of buttons) button.ariaPressed = String(button === chosen)
  }
  $('.colours').append(...buttons)
  choose(buttons[0])
}

/** @param {Instrument} parts */
function controls({ $, t, bus }) {
  const lever = $('.heat input')
  lever.oninput = () => bus.set('uses.heat', Number(lever.value))
  bus.on('uses.heat', heat => {
    lever.value = String(heat)
    lever.ariaValueText = write.short(heat)
    $('.heat b').textContent = `T = ${write.short(heat)}`
  })
  $('[data-do=clear]').onclick = () => bus.set('uses.hints', '')
  $('[data-do=mend]').onclick = () => bus.set('uses.cut', '')
  $('[data-do=open]').onclick = () => {
    bus.set('wantedNetwork', NETWORK)
    openTab('main', 'tab-look')
  }
  bus.on('uses.cut', cut => ($('[data-do=mend]').disabled = !cut))
  bus.on('uses.hints', text => {
    const n = fromText(text).length
    $('[data-do=clear]').disabled = !n
    $('.count').textContent = n === 1 ? t.hinted_one : n ? fillTemplate(t.hinted, { n: write.count(n) }) : ''
  })
  for (const [place, says] of [
    ['.term-of-heat', t.heat_help],
    ['.heads .encoder', t.encoder_help],
    ['.heads .decoder', t.decoder_help],
    ['th .difference', t.difference_help],
    ['th .colourfulness', t.colourfulness_help],
  ])
    tooltip($(place), says)
}

/** @param {Instrument} parts */
async function sampleList({ $, bus }) {
  const all = await samples().catch(() => [])
  const found = SAMPLES.flatMap(key => all.find(sample => sample.key === key) ?? [])
  const buttons = found.map(sample => {
    const made = createElement('button', { type: 'button', title: sample.title, ariaLabel: sample.title })
    made.dataset.key = sample.key
    made.append(Object.assign(new Image(), { src: resolveUrl(sample.url), alt: '', loading: 'lazy', decoding: 'async' }))
    made.onclick = async () => {
      const source = await sampleSource(sample).catch(() => null)
      if (!source) return
      bus.set('uses.hints', '')
      showPicture(source)
    }
    return made
  })
  $('.samples').replaceChildren(...buttons)
  bus.on('source', source => {
    for (const button of buttons) button.ariaPressed = String(button.dataset.key === source?.sample)
  })
}

/**
 * The camera, picture by picture: the next one goes when the one before has been answered.
 * @param {Instrument} parts
 * @param {any} now
 * @param {() => void} renew
 */
function bindCamera({ $, t, bus }, now, renew) {
  const button = $('[data-do=camera]')
  const video = $('video')
  const next = async () => {
    if (!cam.on || document.hidden) return
    now.live = (await cam.snap()) ?? now.live
    renew()
  }
  const cam = camera(video, t, {
    tab: 'uses',
    onMessage: sentence => ($('.trouble').textContent = sentence ?? ''),
    changed: on => {
      button.ariaPressed = String(on)
      button.textContent = on ? t.camera_off : t.camera
      video.hidden = !on
      if (on) next()
      else {
        now.live = null
        renew()
      }
    },
  })
  now.answered = () => cam.on && setTimeout(next, INTERVAL_MS)
  document.addEventListener('visibilitychange', () => !document.hidden && cam.on && next())
  bus.on('uses.view', view => view !== 'translation' && cam.on && cam.stop())
  bus.on('source', () => cam.on && cam.stop())
  button.onclick = () => (cam.on ? cam.stop() : cam.start())
}
