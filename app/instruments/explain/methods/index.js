// Which network is asked, and by which method; beside each method how long it takes here.
import { explaining } from '../explaining.js'
import { pointsOf, usable } from '../explain.js'
import { editedLine } from '../../kit/editedline.js'
import { fill } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'

const SECOND = 1000 // ms

const option = (value, text) => Object.assign(document.createElement('option'), { value, textContent: text })
const span = (ms, t) => (ms < SECOND ? fill(t.milliseconds, { n: write.short(ms, 2) }) : fill(t.seconds, { n: write.short(ms / SECOND, 2) }))

export function mount({ $, t, bus }) {
  explaining(bus)
  const networks = $('.network')
  const menu = $('.method')
  const taken = new Map() // "network method" → ms, as measured
  const line = (method, network, seen) => {
    const measured = taken.get(`${network.key} ${method.key} ${pointsOf(method, bus.get('explain.points'))}`)
    const more = (pointsOf(method, bus.get('explain.points')) ?? 1) / (method.points?.[0] ?? 1)
    const ms = measured ?? method.passes * more * (seen?.milliseconds ?? NaN)
    return Number.isFinite(ms) ? `${method.title} · ${measured ? '' : '≈ '}${span(ms, t)}` : method.title
  }
  function methods() {
    const [ways, network, seen] = ['explain.ways', 'network', 'seen'].map(key => bus.get(key))
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
  bus.on(['networks', 'network', 'opened'], () => {
    const known = bus.get('networks')
    if (!known) return
    if (networks.options.length !== known.size) {
      const title = card => (card.weights === 'download' ? fill(t.download, { title: card.title, n: write.count(card.download_mb) }) : card.title)
      networks.replaceChildren(...[...known.values()].map(card => option(card.key, title(card))))
    }
    networks.value = bus.get('network')?.key ?? ''
  })
  editedLine($('.edits'), bus)
  networks.onchange = () => bus.set('choose', networks.value)
  menu.onchange = () => bus.set('explain.method', menu.value)
  bus.on('explain.heats', ({ q, done, of, milliseconds }) => {
    if (done === of) taken.set(`${q.network} ${q.method} ${q.points}`, milliseconds)
  })
  bus.on(['explain.ways', 'explain.method', 'explain.points', 'explain.heats', 'seen'], methods)
}
