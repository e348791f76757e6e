// The folded strip: stages, blocks and branches from the names of the layers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  MOST_CARDS,
  branchesOf,
  groupLabel,
  groupsAbove,
  layerTree,
  nameWithin,
  placeLabel,
  readsAllBefore,
  shortcutsIn,
  treeOf,
} from '../../app/instruments/look/layer_tree.js'
import { findLayers } from '../../app/instruments/look/strip/finder.js'

const WORDS = { stage: 'stage', block: 'block', branch: 'branch' }

/** Layers one after the other; `reads` names what one of them reads besides. */
function chain(entries) {
  const layers = []
  for (const [name, kind = 'convolution', shape = [8, 14, 14], reads = null] of entries) {
    layers.push({ name, kind, title: kind, shape, inputs: reads ?? (layers.length ? [layers.at(-1).name] : []) })
  }
  return layers
}

/** A residual network: so many blocks in each stage, each stage with maps of half the side. */
function residual(blocks, prefix = 'layer') {
  const entries = [['input', 'input', [3, 112, 112]], ['conv1'], ['bn1'], ['relu'], ['maxpool']].map(([n, k]) => [n, k, [8, 112, 112]])
  let last = 'maxpool'
  blocks.forEach((count, stage) => {
    const shape = [8, 56 >> stage, 56 >> stage]
    for (let b = 0; b < count; b += 1) {
      const at = `${prefix}${stage + 1}.${b}`
      for (const part of ['conv1', 'bn1', 'relu', 'conv2', 'bn2']) entries.push([`${at}.${part}`, 'convolution', shape])
      entries.push([`${at}.add`, 'addition', shape, [`${at}.bn2`, last]], [`${at}.relu:2`, 'activation', shape])
      last = `${at}.relu:2`
    }
  })
  entries.push(['avgpool', 'average pooling', [8, 1, 1]], ['flatten', 'flatten', [8]], ['fc', 'dense', [10]], ['softmax', 'softmax', [10]])
  for (const entry of entries) if (/\.conv1$/.test(entry[0])) entry[3] = null
  return chain(entries)
}

const labels = node => node.children.map(child => (child.children.length ? groupLabel(child, WORDS, node.key === '') : child.segment))

test('a residual network folds into its stages, and a stage into its blocks', () => {
  const layers = residual([2, 3, 4, 2])
  const tree = layerTree(layers)
  assert.deepEqual(
    labels(tree),
    'input conv1 bn1 relu maxpool stage1 stage2 stage3 stage4 avgpool flatten fc softmax'
      .replace(/stage(\d)/g, 'stage_$1')
      .split(' ')
      .map(s => s.replace('_', ' ')),
  )
  const third = tree.children.find(node => node.segment === 'layer3')
  assert.deepEqual(labels(third), ['block 1', 'block 2', 'block 3', 'block 4'])
  assert.equal(layers[third.first].name, 'layer3.0.conv1')
  assert.equal(layers[third.last].name, 'layer3.3.relu:2')
})

test('every layer is in the tree once, in the order in which it runs', () => {
  const layers = residual([2, 3, 4, 2])
  const walk = node => (node.children.length ? node.children.flatMap(walk) : [node.first])
  assert.deepEqual(
    walk(layerTree(layers)),
    layers.map((_, i) => i),
  )
})

test('a stage that is most of a network stays one stage', () => {
  const tree = layerTree(residual([2, 2, 40, 2]))
  assert.ok(labels(tree).includes('stage 3'))
  assert.ok(tree.children.length <= MOST_CARDS)
})

test('a box around everything is opened, and numbered boxes in it are stages', () => {
  const entries = [['input', 'input', [3, 64, 64]]]
  for (let n = 0; n < 8; n += 1)
    for (const part of ['0.block.0', '0.block.1', '1.block.0', '1.block.1']) entries.push([`features.${n}.${part}`])
  entries.push(['avgpool'], ['classifier.0'], ['classifier.1'], ['softmax'])
  const tree = layerTree(chain(entries))
  assert.deepEqual(labels(tree).slice(0, 4), ['input', 'stage 1', 'stage 2', 'stage 3'])
  assert.deepEqual(labels(tree.children[1]), ['block 1', 'block 2'])
})

test('more parts than fit are put together by the size of their maps', () => {
  const entries = [['input', 'input', [3, 64, 64]]]
  for (let n = 0; n < 24; n += 1)
    for (const part of ['a', 'b', 'c']) entries.push([`part${n}.${part}`, 'convolution', [8, 32 >> (n / 8), 32 >> (n / 8)]])
  const tree = layerTree(chain(entries))
  assert.deepEqual(labels(tree), ['input', '32 × 32', '16 × 16', '8 × 8'])
  assert.equal(tree.children[1].children.length, 8)
})

test('a block that runs twice with others between is two groups with keys of their own', () => {
  const tree = layerTree(chain([['a.one'], ['a.two'], ['b.one'], ['b.two'], ['a.one:2'], ['a.two:2']]))
  assert.equal(new Set(tree.children.map(node => node.key)).size, 3)
})

test('what is above a layer, outermost first', () => {
  const layers = residual([2, 3, 4, 2])
  const place = layers.findIndex(layer => layer.name === 'layer3.1.conv2')
  assert.deepEqual(
    groupsAbove(layerTree(layers), place).map(node => node.key),
    ['layer3', 'layer3.1'],
  )
  assert.deepEqual(groupsAbove(layerTree(layers), 0), [])
})

test('a shortcut leaves where the block begins and arrives at its sum', () => {
  const layers = residual([2, 2, 2, 2])
  const tree = layerTree(layers)
  const block = tree.children.find(node => node.segment === 'layer2').children[1]
  const [found, ...more] = shortcutsIn(block, layers)
  assert.deepEqual(more, [])
  assert.equal(layers[found.from].name, 'layer2.0.relu:2')
  assert.equal(layers[found.to].name, 'layer2.1.add')
})

test('branches that read the same and meet stand below each other', () => {
  const layers = chain([
    ['pool'],
    ['mix.branch1.conv', 'convolution', [8, 7, 7], ['pool']],
    ['mix.branch2.0', 'convolution', [8, 7, 7], ['pool']],
    ['mix.branch2.1'],
    ['mix.branch3', 'convolution', [8, 7, 7], ['pool']],
    ['mix.cat', 'concatenation', [24, 7, 7], ['mix.branch1.conv', 'mix.branch2.1', 'mix.branch3']],
    ...Array.from({ length: 9 }, (_, i) => [`end${i}`]),
  ])
  const mix = layerTree(layers).children.find(node => node.key === 'mix')
  assert.deepEqual(
    branchesOf(mix, layers).map(row => row.map(node => node.segment)),
    [['branch1'], ['branch2'], ['branch3'], ['cat']].map(row => row.map(name => (name === 'branch1' ? 'branch1.conv' : name))),
  )
  assert.equal(branchesOf({ ...mix, children: mix.children.slice(0, 2) }, layers).length, 1)
})

test('names are said in words where they follow a custom', () => {
  const said = segment => groupLabel({ segment }, WORDS, false)
  assert.deepEqual(['layer4', 'stage2', '0', 'denseblock3', 'branch3x3', 'inception4a', 'InvertedResidual'].map(said), [
    'stage 4',
    'stage 2',
    'block 1',
    'stage 3',
    'branch 3x3',
    'inception 4a',
    'InvertedResidual',
  ])
  assert.equal(nameWithin('stage4.1.depthwise.conv', { key: 'stage4.1' }), 'depthwise.conv')
  assert.equal(nameWithin('stage4.1.depthwise.conv', null), 'stage4.1.depthwise.conv')
})

test('a layer of a deep network says its stage and block, one outside them nothing; another network has no tree', () => {
  const layers = residual([2, 3, 4, 2])
  const place = name => layers.findIndex(layer => layer.name === name)
  const tree = treeOf({ layers })
  assert.equal(placeLabel(tree, place('layer3.1.conv2'), WORDS), 'stage 3 · block 2')
  assert.equal(placeLabel(tree, place('layer4.1.relu:2'), WORDS), 'stage 4 · block 2')
  assert.equal(placeLabel(tree, place('fc'), WORDS), '')
  const parts = ['expand', 'depthwise', 'project'].flatMap(part => ['conv', 'norm'].map(kind => `${part}.${kind}`))
  const blocks = chain([1, 2, 3, 4].flatMap(stage => [0, 1, 2].flatMap(block => parts.map(part => [`stage${stage}.${block}.${part}`]))))
  assert.equal(placeLabel(treeOf({ layers: blocks }), 8, WORDS), 'stage 1 · block 2', 'a block that opens whole has no frames in it')
  assert.equal(treeOf({ layers: residual([2]) }), null)
})

test('layers are found by every word of a name, a title or a kind, accents and case aside', () => {
  const layers = [
    { name: 'stage1.0.conv', title: 'conv 3×3', kind: 'convolution' },
    { name: 'stage1.0.norm', title: 'norm. por lote', kind: 'normalisation' },
    { name: 'pool', title: 'média', kind: 'average pooling' },
  ]
  assert.deepEqual(findLayers(layers, 'CONV 3 × 3'), [0])
  assert.deepEqual(findLayers(layers, 'media'), [2])
  assert.deepEqual(findLayers(layers, 'stage1 n'), [0, 1])
  assert.deepEqual(findLayers(layers, 'nothing'), [])
  assert.deepEqual(findLayers(layers, '  '), [])
})

test('a dense block is told from a stage whose blocks read the last one only', () => {
  const entries = [['input', 'input']]
  for (let block = 1; block <= 4; block += 1) {
    const before = Array.from({ length: block - 1 }, (_, i) => `dense.layer${i + 1}.conv`)
    entries.push([`dense.layer${block}.cat`, 'concatenation', [8, 14, 14], ['input', ...before]], [`dense.layer${block}.conv`])
  }
  entries.push(['dense.cat', 'concatenation'], ['fc', 'dense', [10]])
  const layers = chain(entries)
  const stage = layerTree(residual([2, 3, 4, 2])).children.find(node => node.segment === 'layer3')
  assert.ok(readsAllBefore(layerTree(layers), layers))
  assert.ok(!readsAllBefore(stage, residual([2, 3, 4, 2])))
})
