// A native menu of a network's classes: all of few, of many the likeliest ones and a line that opens the list in which they are searched.

/** @typedef {import('./bus.js').Bus} Bus */
/** @typedef {import('./types.js').Network} Network */

const MANY = 20 // classes, beyond which nobody looks for one in a menu
const LIKELY = 8 // of these
const SEARCH = 'search'

/**
 * The classes that the menu lists by name: all of few; of many the likeliest and the chosen one.
 * @param {ArrayLike<number> | null} logits null before the first answer
 * @param {number} count of classes
 * @param {number | null} chosen
 */
export function listedClasses(logits, count, chosen) {
  const all = Array.from({ length: count }, (_, i) => i)
  if (count <= MANY) return all
  const first = logits ? all.sort((a, b) => logits[b] - logits[a] || a - b).slice(0, LIKELY) : []
  return chosen === null || first.includes(chosen) ? first : [chosen, ...first]
}

/**
 * The options for them; `valueOf` makes an option's value of a class.
 * @param {Network} network
 * @param {number[]} listed
 * @param {string} search what the line says that opens the list, with the number of classes in it
 * @param {(index: number) => string} valueOf
 */
export function classOptions(network, listed, search, valueOf = String) {
  const made = listed.map(index => new Option(network.classes[index], valueOf(index)))
  return listed.length < network.classes.length ? [...made, new Option(search, SEARCH)] : made
}

/**
 * Whether the line of the menu was taken that opens the list; then it is open, and the menu says what it said before.
 * @param {HTMLSelectElement} select
 * @param {Bus} bus
 * @param {{ title: string, before: string, chosen: (index: number) => void }} choice
 */
export function searchesClass(select, bus, { title, before, chosen }) {
  if (select.value !== SEARCH) return false
  select.value = before
  bus.set('classChoice', { network: bus.get('network'), title, says: [], chosen })
  return true
}
