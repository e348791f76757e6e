// Names of layers, short enough for the strip. Pure.

const LONGEST = 15 // characters

/** The end of a long name says more than its beginning: features.12.block.0.0 → …12.block.0.0 */
export function shortened(name, most = LONGEST) {
  if (name.length <= most) return name
  const end = name.slice(1 - most)
  const dot = end.indexOf('.')
  return `…${dot >= 0 && dot < end.length - 1 ? end.slice(dot + 1) : end}`
}
