// A section of tissue that a head colours from a few strokes of a brush.
import { fitCanvas, styleOf } from '../../kit/canvas.js'
import { latestOnly } from '../../kit/latest_only.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { radioButtons, radioGroup } from '../../kit/radio_group.js'
import { onKeys } from '../../kit/shortcuts.js'
import { marksOf, OWN, saidOf } from '../marks.js'
import { createBrush } from './brush.js'
import { bindMarks } from './marking.js'
import { createPatches } from './patches.js'
import { askMarked, askSection, tissueSamples } from './requests.js'
import { explainScore, showScore } from './score.js'
import { bindSlides, fileOf, visible } from './slides.js'
import { brownLayer, kindColours, kindsLayer, paintCells, paintMarks, paintRing, pictureLayer, unsureLayer } from './stage.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */
/** @typedef {Record<string, any>} Now what is shown: the slide, its section and layers, the answer, and how it is looked at */

const SHOWS = ['kinds', 'brown', 'unsure']
const MARKER = 12 // px of the ring at the least sure place

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, bus } = parts
  /** @type {Now} */
  const now = { slide: null, section: null, found: null, layers: {}, show: 'kinds', marker: false, samples: [], control: null }
  const canvas = $('canvas')
  const paint = fitCanvas(canvas, (ctx, width, height) => draw(ctx, width, height, canvas, now))
  now.paint = paint
  now.width = () => $('.width').value
  now.say = sentence => ($('.trouble').textContent = sentence ?? '')
  now.failed = error => now.say(sentenceOf(error, bus.get('words')))
  now.names = () => namesOf(parts, now)
  now.marks = () => marksNow(parts, now)
  now.stained = () => stainedNow(now)
  const marking = bindMarks(parts, now)
  now.brush = createBrush(canvas, { kind: marking.kind, width: () => Number($('.width').value), drawn: marking.drawn, moved: paint })
  now.patches = createPatches(parts, now)
  bindSlides(parts, now)
  bindLooks(parts, now)
  explainScore(parts, now)
  const ask = latestOnly(
    question => colours(parts, now, question),
    (question, found) => found && question.slide === now.slide && answered(parts, now, found),
    (error, question) => question.slide === now.slide && now.failed(error),
  )
  const renew = () => visible(bus) && open(parts, now).then(opened => opened && recolour(parts, now, marking, ask))
  bus.on(['tab', 'uses.view', 'uses.slide', 'uses.marks', 'uses.kind_names', 'source'], renew)
  bus.on('theme', () => relayer(now, canvas))
  onKeys({ 'mod+z': () => visible(bus) && marking.undo(), 'mod+shift+z': () => visible(bus) && marking.redo() })
}

function sentenceOf(error, words) {
  if (error.kind) return error.message || words?.gone
  console.error(error)
  return words?.unreadable
}

/** The section of the slide that is wanted, once for each. → whether it is there and still wanted */
async function open({ $, t, bus }, now) {
  try {
    now.samples = await tissueSamples()
  } catch (error) {
    now.failed(error)
    return false
  }
  const key = bus.get('uses.slide')
  const file = key === OWN ? fileOf(bus.get('source')) : null
  const slide = key === OWN && !file ? now.samples[0].key : key
  if (now.slide?.slide === slide && now.slide.file === file) return !!now.section
  const mine = { slide, file }
  now.control?.abort()
  now.patches.stop()
  Object.assign(now, { slide: mine, section: null, found: null, asked: null, layers: {}, marker: false })
  if (file) now.ownFile(file)
  $('.said').textContent = t.opening
  try {
    const section = await askSection(mine)
    if (now.slide !== mine) return false
    now.section = section
    $('.said').textContent = ''
    $('.seen').style.setProperty('--ratio', String(section.picture.shape[1] / section.picture.shape[0]))
    now.layers.picture = pictureLayer(section.picture)
    now.missing = null // said anew
    relayer(now, $('canvas'))
    return true
  } catch (error) {
    if (now.slide !== mine) return false
    now.slide = null // asked again with the next change
    $('.said').textContent = ''
    now.failed(error)
    return false
  }
}

/** The strokes of the slide: the visitor's, or where there are none yet, those that came with the sample. */
function marksNow({ bus }, now) {
  const said = saidOf(bus.get('uses.marks'), now.slide?.slide)
  if (said !== undefined) return marksOf(said) ?? []
  return now.samples.find(({ key }) => key === now.slide?.slide)?.strokes ?? []
}

/**
 * Whether the picture has brown stain; null where nobody knows: one of the visitor's own may hold some.
 * @param {Now} now
 */
function stainedNow({ samples, slide, section }) {
  const sample = samples.find(({ key }) => key === slide?.slide)
  return sample ? sample.stained : section?.brown.values.some(Boolean) ? null : false
}

function namesOf({ t, bus }, now) {
  const said = saidOf(bus.get('uses.kind_names'), now.slide?.slide)
  const first = now.samples.find(({ key }) => key === now.slide?.slide)?.kinds ?? [t.own_1, t.own_2, t.own_3]
  return said === undefined ? first : said.split('|').map((name, kind) => name || first[kind])
}

/** Shows what is marked and asks for the colours of it, where every kind is. */
function recolour(parts, now, marking, ask) {
  const { $, t } = parts
  const names = now.names()
  const marks = now.marks().filter(({ kind }) => kind < names.length)
  marking.show()
  now.showSlides()
  now.showLooks()
  const without = names.filter((_, kind) => !marks.some(mark => mark.kind === kind))
  const missing = without.length ? fillTemplate(t.mark_all, { names: without.join(', ') }) : ''
  const asked = JSON.stringify([marks, names.length])
  now.say('')
  if (missing) Object.assign(now, { found: null, asked: null, layers: { picture: now.layers.picture, brown: now.layers.brown } })
  if (missing !== now.missing) {
    now.missing = missing
    now.tell()
  }
  now.paint()
  for (const button of [$('[data-do=unsure]'), $('[data-do=patches]')]) button.disabled = !now.found
  showScore(parts, now.found, names, now.stained())
  if (missing || now.asked === asked) return
  now.asked = asked
  now.marker = false
  now.patches.stop()
  ask({ slide: now.slide, marks, kinds: names.length, asked })
}

/** The answer to one question, null where it was left for another slide. */
async function colours({ $, t }, now, { slide, marks, kinds, asked }) {
  if (slide !== now.slide) return null
  const control = (now.control = new AbortController())
  let found = null
  try {
    await askMarked(
      'tissue_colours',
      slide,
      { marks, kinds },
      (head, arrays) => {
        if (arrays.has('probabilities')) found = { ...head, probabilities: arrays.get('probabilities'), asked }
        else $('.said').textContent = fillTemplate(t.tiles, head)
      },
      control.signal,
    )
  } catch (error) {
    now.asked = null
    throw error
  }
  return found
}

function answered(parts, now, found) {
  const { $, t } = parts
  now.found = found
  relayer(now, $('canvas'))
  showScore(parts, found, now.names(), now.stained())
  for (const button of [$('[data-do=unsure]'), $('[data-do=patches]')]) button.disabled = false
  const cells = found.marked.reduce((sum, many) => sum + many, 0)
  now.learned = fillTemplate(t.learned, { cells, seconds: write.short(found.seconds, 2) })
  now.tell()
}

/** Layers of the answer, in the colours of the theme. */
function relayer(now, canvas) {
  if (!now.section) return
  const shades = kindColours(canvas)
  const { picture } = now.layers
  now.layers = { picture, brown: brownLayer(now.section.brown, shades[0]) }
  if (now.found) {
    now.layers.kinds = kindsLayer(now.found.probabilities, shades)
    now.layers.unsure = unsureLayer(now.found.probabilities, styleOf(canvas).of('wrong-area')) // no kind's colour
  }
  now.paint()
}

function bindLooks({ $, t }, now) {
  const group = $('.shows')
  group.append(...radioButtons(SHOWS.map(show => [show, t[`show_${show}`]])))
  now.tell = () => {
    const shown = now.found && (t[`is_${now.show}`] ?? now.learned)
    $('.said').textContent = now.show === 'brown' ? t.is_brown : now.missing || shown || ''
  }
  now.showLooks = () => {
    const bare = now.stained() === false
    if (bare && now.show === 'brown') [now.show, now.missing] = ['kinds', null]
    choose(now.show, show => show !== 'brown' || !bare, t.no_stain)
  }
  const choose = radioGroup(group, show => {
    now.show = show
    now.showLooks()
    now.tell()
    now.paint()
  })
  choose(now.show)
  $('.opacity').setAttribute('aria-label', t.opacity)
  $('.width').setAttribute('aria-label', t.width)
  $('.opacity').oninput = event => {
    now.opacity = Number(event.target.value)
    now.paint()
  }
  now.opacity = Number($('.opacity').value)
  $('[data-do=unsure]').onclick = () => {
    if (!now.found) return
    const [x, y] = now.found.least_sure
    now.marker = true
    now.brush.go(x, y)
    $('.said').textContent = fillTemplate(t.least, { share: write.short(100 * now.found.certainty, 3), name: likeliest(now, x, y) })
    $('canvas').focus({ preventScroll: true })
  }
}

/** The name of the likeliest kind at a place. */
function likeliest({ found, section, names }, x, y) {
  const [kinds, height, width] = found.probabilities.shape
  const cell = (part, side, many) => Math.min(many - 1, Math.max(0, Math.round((part * side - found.centre) / found.stride)))
  const i = cell(y, section.size[0], height) * width + cell(x, section.size[1], width)
  const parts = Array.from({ length: kinds }, (_, kind) => found.probabilities.values[kind * height * width + i])
  return names()[parts.indexOf(Math.max(...parts))]
}

/** @param {CanvasRenderingContext2D} ctx */
function draw(ctx, width, height, canvas, now) {
  const { layers, section, found } = now
  if (!section) return
  ctx.drawImage(layers.picture, 0, 0, width, height)
  ctx.globalAlpha = now.opacity
  const patches = now.patches?.layer
  if (patches) paintCells(ctx, patches, found, section.size, width)
  else if (now.show === 'brown' && layers.brown) ctx.drawImage(layers.brown, 0, 0, width, height)
  else if (layers[now.show]) paintCells(ctx, layers[now.show], found, section.size, width)
  ctx.globalAlpha = 1
  const { of } = styleOf(canvas)
  const shades = kindColours(canvas)
  const pair = /** @type {[string, string]} */ ([of('field'), of('field-edge')])
  const mark = now.brush.mark
  paintMarks(ctx, [...now.marks(), ...(mark ? [mark] : [])], shades, width, height, of('field-edge'))
  if (now.marker && found) paintRing(ctx, found.least_sure[0] * width, found.least_sure[1] * height, MARKER, pair, 3)
  const { at } = now.brush
  if (at.shown)
    paintRing(ctx, at.x * width, at.y * height, Math.max(4, (Number(now.width()) * Math.max(width, height)) / 2), pair, at.down ? 3 : 1.5)
}
