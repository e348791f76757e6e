// How large each layer is drawn: one scale for all layers of a network. Pure.

const DRAWN = ['input', 'convolution', 'subsampling', 'max pooling', 'dense', 'distances']
const SIDE = 132 // px of the largest picture and of the longest vector
const DEPTH = 34 // px of the most maps
const THIN = 8 // px: a vector is that wide

/** The layers that a drawing shows: what has maps or units of its own. */
export const drawn = layers => layers.filter(layer => DRAWN.includes(layer.kind))

const vector = shape => shape.length === 1 || shape[1] * shape[2] === 1

/** One scale: { cell, depth, unit } in px per cell of a side, per map, per unit. */
export function scaleOf(layers) {
  const most = f => Math.max(1, ...layers.map(f))
  return {
    cell: SIDE / most(layer => (vector(layer.shape) ? 1 : layer.shape[1])),
    depth: DEPTH / most(layer => (vector(layer.shape) ? 1 : layer.shape[0])),
    unit: SIDE / most(layer => (vector(layer.shape) ? layer.shape[0] : 1)),
  }
}

/** A layer's box: { vector, side | height, depth } in px, never less than a px. */
export function boxOf(layer, scale) {
  if (vector(layer.shape)) return { vector: true, width: THIN, height: Math.max(2, layer.shape[0] * scale.unit), depth: 0 }
  const side = Math.max(2, layer.shape[1] * scale.cell)
  return { vector: false, width: side, height: side, depth: layer.shape[0] * scale.depth }
}
