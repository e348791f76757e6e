// One cell taken apart: what was multiplied with what, in which groups it is added, and whether PyTorch agrees. Pure.
import { patch } from '../convolution.js'

/** How the figures stand: 'small' up to 3 × 3, 'wide' up to 5 × 5, 'colour' beyond. */
export const figureSize = ({ rows, columns }) => (Math.max(rows, columns) <= 3 ? 'small' : Math.max(rows, columns) <= 5 ? 'wide' : 'colour')

const add = list => list.reduce((sum, v) => sum + v, 0)

/** → { parts: [{ values, cells, weights, products, total }] (one a plane), bias, sum, count, magnitude } of the result cell `at`. */
export function cellTerms({ size, kernel, rule, meets, planes }, at) {
  const cells = [kernel.rows, kernel.columns]
  const parts = planes.map((plane, p) => {
    const weights = kernel.planes[meets[p]]
    const under = patch(plane, size, cells, rule, at)
    const products = under.values.map((v, i) => v * weights[i])
    return { ...under, weights, products, total: add(products) }
  })
  const { bias } = kernel
  const terms = parts.flatMap(({ products }) => [...products])
  return {
    parts,
    bias,
    sum: add(terms) + bias,
    count: terms.length,
    magnitude: add(terms.map(Math.abs)) + Math.abs(bias),
  }
}

/** The steps in which the sum is shown: products, rows or channels, then the bias. → [{ kind, n, value }] */
export function steps({ parts, bias }, { rows, columns }) {
  const [{ products }] = parts
  const row = n => ({ kind: 'row', n, value: add(products.subarray(n * columns, (n + 1) * columns)) })
  const groups =
    parts.length > 1
      ? parts.map(({ total }, n) => ({ kind: 'channel', n, value: total }))
      : products.length <= 9 && figureSize({ rows, columns }) === 'small'
        ? [...products].map((value, n) => ({ kind: 'term', n, value }))
        : Array.from({ length: rows }, (_, n) => row(n))
  return bias ? [...groups, { kind: 'bias', n: 0, value: bias }] : groups
}

/** Which step a term of the plane in front belongs to. */
export const stepOf = (list, term, { columns }, front) => {
  const { kind } = list[0]
  if (kind === 'term') return term
  return kind === 'row' ? Math.floor(term / columns) : front
}

const EPSILON = 2 ** -23 // float32

/** PyTorch's float32 beside our float64: { difference, bound, agrees }. As many roundings as there are terms, each of half a last place. */
export function comparison({ sum, count, bias, magnitude }, torch) {
  const difference = sum - torch
  const bound = (count + (bias ? 1 : 0)) * EPSILON * magnitude
  return { difference, bound, agrees: Math.abs(difference) <= bound }
}

/** The pooling window over result cell `at`: { cell: [row, col] of the pooled picture, corner, won (its place in the window), inside }. */
export function poolWindow({ pooling: { size }, pooled, result }, at) {
  const [height, width] = pooled.size
  const wanted = at.map(v => Math.floor(v / size))
  const cell = [Math.min(height - 1, wanted[0]), Math.min(width - 1, wanted[1])]
  const corner = cell.map(v => v * size)
  const winner = pooled.winners[cell[0] * width + cell[1]]
  const across = result.size[1]
  const won = winner < 0 ? null : [Math.floor(winner / across) - corner[0], (winner % across) - corner[1]]
  return { cell, corner, won, inside: wanted[0] === cell[0] && wanted[1] === cell[1] }
}

/** Decimals that leave figures of that size readable. */
export const decimalsFor = (largest, most = 3) => Math.max(0, Math.min(most, most - Math.max(0, Math.floor(Math.log10(largest || 1)))))
