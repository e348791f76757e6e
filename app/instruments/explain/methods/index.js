// Which network is asked, and by which method; beside each method how long it takes here.
import { createElement } from '../../kit/element.js'
import { startExplain } from '../controller.js'
import { pointsOf, usable } from '../settings.js'
import { showEditedNotice } from '../../kit/edited_notice.js'
import { networkMenu } from '../../kit/network_menu.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const SECOND = 1000 // ms

const option = (value, text) => createElement('option', { value, textContent: text })
const span = (ms, t) =>
  ms < SECOND ? fillTemplate(t.milliseconds, { n: write.short(ms, 2) }) : fillTemplate(t.seconds, { n: write.short(ms / SECOND, 2) })

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  startExplain(bus)
  const menu = $('.method')
  const taken = new Map() // "network method" → ms, as measured
  const line = (method, network, seen) => {
    const measured = taken.get(`${network.key} ${method.key} ${pointsOf(method, bus.get('explain.points'))}`)
    const more = (pointsOf(method, bus.get('explain.points')) ?? 1) / (method.points?.[0] ?? 1)
    const ms = measured ?? method.passes * more * (seen?.milliseconds ?? NaN)
    return Number.isFinite(ms) ? `${method.title} · ${measured ? '' : '≈ '}${span(ms, t)}` : method.title
  }
  function methods() {
    const [ways, network, seen] = [bus.get('explain.ways'), bus.get('network'), bus.get('forward')]
    if (!ways || ways.network !== network?.key) return
    const chosen = usable(ways.methods, bus.get('explain.method'), ways.stages)
    const made = ways.methods.map(method => {
      const one = option(method.key, line(method, network, seen))
      one.disabled = method.at === 'layer' && !ways.stages.length
      return one
    })
    menu.replaceChildren(...made)
    menu.value = chosen.key
  }
  networkMenu($('.network'), bus, { label: t.network })
  showEditedNotice($('.edits'), bus)
  menu.onchange = () => bus.set('explain.method', menu.value)
  bus.on('explain.heats', ({ q, done, of, milliseconds }) => {
    if (done === of) taken.set(`${q.network} ${q.method} ${q.points}`, milliseconds)
  })
  bus.on(['explain.ways', 'explain.method', 'explain.points', 'explain.heats', 'forward'], methods)
}
