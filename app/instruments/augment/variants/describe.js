// What was drawn for a variant, in words. Pure.

const THIN = '\u2009' // between signs: a line may end there, and a tile has room for a dozen letters

/** Every parameter of a draw: "angle −11.2, fill 0". `short` writes a number, `names` has the words for parameters and for what they name. */
export function describeParameters(drawn, short, names = {}) {
  const said = value => {
    if (value === null || value === undefined) return '–'
    if (typeof value === 'number') return short(value)
    if (typeof value === 'boolean') return value ? '✓' : '–'
    if (Array.isArray(value)) return value.map(said).join(' ')
    return names[value] ?? String(value)
  }
  return Object.entries(drawn)
    .filter(([name]) => name !== 'transform')
    .map(([name, value]) => [names[name] ?? name.replaceAll('_', ' '), said(value)])
}

/** The signs of what happened, in the order of the plan. */
export const signsOf = variant => variant.signs.filter(Boolean).join(THIN)

/** Whether a variant is answered otherwise than the picture as it is; what is mixed has two labels, and either is no flip (`partner`: the other). */
export const verdictChanges = (tile, original, partner = null) =>
  tile.index >= 0 && ![original.answers[0].best, partner].includes(tile.answers[0].best)
