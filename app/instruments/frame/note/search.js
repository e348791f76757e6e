// Finding a class by its name in either language, whatever its accents and capitals. Pure.

/** 'Água-viva' → 'agua viva': small letters without accents; what is no letter or figure parts words. */
export const foldAccents = text =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** → [{ index, name, other (its name in the other language, '' where that is the same), words }], by name as `language` sorts. */
export function entries({ classes, classes_other: others }, language) {
  const order = new Intl.Collator(language, { numeric: true })
  const made = classes.map((name, index) => {
    const other = others[index] === name ? '' : others[index]
    return { index, name, other, words: ` ${foldAccents(name)} ${foldAccents(other)}` }
  })
  return made.sort((a, b) => order.compare(a.name, b.name) || a.index - b.index)
}

/** Those that hold every word of the question; first the ones in which each begins a word. All of them for an empty one. */
export function search(all, question) {
  const asked = foldAccents(question).split(' ')
  const hit = all.filter(({ words }) => asked.every(word => words.includes(word)))
  const begins = ({ words }) => asked.every(word => words.includes(` ${word}`))
  return [...hit.filter(begins), ...hit.filter(entry => !begins(entry))]
}
