// How much of the visitor's own there is, in words; and the time of day. Pure but for the page's language.
import { language, write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'

const NAMED = 3 // networks that a sentence names

const plural = (words, n) => (n ? [fillTemplate(n === 1 ? words.one : words.many, { n: write.count(n) })] : [])

/** "3 classes, 60 pictures, 1 network, 2 races in Train"; '' where there is nothing. */
export const counts = (work, t) =>
  work
    ? [
        ...plural(t.classes, work.classes),
        ...plural(t.pictures_n, work.pictures),
        ...plural(t.networks, work.networks.length),
        ...plural(t.races, work.races),
        ...(work.picture ? [t.picture] : []),
      ].join(', ')
    : ''

/**
 * What a project has brought, and where it is: a sentence for each place. `of`: { classes, pictures, networks: [title, …], runs, picture }.
 */
export function came(of, t) {
  const held = [...plural(t.classes, of.classes), ...plural(t.pictures_n, of.pictures)].join(', ')
  const networks = of.networks.length > NAMED ? plural(t.networks, of.networks.length)[0] : of.networks.join(', ')
  const places = { transfer: held, menu: networks, train: plural(t.runs, of.runs)[0] ?? '' }
  const said = Object.entries(places).flatMap(([place, what]) => (what ? [fillTemplate(t.came[place], { what })] : []))
  return [...said, ...(of.picture ? [t.came.look] : [])].join(' ') || t.came.nothing
}

/** "14:02", and the day where it was another. */
export function clock(when, now = Date.now()) {
  const tongue = language === 'pt' ? 'pt-BR' : 'en-GB'
  const [then, today] = [new Date(when), new Date(now)]
  const time = then.toLocaleTimeString(tongue, { hour: '2-digit', minute: '2-digit' })
  return then.toDateString() === today.toDateString()
    ? time
    : `${then.toLocaleDateString(tongue, { day: 'numeric', month: 'long' })}, ${time}`
}
