// What is wrong with a file, as one sentence that names the stop. Pure.
import { fill } from '../../kit/numbers.js'

/** `how`: the key of the words that begin it. */
export function sentence(error, t, how = 'refused') {
  if (!error.why) return error.kind === 'gone' || !error.message ? t.gone : error.message
  const { section, stop, id } = error.at
  const place = { section, stop, id: id ? ` (${id})` : '', field: error.field }
  const where = fill(stop ? t.where_stop : section ? t.where_section : error.field ? '{field}: ' : '', place)
  return fill(t[how], { where, why: fill(t.why[error.why], { given: error.given }).replaceAll('{{', '{').replaceAll('}}', '}') })
}
