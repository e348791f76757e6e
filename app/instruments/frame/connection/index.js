// One line of words: of the connection, while it is lost and when it is back; of what the server has forgotten meanwhile; and of what goes
// wrong where no other place says it. What comes and goes by itself lies where no control is; what stays until it is closed has a place.
import { connection, isTraining } from '../../kit/connection.js'
import { dockNotice } from '../../kit/docked_notice.js'
import { controlsOf, freePlace, isFree } from '../../kit/free_place.js'
import { language } from '../../kit/language.js'
import { connectionText, passes } from './message.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const SAYS_ITSELF = 'look' // where the page begins, too; its note has a place for trouble, where that is short
const WIDTHS = [900, 560, 360, 260] // px that the words may take: where there is no room for one line there may be for two
const FEW = ['short', 'upright'] // forms of fewer words: in one line, then upright in the page's margin, where no control ever is
const PLACE_MS = 300 // ms: what is under the words may be another tab, or scrolled
const SENTENCE_MS = 10_000 // ms: after the last minute another sentence is true

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const time = new Intl.DateTimeFormat(language === 'pt' ? 'pt-BR' : 'en', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  const line = $('.line')
  const dock = dockNotice(line)
  const trouble = () => ((bus.get('tab') ?? SAYS_ITSELF) === SAYS_ITSELF && !bus.get('noteFull') ? null : (bus.get('error') ?? null))
  const show = () => {
    const text = connectionText(bus.get('connection'), {
      t,
      now: Date.now(),
      time: ms => time.format(ms),
      trains: isTraining(bus),
      trouble: trouble(),
    })
    if ($('.words').textContent !== text) $('.words').textContent = text
    $('.few').textContent = t.few[bus.get('connection').state] ?? ''
    const transient = passes(bus.get('connection'), trouble())
    line.hidden = !text
    line.classList.toggle('docked', !transient)
    if (!transient) line.classList.remove(...FEW)
    $('.close').hidden = transient
    dock()
    placeLine(line)
  }
  bus.on(['connection', 'transfer.run', 'train.race', 'error', 'noteFull', 'tab'], show)
  setInterval(() => placeLine(line), PLACE_MS)
  setInterval(() => connection.away && show(), SENTENCE_MS)
  $('.close').onclick = () => {
    if (bus.get('connection').forgotten) connection.heard()
    else bus.set('error', null)
  }
}

/**
 * Words that come and go lie over no control, and not over the lecture's line; they stay where they are as long as that is so. Where all of
 * them find no place there are few, and where those find none either they stand upright in the page's margin.
 * @param {HTMLElement} line
 */
function placeLine(line) {
  if (line.hidden || line.classList.contains('docked')) return
  const controls = controlsOf(document, line)
  const area = areaOfWords()
  const now = line.getBoundingClientRect()
  const fits = now.right <= area.right && now.bottom <= area.bottom && isFree(now, controls)
  const whole = !FEW.some(form => line.classList.contains(form))
  if (line.style.getPropertyValue('--top') && fits && whole) return
  const inForm = (most, form = '') => {
    wear(line, form, { most })
    const [width, height] = [line.getBoundingClientRect().width, line.getBoundingClientRect().height].map(Math.ceil)
    return { most, form, height, ...freePlace({ width, height }, area, controls) }
  }
  const lower = (a, b) => a.over - b.over || b.top + b.height - a.top - a.height
  let [best] = WIDTHS.map(most => inForm(most)).sort(lower)
  for (const form of FEW) if (best.over) best = inForm(WIDTHS[0], form)
  wear(line, best.form, { most: best.most, left: best.left, top: best.top })
}

/** What of the window the words may lie in. */
function areaOfWords() {
  const foot = parseFloat(getComputedStyle(document.body).getPropertyValue('--foot')) || 0
  return { left: 0, top: 0, right: document.documentElement.clientWidth, bottom: innerHeight - foot }
}

/**
 * @param {HTMLElement} line
 * @param {string} form one of FEW, '' for all the words
 * @param {Record<string, number>} sizes px
 */
function wear(line, form, sizes) {
  for (const one of FEW) line.classList.toggle(one, one === form)
  for (const [name, value] of Object.entries(sizes)) line.style.setProperty(`--${name}`, `${value}px`)
}
