// The layers of a deep network as a tree of stages, blocks and layers, from the dots in their names. Pure.

/**
 * A layer, or a group of layers that run one after the other.
 * @typedef {object} Node
 * @property {string} key path of a group, name of a layer; unique
 * @property {string} segment the last part of its path: "layer3", "0", "conv1"; "14 × 14" for groups that were made by size of map
 * @property {number} first place of its first layer in the network
 * @property {number} last place of its last layer
 * @property {Node[]} children none for a layer
 */

/** @typedef {{ name: string, kind: string, title: string, shape: number[], inputs: string[] }} Layer */

export const DEEP = 60 // layers from which a strip begins folded
export const MOST_CARDS = 16 // that a folded strip shows at first
const TRUNK = 0.6 // of all layers: a group with more is the network itself, and opens

/**
 * The tree of a deep network; null for another, whose layers stand in a row.
 * @param {{ layers: Layer[] }} network
 */
export const treeOf = ({ layers }) => (layers.length >= DEEP ? layerTree(layers) : null)

/**
 * @param {Layer[]} layers in the order in which they run
 * @returns {Node} the network; its children are what the folded strip shows, at most MOST_CARDS where its names allow it
 */
export function layerTree(layers) {
  const root = { key: '', segment: '', first: 0, last: layers.length - 1, children: childrenOf(layers, 0, layers.length - 1, 0, '') }
  for (;;) {
    const trunk = root.children.findIndex(node => size(node) > TRUNK * layers.length && node.children.length)
    if (trunk < 0) break
    const parts = root.children[trunk].children
    const fitting = root.children.length - 1 + parts.length > MOST_CARDS ? bySizeOfMap(parts, layers) : parts
    if (fitting.length === 1) break // one stage that is most of the network, such as the third of ResNet-152
    root.children.splice(trunk, 1, ...fitting)
  }
  if (root.children.length > MOST_CARDS) root.children = bySizeOfMap(root.children, layers)
  return root
}

const size = node => node.last - node.first + 1

/** What lies under a path: runs of layers whose names share the next part. */
function childrenOf(layers, first, last, depth, path) {
  const part = i => layers[i].name.split('.')[depth]
  const nodes = []
  const seen = new Map()
  for (let start = first; start <= last;) {
    let end = start
    while (end < last && part(end + 1) === part(start)) end += 1
    nodes.push(nodeOf(layers, start, end, depth, path, seen))
    start = end + 1
  }
  return nodes
}

function nodeOf(layers, first, last, depth, path, seen) {
  const { name } = layers[first]
  if (first === last) return { key: name, segment: name.split('.').slice(depth).join('.'), first, last, children: [] }
  const segment = name.split('.')[depth]
  const below = path ? `${path}.${segment}` : segment
  const again = seen.get(below) ?? 0 // the same block may run twice, with others between
  seen.set(below, again + 1)
  const children = childrenOf(layers, first, last, depth + 1, below)
  if (children.length === 1 && children[0].children.length) return { ...children[0], segment } // a box in a box is one box
  return { key: again ? `${below}:${again + 1}` : below, segment, first, last, children }
}

/** Neighbours whose maps have one size become one group. */
function bySizeOfMap(nodes, layers) {
  const sideOf = node => (layers[node.last].shape.length === 3 ? layers[node.last].shape.slice(1).join(' × ') : '')
  const made = []
  for (const node of nodes) {
    const side = sideOf(node)
    const before = made.at(-1)
    if (before && side && before.side === side && layers[node.first].kind !== 'input') before.nodes.push(node)
    else made.push({ side: layers[node.first].kind === 'input' ? '' : side, nodes: [node] })
  }
  return made.map(({ side, nodes: [node, ...more] }) =>
    more.length
      ? { key: `${node.key} … ${more.at(-1).key}`, segment: side, first: node.first, last: more.at(-1).last, children: [node, ...more] }
      : node,
  )
}

/** Every group above a layer, the outermost first; the layer itself is not among them. */
export function groupsAbove(root, place) {
  const found = []
  let children = root.children
  for (;;) {
    const node = children.find(one => one.first <= place && place <= one.last)
    if (!node?.children.length) return found
    found.push(node)
    children = node.children
  }
}

/** A block that is small enough to be read whole opens with all that is in it. */
const WHOLE = 24 // layers
export const opensWhole = node => size(node) <= WHOLE

/**
 * Where a block adds what it read to what it made of it: [first layer that is passed over, the addition], places in the network.
 * None for a block without a shortcut; the source may lie before the block.
 */
export function shortcutsIn(node, layers) {
  const places = new Map(layers.map((layer, i) => [layer.name, i]))
  const found = []
  for (let i = node.first; i <= node.last; i += 1) {
    const { kind, inputs } = layers[i]
    if (!['addition', 'concatenation'].includes(kind) || inputs.length !== 2) continue
    const [early] = inputs.map(name => places.get(name)).sort((a, b) => a - b)
    if (kind === 'addition' && early < i - 1) found.push({ from: early, to: i })
  }
  return found
}

/**
 * Whether every block of a group reads what all blocks before it have answered: a dense block of DenseNet.
 * @param {Node} node
 * @param {Layer[]} layers
 */
export function readsAllBefore({ children }, layers) {
  const blocks = children.filter(child => child.children.length)
  const reads = (/** @type {Node} */ { first }, /** @type {Node} */ before) => layers[first].inputs.includes(layers[before.last].name)
  return blocks.length > 2 && blocks.every((block, i) => blocks.slice(0, i).every(before => reads(block, before)))
}

/**
 * The children of a group as rows that stand below each other: branches that read the same and meet at its end (GoogLeNet).
 * One row where it has none. → Node[][]; what comes before and after the branches stands in rows of its own.
 */
export function branchesOf(node, layers) {
  const { children } = node
  const place = new Map(layers.map((layer, i) => [layer.name, i]))
  const home = i => children.findIndex(child => child.first <= i && i <= child.last)
  const reads = children.map(child => {
    const from = new Set()
    for (let i = child.first; i <= child.last; i += 1) {
      for (const name of layers[i].inputs) {
        const at = home(place.get(name) ?? -1)
        if (at !== children.indexOf(child)) from.add(at)
      }
    }
    return from
  })
  const end = children.length - 1
  if (children.length < 3 || layers[children[end].last].kind !== 'concatenation') return [children]
  const rows = []
  for (let i = 0; i < end; i += 1) {
    const chained = rows.length && reads[i].size === 1 && reads[i].has(i - 1)
    if (chained) rows[rows.length - 1].push(children[i])
    else rows.push([children[i]])
  }
  return rows.length > 1 ? [...rows, [children[end]]] : [children]
}

/**
 * What a group is called: "stage 4", "block 2", "branch 1"; else its own name, with spaces. `words`: { stage, block, branch }.
 * @param {Node} node
 * @param {{ stage: string, block: string, branch: string }} words
 * @param {boolean} top whether it stands right under the network
 */
export function groupLabel({ segment }, words, top) {
  if (/^\d+$/.test(segment)) return `${top ? words.stage : words.block} ${Number(segment) + 1}`
  const named = segment.match(/^(layer|stage|block|branch|denseblock)_?(\d+\w*)$/)
  if (!named) return segment.replaceAll('_', ' ').replace(/([a-z])(\d)/, '$1 $2')
  const said = { layer: words.stage, stage: words.stage, block: words.block, branch: words.branch, denseblock: words.stage }
  return `${said[named[1]]} ${named[2]}`
}

/**
 * Where a layer stands in a deep network, as the frames of the strip say it: "stage 4 · block 2"; '' for one that stands in no group.
 * A block that opens with all that is in it has no frames inside.
 * @param {Node} root
 * @param {number} place
 * @param {{ stage: string, block: string, branch: string }} words
 */
export function placeLabel(root, place, words) {
  const above = groupsAbove(root, place)
  const block = above.findIndex((node, i) => i > 0 && opensWhole(node))
  const framed = block < 0 ? above : above.slice(0, block + 1)
  return framed.map((node, i) => groupLabel(node, words, i === 0)).join(' · ')
}

/** A layer under its group: "depthwise.conv" of "stage4.1.depthwise.conv" in the group "stage4.1". */
export const nameWithin = (name, group) => (group && name.startsWith(`${group.key}.`) ? name.slice(group.key.length + 1) : name)
