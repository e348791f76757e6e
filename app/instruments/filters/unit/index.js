// The chosen filter: its weights, the patches that excite it most, and a picture made to excite it.
import { createElement } from '../../kit/element.js'
import { paintPicture, contextOf } from '../../kit/canvas.js'
import { classOptions, listedClasses, searchesClass } from '../../kit/class_select.js'
import { targetOf } from '../settings.js'
import { startFilters } from '../controller.js'
import { write } from '../../kit/language.js'
import { toReadableFile } from '../../kit/heic.js'
import { fillTemplate } from '../../kit/numbers.js'
import { weights } from './weights.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const COUNT = 9
const FINE = 64 // px: smaller pictures are shown pixel by pixel
const SEEDS = 1_000_000

function patch() {
  const made = createElement('div')
  made.setAttribute('role', 'listitem')
  made.tabIndex = -1
  made.append(createElement('canvas'))
  return made
}

function show(holder, found, text) {
  const canvas = holder.firstChild
  holder.hidden = !found
  if (!found) return
  paintPicture(canvas, found.values, found.shape)
  canvas.classList.toggle('fine', Math.max(...found.shape.slice(0, 2)) > FINE)
  holder.title = text
  holder.ariaLabel = text
}

/** Whether no patch excites the filter more than another: it answers every picture alike, as one that is off does. */
const flat = ({ done, total, scores }) => done === total && scores.length > 1 && scores.every(score => score === scores[0])

/**
 * @param {any} figure
 * @param {import('../../kit/types.js').Words} t
 * @param {Bus} bus
 */
function patches(figure, t, bus) {
  const said = figure.querySelector('.said')
  const nine = figure.querySelector('.nine')
  const own = figure.querySelector('.own')
  const files = figure.querySelector('input')
  nine.replaceChildren(...Array.from({ length: COUNT }, patch))
  own.title = t.own_help
  own.onclick = () => (bus.get('filters.own') ? bus.set('filters.own', null) : files.click())
  files.onchange = async () => {
    const given = [...files.files]
    files.value = ''
    if (given.length) bus.set('filters.own', await Promise.all(given.map(file => toReadableFile(file))))
  }
  bus.on('filters.own', chosen => (own.textContent = chosen ? t.shipped : t.own))
  const text = (found, i) =>
    fillTemplate(t.patch, { label: found.labels[i] ? `${found.labels[i]} · ` : '', value: write.number(found.scores[i] ?? NaN) })
  const summary = found =>
    flat(found)
      ? ''
      : fillTemplate(found.done < found.total ? t.so_far : t.of, { done: write.count(found.done), total: write.count(found.total) })
  bus.on(['filters.patches', 'filters.unit'], () => {
    const found = bus.get('filters.patches')
    if (!found) return
    nine.classList.toggle('old', found.unit !== (bus.get('filters.unit') ?? 0))
    const shown = flat(found) ? [] : found.patches
    nine.dataset.flat = flat(found) ? fillTemplate(t.constant, { value: write.number(found.scores[0]) }) : ''
    ;[...nine.children].forEach((holder, i) => show(holder, shown[i], shown[i] ? text(found, i) : ''))
    said.textContent = summary(found)
  })
  nine.addEventListener('pointerover', event => {
    const holder = event.target.closest('[role=listitem]')
    if (holder) said.textContent = holder.title
  })
  nine.addEventListener('pointerleave', () => {
    const found = bus.get('filters.patches')
    if (found) said.textContent = summary(found)
  })
}

/**
 * What it is made for: the whole channel, its middle cell, or the logit of a class.
 * @param {HTMLSelectElement} select
 * @param {import('../../kit/types.js').Words} t
 * @param {Bus} bus
 */
function targetMenu(select, t, bus) {
  let now = 'channel'
  const show = () => {
    const network = bus.get('network')
    if (!network) return
    const { aimed, unit } = targetOf(bus.get('filters.aim'), 0, network.classes.length)
    const listed = listedClasses(logitsOf(bus, network), network.classes.length, aimed === 'class' ? unit : null)
    if (select.dataset.listed !== `${network.key} ${listed}`) {
      select.dataset.listed = `${network.key} ${listed}`
      const group = createElement('optgroup', { label: t.aim_class })
      const more = fillTemplate(t.aim_more, { n: write.count(network.classes.length) })
      group.append(...classOptions(network, listed, more, index => `class_${index}`))
      select.replaceChildren(new Option(t.aim_channel, 'channel'), new Option(t.aim_neuron, 'neuron'), group)
    }
    now = aimed === 'class' ? `class_${unit}` : aimed
    select.value = now
    select.title = select.selectedOptions[0]?.text ?? ''
  }
  select.onchange = () => {
    const chosen = (/** @type {number} */ index) => bus.set('filters.aim', `class_${index}`)
    if (!searchesClass(select, bus, { title: t.aim_title, before: now, chosen })) bus.set('filters.aim', select.value)
  }
  bus.on(['network', 'forward', 'filters.aim'], show)
}

/**
 * The answer of the network in use to the picture, null where there is none yet.
 * @param {Bus} bus
 * @param {import('../../kit/types.js').Network} network
 */
function logitsOf(bus, network) {
  const seen = bus.get('forward')
  return seen?.network === network.key ? seen.logits : null
}

/** A click lays the picture large over the page. */
function enlarging(figure, canvas, t) {
  const dialog = figure.querySelector('dialog')
  const large = dialog.querySelector('canvas')
  const open = () => {
    if (canvas.dataset.off) return
    Object.assign(large, { width: canvas.width, height: canvas.height, className: canvas.className, ariaLabel: canvas.ariaLabel })
    contextOf(large).drawImage(canvas, 0, 0)
    dialog.showModal()
  }
  canvas.title = t.enlarge
  canvas.onclick = open
  canvas.onkeydown = event => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    open()
  }
  dialog.onclick = () => dialog.close()
}

/**
 * @param {any} figure
 * @param {import('../../kit/types.js').Words} t
 * @param {Bus} bus
 * @param {any} page
 */
function bindCreatedPicture(figure, t, bus, page) {
  const canvas = figure.querySelector('canvas')
  const said = figure.querySelector('.said')
  const button = figure.querySelector('.again')
  const select = figure.querySelector('.aim')
  targetMenu(select, t, bus)
  enlarging(figure, canvas, t)
  button.onclick = () => {
    if (bus.get('filters.made')?.running) page.stop()
    else bus.set('filters.seed', Math.floor(Math.random() * SEEDS))
  }
  const nothing = () => {
    paintPicture(canvas, new Uint8Array(1).fill(128), [1, 1, 1])
    canvas.classList.remove('old')
    canvas.dataset.off = 'yes'
    canvas.ariaLabel = said.textContent = t.off
    figure.style.setProperty('--part', 0)
    button.hidden = true
  }
  bus.on(['filters.made', 'filters.unit', 'filters.aim'], () => {
    const found = bus.get('filters.made')
    if (found?.off) return nothing()
    if (!found?.picture) return
    button.hidden = false
    delete canvas.dataset.off
    paintPicture(canvas, found.picture.values, found.picture.shape)
    canvas.classList.toggle('fine', found.picture.shape[0] > FINE)
    const wanted = targetOf(bus.get('filters.aim'), bus.get('filters.unit') ?? 0, bus.get('network')?.classes.length ?? 0)
    canvas.classList.toggle('old', found.unit !== wanted.unit || found.aimed !== wanted.aimed)
    canvas.ariaLabel = fillTemplate(t.picture_of, { what: select.selectedOptions[0]?.text ?? '' })
    const { step = 0, steps = 0, seed = 0, score = 0, running } = found
    figure.style.setProperty('--part', running ? String(step / steps) : '0')
    said.textContent = running || step < steps ? fillTemplate(t.step, { step, steps }) : ''
    button.textContent = running ? t.stop : t.again
    button.title = running ? '' : fillTemplate(t.again_help, { seed: write.count(seed), score: write.number(score) })
  })
}

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const page = startFilters(bus)
  weights($('.weights'), t, bus)
  patches($('.patches'), t, bus)
  bindCreatedPicture($('.made'), t, bus, page)
}
