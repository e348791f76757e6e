// What is wrong with a lecture's file (a LectureError of ../file_format.js), as one sentence that names the stop. Pure.
import { fillTemplate } from '../../kit/numbers.js'

/** `how`: the key of the words that begin it. */
export function errorText(error, t, how = 'refused') {
  if (!error.why) return error.kind === 'unreachable' || !error.message ? t.gone : error.message
  const { section, stop, id } = error.at
  const place = { section, stop, id: id ? ` (${id})` : '', field: error.field }
  const where = fillTemplate(stop ? t.where_stop : section ? t.where_section : error.field ? '{field}: ' : '', place)
  return fillTemplate(t[how], {
    where,
    why: fillTemplate(t.why[error.why], { given: error.given }).replaceAll('{{', '{').replaceAll('}}', '}'),
  })
}
