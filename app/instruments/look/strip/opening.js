// Which groups of a deep network are open, and what a link must say of it. Pure.
import { groupsAbove, treeOf } from '../layer_tree.js'

/** @typedef {import('../layer_tree.js').Node} Node */
/** @typedef {{ network: string, groups: string[] } | null} Opened what `look.opened` holds */
/**
 * What the strip shows of a network.
 * @typedef {object} View
 * @property {any} network
 * @property {Node | null} tree null where all layers stand side by side
 * @property {Set<string>} opened keys of the open groups
 * @property {number[] | null} found places that were searched for
 */

/**
 * The group with that key; null where there is none.
 * @param {Node} node
 * @param {string} key
 * @returns {Node | null}
 */
export function groupNamed(node, key) {
  if (node.key === key && node.children.length) return node
  for (const child of node.children) {
    const found = groupNamed(child, key)
    if (found) return found
  }
  return null
}

/**
 * A network with the groups open that are said, if they are said of this network.
 * @param {any} network
 * @param {Opened | undefined} said
 * @returns {View}
 */
export function createView(network, said) {
  const tree = treeOf(network)
  const groups = tree && said && said.network === network.key ? said.groups.filter(key => groupNamed(tree, key)) : []
  return { network, tree, opened: new Set(groups), found: null }
}

/**
 * @param {View} view
 * @param {string} name
 */
export const placeOf = (view, name) => view.network.layers.findIndex((/** @type {{ name: string }} */ layer) => layer.name === name)

/**
 * The groups that must be open for a layer to be seen. A folded group whose last layer it is stands for it.
 * @param {View} view
 * @param {number} place
 */
function hiding({ tree, opened }, place) {
  const above = tree ? groupsAbove(tree, place) : []
  const stands = above.findIndex(group => group.last === place && !opened.has(group.key))
  return stands < 0 ? above : above.slice(0, stands)
}

/**
 * Opens what hides a layer. → whether anything was opened
 * @param {View} view
 * @param {number} place
 */
export function reveal(view, place) {
  const folded = hiding(view, place).filter(group => !view.opened.has(group.key))
  folded.forEach(group => view.opened.add(group.key))
  return folded.length > 0
}

/**
 * What `look.opened` must become; undefined where it says already which groups are open beside those that the chosen layer opens by itself.
 * @param {View} view
 * @param {number} place of the chosen layer
 * @param {Opened | undefined} said
 * @returns {Opened | undefined}
 */
export function unsaid(view, place, said) {
  const above = hiding({ ...view, opened: new Set() }, place).map(group => group.key)
  const groups = [...view.opened].filter(key => !above.includes(key)).sort()
  const holds = !said || said.network === view.network.key
  if (holds && String([...(said?.groups ?? [])].sort()) === String(groups)) return undefined
  return groups.length ? { network: view.network.key, groups } : null
}
