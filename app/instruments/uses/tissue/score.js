// The right column: areas with their range, the classical way, the largest difference.
import { createElement } from '../../kit/element.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'

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
 * @param {boolean} stained
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
  $('.range_is').textContent = found ? fillTemplate(t.range_is, { heads: found.heads }) : ''
  $('.classical').textContent = !found
    ? ''
    : stained
      ? fillTemplate(t.overlap, { name: names[0], share: percent(found.overlap[0]) })
      : t.no_stain
  $('.equal').textContent = found
    ? fillTemplate(t.equal, {
        compared: found.patches_compared,
        patch: found.patch,
        difference: found.largest_difference ? write.short(found.largest_difference, 2) : '0',
      })
    : ''
}
