// Names of layers, short enough for the strip and for the steps of a receipt. Pure.

const LONGEST = 15 // characters
const TELLING = 3 // characters after a dot that stand for themselves

/** The end of a long name says more than its beginning: features.12.block.0.0 → …12.block.0.0 */
export function shortened(name, most = LONGEST) {
  if (name.length <= most) return name
  const end = name.slice(1 - most)
  const dot = end.indexOf('.')
  return `…${dot >= 0 && end.length - dot > TELLING ? end.slice(dot + 1) : end}`
}
