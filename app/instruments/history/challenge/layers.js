// The layers of a built network as rows of a table: those that hold weights and those that pool; stages where there are many. Pure.

const SHOWN = ['convolution', 'dense', 'distances', 'max pooling', 'average pooling', 'subsampling']
const DENSE = ['dense', 'distances']
export const MANY = 15 // rows: more are put together by stages

export const isDense = layer => DENSE.includes(layer.kind)
const hasWeights = layer => layer.kind === 'convolution' || isDense(layer)

const rowOf = layer => ({
  name: layer.name,
  title: layer.title,
  shape: layer.shape,
  parameters: layer.parameters,
  macs: layer.macs,
  formula: layer.formula,
  plain: !hasWeights(layer),
  dense: isDense(layer),
})

/** Neighbours whose maps are of one size become one row with its layers in `of`; dense layers stay alone. */
function groupStages(layers) {
  const rows = []
  let stage = ''
  for (const layer of layers) {
    const size = isDense(layer) ? layer.name : layer.shape.slice(1).join('×')
    if (size === stage && rows.length) rows[rows.length - 1].of.push(layer)
    else rows.push({ of: [layer] })
    stage = size
  }
  return rows.map(({ of }) => {
    if (of.length === 1) return rowOf(of[0])
    const sum = key => of.reduce((total, layer) => total + layer[key], 0)
    const convolutions = of.filter(l => l.kind === 'convolution').length
    return {
      stage: of[0].shape.slice(1).join('×'),
      convolutions,
      shape: of.at(-1).shape,
      parameters: sum('parameters'),
      macs: sum('macs'),
      of: of.map(rowOf),
      dense: false,
    }
  })
}

/** Rows in the order in which the layers run. What normalises counts with the convolution before it. */
export function rowsOf(layers) {
  const kept = []
  for (const layer of layers) {
    if (SHOWN.includes(layer.kind) && !/ 1×1$/.test(layer.kind.endsWith('pooling') ? layer.title : '')) kept.push({ ...layer })
    else if (layer.parameters && kept.length) {
      kept.at(-1).parameters += layer.parameters
      kept.at(-1).formula += ` + ${layer.parameters}`
    }
  }
  return kept.length > MANY ? groupStages(kept) : kept.map(rowOf)
}

/** How much of the whole lies in dense layers, 0 … 1. */
export const shares = network => ({ weights: network.dense_parameters / network.parameters, work: network.dense_macs / network.macs })
