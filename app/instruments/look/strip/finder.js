// Finds layers by name or kind. Pure.

const plain = text =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\s*×\s*/g, 'x')

/**
 * Places of the layers in whose name, title or kind every word of `text` stands; none for a text without words.
 * @param {{ name: string, title: string, kind: string }[]} layers
 * @param {string} text
 * @returns {number[]}
 */
export function findLayers(layers, text) {
  const words = plain(text).split(/\s+/).filter(Boolean)
  if (!words.length) return []
  return layers.flatMap((layer, place) => {
    const whole = plain(`${layer.name} ${layer.title} ${layer.kind}`)
    return words.every(word => whole.includes(word)) ? [place] : []
  })
}
