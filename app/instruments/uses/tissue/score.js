// The right column: areas with their range, the classical way, the largest difference.
import { createElement } from '../../kit/element.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { tooltip } from '../../kit/tooltip.js'

const percent = share => write.short(100 * share, 3)

export const swatch = kind => {
  const made = createElement('i', 'swatch')
  made.dataset.kind = String(kind)
  return made
}

/**
 * @param {Pick<import('../../kit/types.js').Instrument, '$' | 't'>} parts
 * @param {Record<string, any> | null} found an answer, null where there is none
 * @param {string[]} names
 * @param {boolean | null} stained null: nobody knows
 */
export function showScore({ $, t }, found, names, stained) {
  $('.score tbody').replaceChildren(
    ...names.map((name, kind) => {
      const share = found ? `${percent(found.area[kind])} %` : '–'
      const range = found ? fillTemplate(t.from_to, { low: percent(found.area_low[kind]), high: percent(found.area_high[kind]) }) : ''
      const head = createElement('th', { scope: 'row' }, swatch(kind), ' ', name)
      return createElement('tr', '', head, createElement('td', '', share), createElement('td', '', range))
    }),
  )
  $('.classical_is').textContent = found && stained !== false ? `${percent(found.overlap[0])} %` : '–'
  $('.equal_is').textContent = !found ? '–' : found.largest_difference ? write.short(found.largest_difference, 2) : '0'
}

/**
 * The terms of the column explain themselves.
 * @param {Pick<import('../../kit/types.js').Instrument, '$' | 't'>} parts
 * @param {import('./index.js').Now} now
 */
export function explainScore({ $, t }, now) {
  const says = (place, sentence) => tooltip($(place), () => (now.found ? sentence(now.found) : now.missing || t.opening))
  says('.range', ({ heads }) => fillTemplate(t.range_is, { heads }))
  says('.classical', () => {
    const stained = now.stained()
    return stained === false ? t.no_stain : fillTemplate(stained ? t.overlap : t.overlap_own, { name: now.names()[0] })
  })
  says('.equal', ({ patches_compared: compared, patch }) => fillTemplate(t.equal, { compared, patch }))
}
