// The cards of the strip: one for a layer, one for a folded group, a frame around a group that is open.
import { createElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { shortened } from '../layer_names.js'
import { branchesOf, groupLabel, nameWithin, opensWhole, readsAllBefore } from '../layer_tree.js'

function parameters(made, count, t) {
  const n = count ? write.count(count) : '–'
  const shown = createElement('span', '', n)
  // What the number is, for who cannot see the row.
  const rest = count ? fillTemplate(t.parameters, { n }).replace(n, '') : t.no_parameters
  shown.append(createElement('span', 'unseen', ` ${rest}`))
  made.append(shown)
}

function card(name, title, shape, count, t) {
  const made = createElement('div', '', createElement('b', '', name), createElement('span', '', title), createElement('canvas'))
  made.role = 'option'
  made.append(createElement('span', '', shape.join('×')))
  parameters(made, count, t)
  return made
}

/** A layer, under its name within the group that it stands in. */
export function layerCard(layer, place, t, group = null) {
  const made = card(shortened(nameWithin(layer.name, group)), layer.title, layer.shape, layer.parameters, t)
  Object.assign(made.dataset, { name: layer.name, place })
  return made
}

/** A folded group: it shows what its last layer answered. */
export function groupCard(node, layers, t, label) {
  const inside = layers.slice(node.first, node.last + 1)
  const count = inside.reduce((sum, layer) => sum + layer.parameters, 0)
  const last = layers[node.last]
  const made = card(`${label} ▸`, fillTemplate(t.layers, { n: write.count(inside.length) }), last.shape, count, t)
  made.append(createElement('span', 'unseen', ` ${t.unfolds}`))
  made.classList.add('folded')
  Object.assign(made.dataset, { name: last.name, place: node.last, group: node.key })
  return made
}

function frame(node, label, path, dense, t) {
  const head = createElement('div', 'head', createElement('span', '', `▾ ${label}`))
  head.ariaHidden = 'true' // the group has the name, and the keys
  head.title = t.fold
  head.dataset.fold = node.key
  head.style.setProperty('--depth', String(path.length - 1)) // frames in frames have their names side by side
  const made = createElement('div', 'group', head)
  made.role = 'group'
  made.ariaLabel = path.join(' · ')
  made.ariaDescription = t.folds
  made.tabIndex = -1 // ↑ goes there
  if (dense) {
    head.append(createElement('i', 'dense', t.dense))
    made.ariaDescription = `${t.dense}. ${t.folds}`
  }
  made.dataset.group = node.key
  return made
}

/**
 * The cards of a group's children. `opened`: keys of groups that are open.
 * @returns {HTMLElement[]}
 */
export function cardsOf(node, layers, opened, t, path = []) {
  return node.children.flatMap(child => cardsOfChild(child, node.key ? node : null, layers, opened, t, path))
}

function cardsOfChild(node, group, layers, opened, t, path) {
  if (!node.children.length) return [layerCard(layers[node.first], node.first, t, group)]
  const label = groupLabel(node, { stage: t.stage, block: t.block, branch: t.branch }, path.length === 0)
  if (!opened.has(node.key)) return [groupCard(node, layers, t, label)]
  const made = frame(node, label, [...path, label], readsAllBefore(node, layers), t)
  if (path.length && opensWhole(node)) made.append(...rowsOf(node, layers, t))
  else made.append(createElement('div', 'row', ...cardsOf(node, layers, opened, t, [...path, label])))
  return [made]
}

/** All layers of a small group; branches that run side by side stand below each other. */
function rowsOf(node, layers, t) {
  const rows = branchesOf(node, layers)
  const made = rows.map(nodes => createElement('div', 'row', ...nodes.flatMap(one => leaves(one, node, layers, t))))
  if (rows.length === 1) return made
  const last = made.pop()
  return [createElement('div', 'row', createElement('div', 'branches', ...made), ...(last?.childNodes ?? []))]
}

function leaves(node, group, layers, t) {
  return Array.from({ length: node.last - node.first + 1 }, (_, i) => layerCard(layers[node.first + i], node.first + i, t, group))
}
