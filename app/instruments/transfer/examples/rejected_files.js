// Files that were brought and not taken. Pure.
import { fillTemplate } from '../../kit/numbers.js'

/**
 * What there is to say of files that were brought, as [the one line, what it opens to]; null where all were taken and are enough.
 * @param {any} brought
 * @param {import('../../kit/types.js').Words} t
 * @returns {[string, string[]] | null}
 */
export function describeRejected(brought, t) {
  const files = (brought?.left_out ?? []).map(({ name, why }) => `${name} (${why})`)
  const few = (brought?.few ?? []).map(one => fillTemplate([t.few_none, t.few_one][one.count] ?? t.few, one))
  if (!files.length && !few.length) return null
  const more = files.length > 1 ? ' …' : ''
  const line = files.length
    ? [fillTemplate(files.length > 1 ? t.left_out : t.left_out_one, { n: files.length, first: files[0] + more })]
    : []
  return [[...line, ...few].join('; '), [...files, ...few]]
}
