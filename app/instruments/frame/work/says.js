// How much of the visitor's own there is, in words; and the time of day. Pure but for the page's language.
import { language, write } from '../../kit/language.js'
import { fill } from '../../kit/numbers.js'

const some = (words, n) => (n ? [fill(n === 1 ? words.one : words.many, { n: write.count(n) })] : [])

/** "3 classes, 60 pictures, 1 network, 2 races in Train"; '' where there is nothing. */
export const counts = (work, t) =>
  work ? [...some(t.classes, work.classes), ...some(t.pictures_n, work.pictures), ...some(t.networks, work.networks.length), ...some(t.races, work.races), ...(work.picture ? [t.picture] : [])].join(', ') : ''

/** "14:02", and the day where it was another. */
export function clock(when, now = Date.now()) {
  const tongue = language === 'pt' ? 'pt-BR' : 'en-GB'
  const [then, today] = [new Date(when), new Date(now)]
  const time = then.toLocaleTimeString(tongue, { hour: '2-digit', minute: '2-digit' })
  return then.toDateString() === today.toDateString() ? time : `${then.toLocaleDateString(tongue, { day: 'numeric', month: 'long' })}, ${time}`
}
