// One place for one sentence: what went wrong, else what is going on, else what the network is; and a button to the list of its classes.
import { fillTemplate, thinSpaces } from '../../kit/numbers.js'
import { showEditedNotice } from '../../kit/edited_notice.js'
import { language, write } from '../../kit/language.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const about = (network, t) => `${fillTemplate(t.parameters, { n: write.count(network.parameters) })} ${thinSpaces(network.note, language)}`

const narrow = matchMedia('(max-width: 900px)') // where the rest unfolds

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const line = $('.say')
  const place = $('.about')
  const more = $('.more')
  /** A narrow page shows two lines and the rest when it is asked for. */
  const unfold = on => {
    place.classList.toggle('whole', on)
    more.ariaExpanded = String(on)
    more.textContent = on ? t.less : t.more
  }
  const say = trouble => {
    const network = bus.get('network')
    const waiting = bus.get('connection')?.state === 'away' ? null : bus.get('loading') // nobody computes
    const text = trouble ?? waiting ?? (network ? about(network, t) : '')
    if (line.textContent !== text) {
      line.textContent = text
      unfold(false)
    }
    line.title = text
    line.classList.toggle('trouble', !!trouble)
    line.classList.toggle('waiting', !trouble && !!waiting)
    $('.close').hidden = !trouble
    const cut = line.scrollHeight > line.clientHeight + 1
    more.hidden = !cut && !place.classList.contains('whole')
    return cut
  }
  bus.on(['network', 'loading', 'error', 'theme', 'connection', 'tab'], () => {
    const trouble = bus.get('error') ?? null
    const full = say(trouble) && !!trouble && !narrow.matches // it has a line of its own then, and nothing is said twice
    if (full) say(null)
    bus.set('noteFull', full)
  })
  more.onclick = () => unfold(!place.classList.contains('whole'))
  $('.close').onclick = () => bus.set('error', null)
  showEditedNotice($('.edits'), bus)
  opener({ $, t, bus })
}

/**
 * How many classes the network in use has; opens their list.
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 */
function opener({ $, t, bus }) {
  const button = $('.open')
  bus.on('network', network => {
    button.hidden = !network?.classes.length
    if (network) button.textContent = fillTemplate(t.open, { n: write.count(network.classes.length) })
  })
  button.onclick = () => {
    const network = bus.get('network')
    const chosen = (/** @type {number} */ index) => bus.set('hoveredClass', index)
    bus.set('classChoice', { network, title: network.title, says: [about(network, t), t.must], chosen })
  }
}
