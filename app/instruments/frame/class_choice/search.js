// Finding a class by its name or by a group above it, in either language, whatever its accents and capitals. Pure.

/** 'Água-viva' → 'agua viva': small letters without accents; what is no letter or figure parts words. */
export const foldAccents = text =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** As it is searched: with a space at both ends, " caixa d agua ". */
const spelling = text => ` ${foldAccents(text)} `

/**
 * → [{ index, name, other (its name in the other language, '' where that is the same), spellings, above (spellings of each group above it) }],
 * by name as `language` sorts. `groups`: the tree above the classes, where there is one.
 */
export function entries({ classes, classes_other: others, groups }, language) {
  const order = new Intl.Collator(language, { numeric: true })
  const above = groups ? spellingsAbove(groups) : []
  const made = classes.map((name, index) => {
    const other = others[index] === name ? '' : others[index]
    return { index, name, other, spellings: [name, other].filter(Boolean).map(spelling), above: above[groups?.of[index]] ?? [] }
  })
  return made.sort((a, b) => order.compare(a.name, b.name) || a.index - b.index)
}

/** Of each group its own spellings and those of every group above it; a parent comes before its children. */
function spellingsAbove({ names, names_other: others, parents }) {
  const made = []
  names.forEach((name, i) => made.push([[name, others[i]].map(spelling), ...(made[parents[i]] ?? [])]))
  return made
}

const IN_GROUP = 4
const INSIDE = 5
const NOT = 6

/** How well a name fits what is asked, from 0, it is that, to NOT. */
function fit(asked, said) {
  const text = asked.join(' ')
  if (said === ` ${text} `) return 0
  if (asked.every(word => said.includes(` ${word} `))) return 1
  if (said.startsWith(` ${text}`)) return 2
  if (asked.every(word => said.includes(` ${word}`))) return 3
  return said.replaceAll(' ', '').includes(asked.join('')) ? INSIDE : NOT
}

/** In the language where it fits best. */
const rank = (asked, spellings) => Math.min(...spellings.map(said => fit(asked, said)))

/** Some words in one language and the others in the other: "trompa horn". */
const mixed = (asked, { spellings }) => asked.every(word => spellings.some(said => said.includes(` ${word}`)))

function rankOf(asked, entry) {
  const named = rank(asked, entry.spellings)
  if (named < IN_GROUP) return named
  if (mixed(asked, entry)) return IN_GROUP - 1
  return entry.above.some(spellings => rank(asked, spellings) < IN_GROUP) ? IN_GROUP : named
}

/**
 * Those that the question may mean, the best first: a name that is it, names with all its words, names that begin with it, names with a word
 * that begins with each of its words; then the classes of a group that is found like that ("dog" also finds the beagle); last names with it
 * somewhere inside. All of them for an empty one.
 */
export function search(all, question) {
  const asked = foldAccents(question).split(' ').filter(Boolean)
  if (!asked.length) return all
  const ranks = new Map(all.map(entry => [entry, rankOf(asked, entry)]))
  const placed = entry => ranks.get(entry) ?? NOT
  return all.filter(entry => placed(entry) < NOT).sort((a, b) => placed(a) - placed(b)) // sort keeps the order of equals
}
