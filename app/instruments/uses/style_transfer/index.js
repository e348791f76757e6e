// Where the networks went afterwards: cards, and one thing to touch, a picture in another's style.
import { createElement } from '../../kit/element.js'
import { paintPicture } from '../../kit/canvas.js'
import { resolveUrl } from '../../kit/ask.js'
import { samples, sampleSource } from '../../kit/samples.js'
import { write } from '../../kit/language.js'
import { toReadableFile } from '../../kit/heic.js'
import { fillTemplate } from '../../kit/numbers.js'
import { createStyleTransfer, styleExample } from './request.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */
/** @typedef {import('../../kit/types.js').Source} Source */

const MINE = 'taj-mahal' // stands in for the visitor's picture where that is a drawing
const STYLES = ['galaxies', 'bricks', 'coffee', 'cat', 'camera', 'cathedral']

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, t, bus } = parts
  /** @type {Record<string, any>} */
  const now = { content: null, manner: null, own: null, found: null, asked: null }
  const transfer = createStyleTransfer(bus, {
    begun: () => describe(parts, now, null),
    part: found => show(parts, now, found),
    ended: sentence => describe(parts, now, sentence),
  })
  now.transfer = transfer
  const renew = async () => {
    if (!visible(bus)) return transfer.stop()
    await choose(parts, now)
    if (!now.found) await showExample(parts, now)
    isOutdated(parts, now)
    if (transfer.running()) transfer.begin(now.content, now.manner)
  }
  $('.go').onclick = () => (transfer.running() ? transfer.stop() : transfer.begin(now.content, now.manner))
  $('label input').oninput = event => bus.set('uses.share', Number(event.target.value))
  $('label input').setAttribute('aria-label', t.share)
  bindOwnPicture(parts, now, renew)
  sampleList(parts)
  describe(parts, now, null)
  bus.on(['tab', 'uses.view', 'source', 'network', 'uses.manner', 'uses.share'], renew)
}

/** @param {Bus} bus */
const visible = bus => bus.get('tab') === 'uses' && bus.get('uses.view') === 'style'

/**
 * The two pictures: the visitor's own photograph, and the sample or file whose style is taken.
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 * @param {any} now
 */
async function choose({ $, t, bus }, now) {
  const share = bus.get('uses.share')
  $('label input').value = share
  $('label b').textContent = `${write.short(100 * share, 3)} %`
  const all = (await samples().catch(() => [])).filter(sample => sample.url && !sample.drawing)
  const source = bus.get('source')
  const photograph = source?.file && !(source.sample && !all.some(({ key }) => key === source.sample))
  now.content = photograph ? source : await taken(all, MINE, now.content)
  const manner = bus.get('uses.manner')
  now.manner = manner === null && now.own ? now.own : await taken(all, manner ?? STYLES[0], now.manner)
  for (const [place, one] of [
    ['.content', now.content],
    ['.manner', now.manner],
  ]) {
    if (!one) continue
    const image = $(`${place} img`)
    if (image.dataset.of !== nameOf(one)) Object.assign(image, { src: address(one, image.src), alt: one.name ?? '' })
    image.dataset.of = nameOf(one)
    $(`${place} .name`).textContent = one.name ?? t.yours
  }
  const chosen = now.manner === now.own ? null : now.manner?.sample
  for (const button of $('.samples').children) button.ariaPressed = String(button.dataset.key === chosen)
}

const nameOf = source => `${source.sample ?? ''} ${source.name ?? ''} ${source.file.size}`
async function taken(all, key, before) {
  if (before?.sample === key) return before
  const sample = all.find(one => one.key === key) ?? all.find(one => one.key === STYLES[0])
  return sample ? sampleSource(sample).catch(() => before) : before
}
function address(source, before) {
  if (before.startsWith('blob:')) URL.revokeObjectURL(before)
  return URL.createObjectURL(source.file)
}

/**
 * @param {Pick<Instrument, '$' | 'bus'>} parts
 * @param {any} now
 * @param {any} renew
 */
function bindOwnPicture({ $, bus }, now, renew) {
  const input = $('.manner input')
  $('.own').onclick = () => input.click()
  input.onchange = async () => {
    const [given] = input.files
    if (!given) return
    const file = await toReadableFile(given)
    now.own = { file, name: file.name }
    if (bus.get('uses.manner') === null) renew()
    bus.set('uses.manner', null)
    input.value = ''
  }
}

/** @param {Pick<Instrument, '$' | 'bus'>} parts */
async function sampleList({ $, bus }) {
  const all = await samples().catch(() => [])
  const found = STYLES.flatMap(key => all.find(sample => sample.key === key) ?? [])
  $('.samples').replaceChildren(
    ...found.map(sample => {
      const made = createElement('button', { type: 'button', title: sample.title, ariaLabel: sample.title })
      made.dataset.key = sample.key
      made.append(Object.assign(new Image(), { src: resolveUrl(sample.url), alt: '', loading: 'lazy', decoding: 'async' }))
      made.onclick = () => bus.set('uses.manner', sample.key)
      return made
    }),
  )
}

/**
 * @param {any} parts0
 * @param {any} parts1
 * @param {any} sentence
 */
function describe({ $, t }, { transfer, found }, sentence) {
  const running = transfer?.running()
  $('.go').textContent = running ? t.stop : found ? t.again : t.go
  $('.trouble').textContent = sentence ?? ''
}

/**
 * Before anything was asked: what was computed before of this very pair, if it was.
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 * @param {any} now
 */
async function showExample(parts, now) {
  const found = await styleExample(parts.bus).catch(() => null)
  const asked = { content: now.content, manner: now.manner, share: parts.bus.get('uses.share') }
  const same =
    found?.content_sample === asked.content?.sample && found?.style_sample === asked.manner?.sample && found?.share === asked.share
  if (found && same && !now.found && !now.transfer.running()) show(parts, now, { ...found, asked })
}

function show(parts, now, found) {
  const { $, t } = parts
  now.found = found
  now.asked = found.asked
  paintPicture($('canvas'), found.picture.values, found.picture.shape)
  const { step, steps, title } = found
  $('.said').textContent = step < steps ? fillTemplate(t.step, { step, steps }) : fillTemplate(t.with, { network: title })
  $('.far').textContent = fillTemplate(t.far, { style: write.short(100 * found.style, 2), content: write.short(100 * found.content, 2) })
  isOutdated(parts, now)
}

/**
 * Whether two sources are the same picture: a sample may have been fetched twice.
 * @param {Source | null} one
 * @param {Source | null} other
 */
const isSamePicture = (one, other) => one === other || (!!one?.sample && one.sample === other?.sample)

/**
 * What is shown belongs to other pictures or another share.
 * @param {Pick<Instrument, '$' | 'bus'>} parts
 * @param {any} now
 */
function isOutdated({ $, bus }, { asked, content, manner }) {
  const same =
    asked && isSamePicture(asked.content, content) && isSamePicture(asked.manner, manner) && asked.share === bus.get('uses.share')
  $('canvas').classList.toggle('old', !!asked && !same)
}
