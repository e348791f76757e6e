// The one softmax, against figures that were computed with forty decimal digits outside of it, and against odds that need no computer.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { logSumExp, shareOf, softmax } from '../../app/instruments/kit/softmax.js'

const CASES = [
  { logits: [1, 2, 3], T: 1, p: [0.09003057317038046, 0.24472847105479764, 0.6652409557748219], sum: 3.40760596444438 },
  { logits: [1, 2, 3], T: 0.5, p: [0.015876239976466765, 0.11731042782619835, 0.8668133321973349], sum: 6.142931628499899 },
  {
    logits: [-2.5, 0, 0.5, 4],
    T: 1,
    p: [0.001431824402851804, 0.01744319214052996, 0.028758961911001045, 0.9523660215456172],
    sum: 4.0488058416694255,
  },
  {
    logits: [-2.5, 0, 0.5, 4],
    T: 4,
    p: [0.0993673774797356, 0.1856427012771577, 0.21036073977535819, 0.5046291814677485],
    sum: 1.683931413556024,
  },
  { logits: [1000, 1001], T: 1, p: [0.2689414213699951, 0.7310585786300049], sum: 1001.3132616875182 },
]
const near = (a, b, within = 1e-15) => assert.ok(Math.abs(a - b) <= within * Math.max(1, Math.abs(b)), `${a} is not ${b}`)

test('probabilities are those of a table, at any temperature and size of the logits', () => {
  for (const { logits, T, p } of CASES) {
    const made = softmax(logits, T)
    assert.equal(made.length, p.length)
    p.forEach((one, k) => near(made[k], one))
  }
})

test('odds 1 : 2 : 5 are eighths, also of float32 logits', () => {
  ;[1 / 8, 2 / 8, 5 / 8].forEach((p, k) => near(softmax([0, Math.log(2), Math.log(5)])[k], p))
  ;[1 / 8, 2 / 8, 5 / 8].forEach((p, k) => near(softmax(Float32Array.from([0, Math.log(2), Math.log(5)]))[k], p, 1e-7))
})

test('the logarithm of the sum is that of the table, and gives every class its share', () => {
  for (const { logits, T, sum } of CASES) near(logSumExp(logits, T), sum)
  const { logits, p, sum } = CASES[2]
  logits.forEach((z, k) => near(shareOf(z, sum), p[k], 1e-14))
})

test('neither large nor small logits leave the range of numbers', () => {
  assert.deepEqual([...softmax([5000, 0])], [1, 0])
  assert.deepEqual([...softmax([-5000, -5000])], [0.5, 0.5])
  assert.equal(logSumExp([-5000, -5000]), -5000 + Math.log(2))
})

test('a logit that is no number leaves no probability', () => {
  assert.ok(softmax([1, NaN, 2]).every(Number.isNaN))
  assert.ok(softmax([1, Infinity]).every(Number.isNaN))
  assert.equal(softmax([]).length, 0)
})

test('nothing else on the page divides powers by their sum', () => {
  const folder = new URL('../../app/instruments/', import.meta.url)
  const text = name => readFileSync(new URL(name, folder), 'utf8')
  const own = readdirSync(folder, { recursive: true }).filter(
    name => name.endsWith('.js') && /Math\.exp\(\(?\w+(\[\w+\])? - |function softmax\b/.test(text(name)),
  )
  assert.deepEqual(own, ['kit/softmax.js'])
})
