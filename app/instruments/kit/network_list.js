// Which networks a menu lists, in which groups and order: found by words, sorted by a number. Pure.

/** @typedef {import('./types.js').NetworkCard} NetworkCard */
/** @typedef {{ title: string, cards: NetworkCard[] }} CardGroup */

const RANDOM = '@random'

/** What a list can be sorted by: the number of a card, and whether the largest stands first. */
export const SORTS = /** @type {Record<string, { number: (card: NetworkCard) => number | null | undefined, down?: boolean }>} */ ({
  year: { number: card => card.year },
  parameters: { number: card => card.parameters },
  macs: { number: card => card.macs },
  accuracy: { number: card => card.accuracy, down: true },
  download: { number: card => card.download_mb },
})

/**
 * Small letters without accents; what is no letter or figure parts words: "ResNet-18 · não" → "resnet 18 nao".
 * @param {string} text
 */
const folded = text =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.]+/gu, ' ')
    .trim()

/** @param {{ key: string }} card */
export const isUntrained = card => card.key.endsWith(RANDOM)

/**
 * The cards that hold every word of the question in their name, key, family or year.
 * @param {NetworkCard[]} cards
 * @param {string} question
 */
export function matching(cards, question) {
  const asked = folded(question).split(' ')
  return cards.filter(card => {
    const said = folded(`${card.title} ${card.family ?? ''} ${card.year ?? ''}`)
    const words = `${said} ${said.replaceAll(' ', '')} ${card.key.toLowerCase()}`
    return asked.every(word => words.includes(word))
  })
}

/**
 * The trained networks or the untrained ones, and of these what the question finds; where it finds none, what it finds among all.
 * @param {NetworkCard[]} cards
 * @param {{ question: string, untrained: boolean }} wish
 */
export function listed(cards, { question, untrained }) {
  const kind = cards.filter(card => isUntrained(card) === untrained)
  if (!question.trim()) return kind
  const found = matching(kind, question)
  return found.length ? found : matching(cards, question)
}

/**
 * In groups: the playground's own first, of these the usual ones, then family by family as they come; sorted, they are one group, and who lacks the number comes last.
 * @param {NetworkCard[]} cards
 * @param {string} sort a key of SORTS, else by family
 * @param {{ here: string, sorted: string }} titles
 * @returns {CardGroup[]}
 */
export function grouped(cards, sort, titles) {
  const by = SORTS[sort]
  if (!cards.length) return []
  if (by) {
    const sign = by.down ? -1 : 1
    /** @param {NetworkCard} card */
    const place = card => ((by.number(card) ?? null) === null ? Infinity : sign * Number(by.number(card)))
    const compare = (/** @type {number} */ a, /** @type {number} */ b) => (a === b ? 0 : a < b ? -1 : 1)
    return [{ title: titles.sorted, cards: [...cards].sort((a, b) => compare(place(a), place(b))) }]
  }
  /** @type {Map<string, NetworkCard[]>} */
  const families = new Map([['', []]])
  for (const card of cards) {
    const family = card.family ?? ''
    families.set(family, [...(families.get(family) ?? []), card])
  }
  families.get('')?.sort((a, b) => Number(!!b.usual) - Number(!!a.usual))
  return [...families].filter(([, inside]) => inside.length).map(([family, inside]) => ({ title: family || titles.here, cards: inside }))
}
