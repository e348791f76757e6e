// One line of words while the connection is lost, when it is back, when the server has forgotten something meanwhile, and for what goes
// wrong in a tab that has no other place to say it: a network that cannot be fetched.
import { connection, isTraining } from '../../kit/connection.js'
import { language } from '../../kit/language.js'
import { connectionText } from './message.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const SAYS_ITSELF = 'look' // its note has a place for trouble
const LOOK = 10_000 // ms: after the last minute another sentence is true

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const time = new Intl.DateTimeFormat(language === 'pt' ? 'pt-BR' : 'en', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  const trouble = () => (bus.get('tab') === SAYS_ITSELF ? null : (bus.get('error') ?? null))
  const show = () => {
    const text = connectionText(bus.get('connection'), {
      t,
      now: Date.now(),
      time: ms => time.format(ms),
      trains: isTraining(bus),
      trouble: trouble(),
    })
    if ($('p').textContent !== text) $('p').textContent = text
    $('.line').hidden = !text
    $('.close').hidden = !bus.get('connection').forgotten && !trouble()
  }
  bus.on(['connection', 'transfer.run', 'train.race', 'error', 'tab'], show)
  setInterval(() => connection.away && show(), LOOK)
  $('.close').onclick = () => {
    if (bus.get('connection').forgotten) connection.heard()
    else bus.set('error', null)
  }
}
