// One row per input channel, the largest |sum| first: patch × kernel = products, a bar, the sum of the products.
import { fill } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { bar, choosing, drawn, paintValues, part } from './parts.js'

const PATCH = 30 // px
const ALONE = 48 // px of a window where there is only one: a drawing's first layer, a depthwise kernel
const FIRST = 6
const MORE = 24
const SHORT = 8 // characters of a layer's name that stand in every row
const READS = ['value', 'weight', 'product']

/** Three small grids of a group's window; `marked`: the term to frame. */
function grids({ receipt, ends }, group, marked) {
  const own = receipt.terms.slice(group.first, group.first + group.count)
  const [rows, columns] = receipt.window
  const side = receipt.groups.length === 1 ? ALONE : PATCH
  const k = Math.min(side / rows, side / columns)
  const box = { x: (side - columns * k) / 2, y: (side - rows * k) / 2, across: columns * k, down: rows * k }
  return READS.map(read =>
    drawn('grid', side, side, g => {
      paintValues(
        g,
        own.map(term => term[read]),
        receipt.window,
        ends[read],
        box,
      )
      g.lineWidth = 1
      g.strokeStyle = getComputedStyle(document.body).getPropertyValue('--line')
      g.strokeRect(box.x + 0.5, box.y + 0.5, box.across - 1, box.down - 1)
      if (marked === null) return
      const at = marked - group.first
      g.lineWidth = 2
      g.strokeStyle = getComputedStyle(document.body).getPropertyValue('--accent')
      g.strokeRect(box.x + (at % columns) * k, box.y + Math.floor(at / columns) * k, k, k)
    }),
  )
}

/** A group's layer and channel. `called(layer, channel)` says the channel. */
export const nameOf = (group, { t, called }) =>
  group.channel === null && !group.units
    ? [t.padding]
    : [part('span.layer', group.layer), group.channel === null ? null : part('b', ` ${called(group.layer, group.channel)}`)]

/** A row of its own table: where every row reads the same layer, a long name is left to the heading of the terms. */
function rowName(context, group) {
  const { receipt, t, called } = context
  const alone = receipt.groups.every(one => one.layer === group.layer)
  if (!alone || group.channel === null || group.layer.length <= SHORT) return part('span.from', ...nameOf(group, context))
  return part('span.from', part('span.word', t.channel_row), part('b', ` ${called(group.layer, group.channel)}`))
}

function row(context, group, signed, most) {
  const [patch, kernel, products] = grids(context, group, null)
  const name = rowName(context, group)
  name.title = `${group.layer} ${group.channel === null ? '' : context.called(group.layer, group.channel)}`
  const made = part(
    'li',
    name,
    part('span.grids', patch, part('span', '×'), kernel, part('span', '='), products),
    bar(group.sum, most, signed),
    part('b.sum', context.shown.signed(group.sum)),
  )
  made.setAttribute('role', 'option')
  return made
}

function headsOf({ receipt, t }) {
  const heads = part(
    'p.heads',
    part('span', t.from),
    part('span', t.patch_kernel),
    part('span'),
    part('span', fill(t.n_products, { n: receipt.window[0] * receipt.window[1] })),
  )
  heads.classList.toggle('alone', receipt.groups.length === 1)
  return heads
}

/** → { nodes, mark(term index or null) } */
export function channels(context) {
  const { receipt, t, choose } = context
  const { groups } = receipt
  const most = groups.reduce((largest, group) => Math.max(largest, Math.abs(group.sum) || 0), 0)
  const signed = groups.some(group => group.sum < 0)
  const list = part('ol.rows')
  const more = part('button.more')
  let count = Math.min(FIRST, groups.length)
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', t.channels)
  more.type = 'button'
  list.classList.toggle('alone', groups.length === 1)
  function rows() {
    while (list.children.length < count) list.append(row(context, groups[list.children.length], signed, most))
    more.hidden = count === groups.length
    const rest = groups.slice(count).reduce((sum, group) => sum + group.sum, 0)
    more.replaceChildren(
      part('span', fill(t.more_channels, { n: write.count(groups.length - count) })),
      part('b.sum', context.shown.signed(rest)),
      part('span.go', '⌄'),
    )
  }
  more.onclick = () => {
    const at = count
    count = Math.min(count + MORE, groups.length)
    rows()
    keys.put(at, true)
  }
  rows()
  const keys = choosing(list, {
    chosen: (at, over) => {
      if (!over) choose(groups[at])
    },
    go: at => choose(groups[at]),
  })
  const heads = headsOf(context)
  let framed = null
  return {
    nodes: [heads, part('div.scroll', list, more)],
    mark(term) {
      const at = term === null ? null : groups.findIndex(group => term >= group.first && term < group.first + group.count)
      for (const [which, marked] of [
        [framed, null],
        [at, term],
      ]) {
        const shown = which !== null && list.children[which]
        if (!shown) continue
        const [patch, kernel, products] = grids(context, groups[which], marked)
        shown.querySelector('.grids').replaceChildren(patch, part('span', '×'), kernel, part('span', '='), products)
      }
      framed = at
    },
  }
}
