// What there is to say of the connection. Pure.
import { fill } from '../../kit/numbers.js'

/** The sentence of the moment, '' where there is none. `time` writes ms since 1970; `trains`: whether a training runs. */
export function said({ state, since, minutes, forgotten }, { t, now, time, trains }) {
  const given = { time: time(since), minutes }
  if (state === 'away') return fill(now - since > 60_000 * minutes ? t.late : trains ? t.training : t.away, given)
  if (forgotten) return t.forgotten
  if (state !== 'back') return ''
  return forgotten === null ? t.again : t.back
}
