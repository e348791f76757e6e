// What there is to say of the connection, and of what has gone wrong where no other place says it. Pure.
import { fillTemplate } from '../../kit/numbers.js'

/**
 * The sentence of the moment, '' where there is none. `time` writes ms since 1970; `trains`: whether a training runs; `trouble`: what has
 * gone wrong, null where nothing has or where the open tab says it itself.
 * @param {any} parts0
 * @param {any} parts1
 */
export function connectionText({ state, since, minutes, forgotten }, { t, now, time, trains, trouble = null }) {
  const given = { time: time(since), minutes }
  if (state === 'away') return fillTemplate(now - since > 60_000 * minutes ? t.late : trains ? t.training : t.away, given)
  if (forgotten) return t.forgotten
  if (trouble) return trouble
  if (state !== 'back') return ''
  return forgotten === null ? t.again : t.back
}

/**
 * Whether that sentence comes and goes by itself; any other stays until it is closed.
 * @param {Record<string, any>} connection
 * @param {string | null} trouble
 */
export const passes = ({ state, forgotten }, trouble = null) => state === 'away' || (state === 'back' && !forgotten && !trouble)
