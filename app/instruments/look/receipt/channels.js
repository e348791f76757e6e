// One row per input channel, the largest |sum| first: patch × kernel = products, a bar, the sum of the products.
import { createElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { bar, bindListArrows, createCanvas, paintValues } from './elements.js'

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
    createCanvas('grid', side, side, ctx => {
      paintValues(
        ctx,
        own.map(term => term[read]),
        receipt.window,
        ends[read],
        box,
      )
      ctx.lineWidth = 1
      ctx.strokeStyle = getComputedStyle(document.body).getPropertyValue('--line')
      ctx.strokeRect(box.x + 0.5, box.y + 0.5, box.across - 1, box.down - 1)
      if (marked === null) return
      const at = marked - group.first
      ctx.lineWidth = 2
      ctx.strokeStyle = getComputedStyle(document.body).getPropertyValue('--accent')
      ctx.strokeRect(box.x + (at % columns) * k, box.y + Math.floor(at / columns) * k, k, k)
    }),
  )
}

/** A group's layer and channel. `called(layer, channel)` says the channel. */
export const nameOf = (group, { t, called }) =>
  group.channel === null && !group.units
    ? [t.padding]
    : [
        createElement('span', 'layer', group.layer),
        group.channel === null ? null : createElement('b', '', ` ${called(group.layer, group.channel)}`),
      ]

/** A row of its own table: where every row reads the same layer, a long name is left to the heading of the terms. */
function rowName(context, group) {
  const { receipt, t, called } = context
  const alone = receipt.groups.every(one => one.layer === group.layer)
  if (!alone || group.channel === null || group.layer.length <= SHORT) return createElement('span', 'from', ...nameOf(group, context))
  return createElement(
    'span',
    'from',
    createElement('span', 'word', t.channel_row),
    createElement('b', '', ` ${called(group.layer, group.channel)}`),
  )
}

function row(context, group, signed, most) {
  const [patch, kernel, products] = grids(context, group, null)
  const name = rowName(context, group)
  name.title = `${group.layer} ${group.channel === null ? '' : context.called(group.layer, group.channel)}`
  const made = createElement(
    'li',
    '',
    name,
    createElement('span', 'grids', patch, createElement('span', '', '×'), kernel, createElement('span', '', '='), products),
    bar(group.sum, most, signed),
    createElement('b', 'sum', context.shown.signed(group.sum)),
  )
  made.setAttribute('role', 'option')
  return made
}

function headsOf({ receipt, t }) {
  const heads = createElement(
    'p',
    'heads',
    createElement('span', '', t.from),
    createElement('span', '', t.patch_kernel),
    createElement('span'),
    createElement('span', '', fillTemplate(t.n_products, { n: receipt.window[0] * receipt.window[1] })),
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
  const list = createElement('ol', 'rows')
  const more = createElement('button', 'more')
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
      createElement('span', '', fillTemplate(t.more_channels, { n: write.count(groups.length - count) })),
      createElement('b', 'sum', context.shown.signed(rest)),
      createElement('span', 'go', '⌄'),
    )
  }
  more.onclick = () => {
    const at = count
    count = Math.min(count + MORE, groups.length)
    rows()
    keys.put(at, true)
  }
  rows()
  const keys = bindListArrows(list, {
    chosen: (at, over) => {
      if (!over) choose(groups[at])
    },
    go: at => choose(groups[at]),
  })
  const heads = headsOf(context)
  let framed = null
  return {
    nodes: [heads, createElement('div', 'scroll', list, more)],
    mark(term) {
      const at = term === null ? null : groups.findIndex(group => term >= group.first && term < group.first + group.count)
      for (const [which, marked] of [
        [framed, null],
        [at, term],
      ]) {
        const shown = which !== null && list.children[which]
        if (!shown) continue
        const [patch, kernel, products] = grids(context, groups[which], marked)
        const place = shown.querySelector('.grids')
        place?.replaceChildren(patch, createElement('span', '', '×'), kernel, createElement('span', '', '='), products)
      }
      framed = at
    },
  }
}
