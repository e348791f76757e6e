// One place for one sentence: what went wrong, else what is going on, else what the network is.
import { fill, thin } from '../kit/numbers.js'
import { language, write } from '../kit/language.js'

const about = (network, t) => `${fill(t.parameters, { n: write.count(network.parameters) })} ${thin(network.note, language)}`

export function mount({ $, t, bus }) {
  const line = $('.say')
  const place = $('.about')
  bus.on(['network', 'waiting', 'trouble', 'theme'], () => {
    const network = bus.get('network')
    const waiting = bus.get('waiting')
    const trouble = bus.get('trouble')
    const text = trouble ?? waiting ?? (network ? about(network, t) : '')
    if (line.textContent !== text) line.textContent = text
    line.title = text
    line.classList.toggle('trouble', !!trouble)
    line.classList.toggle('waiting', !trouble && !!waiting)
    $('.close').hidden = !trouble
    place.classList.remove('long')
    place.classList.toggle('long', !!trouble && line.scrollHeight > line.clientHeight + 1)
  })
  $('.close').onclick = () => bus.set('trouble', null)
}
