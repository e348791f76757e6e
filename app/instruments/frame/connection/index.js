// One line of words while the connection is lost, when it is back, and when the server has forgotten something meanwhile.
import { connection, training } from '../../kit/connection.js'
import { language } from '../../kit/language.js'
import { said } from './said.js'

const LOOK = 10_000 // ms: after the last minute another sentence is true

export function mount({ $, t, bus }) {
  const time = new Intl.DateTimeFormat(language === 'pt' ? 'pt-BR' : 'en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  const show = () => {
    const text = said(bus.get('connection'), { t, now: Date.now(), time: ms => time.format(ms), trains: training(bus) })
    if ($('p').textContent !== text) $('p').textContent = text
    $('.line').hidden = !text
    $('.close').hidden = !bus.get('connection').forgotten
  }
  bus.on(['connection', 'transfer.run', 'train.race'], show)
  setInterval(() => connection.away && show(), LOOK)
  $('.close').onclick = () => connection.heard()
}
